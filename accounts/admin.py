"""Regions and organisations in Django's admin."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.enums import OrganisationKind
from accounts.models import Organisation, Region
from records.reference_admin import ReferenceAdmin


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
        (None, {"fields": ("kind", "name", "short_name", "region", "in_anact_network")}),
        (
            "En-tête de ses lettres",
            {
                "fields": (
                    "authority",
                    "department",
                    "office",
                    "case_officer",
                    "salutation",
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
