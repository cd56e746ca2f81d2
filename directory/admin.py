"""Establishments and legal entities in Django's admin."""

from django.contrib import admin
from django.http import HttpRequest

from directory.models import Establishment, LegalEntity
from records.reference_admin import ReferenceAdmin


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
