"""Regions, organisations and establishments in Django's admin."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.enums import OrganisationKind
from calls.admin import ReferenceAdmin
from regions.models import Establishment, LegalEntity, Organisation, Region


@admin.register(Region)
class RegionAdmin(ReferenceAdmin):
    list_display = ("name", "code", "short_name", "seat", "court", "time_zone")
    search_fields = ("name", "code")
    readonly_fields = ("code",)


@admin.register(Organisation)
class OrganisationAdmin(ReferenceAdmin):
    list_display = ("short_name", "kind", "region", "in_anact_network", "email")
    list_filter = ("kind", "region")
    list_select_related = ("region",)
    search_fields = ("name", "short_name")
    fieldsets = (
        (None, {"fields": ("kind", "name", "short_name", "region", "in_anact_network", "fictional")}),
        (
            "En-tête de ses courriers",
            {
                "fields": (
                    "authority",
                    "department",
                    "office",
                    "case_officer",
                    "address",
                    "city",
                    "phone",
                    "email",
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """Those that reference data hold; an establishment's own is made with its contact's invitation."""
        return super().get_queryset(request).exclude(kind=OrganisationKind.ESTABLISHMENT)


@admin.register(LegalEntity)
class LegalEntityAdmin(ReferenceAdmin):
    list_display = ("name", "finess", "siren", "status", "legal_status")
    list_filter = ("legal_status",)
    search_fields = ("name", "finess", "siren")


@admin.register(Establishment)
class EstablishmentAdmin(ReferenceAdmin):
    list_display = ("name", "finess", "city", "region", "sector", "legal_status", "closed_on")
    list_filter = ("region", "sector", "legal_status")
    list_select_related = ("region",)
    search_fields = ("search_text",)
    autocomplete_fields = ("organisation", "legal_entity")
    # A choice among a hundred thousand: the directory's own pages make it.
    exclude = ("members",)

    def save_model(self, request: HttpRequest, obj: Establishment, form: object, change: bool) -> None:
        obj.search_text = obj.searchable()
        super().save_model(request, obj, form, change)
