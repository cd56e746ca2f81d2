"""Propositions in Django's admin."""

from django.contrib import admin

from knowledge.models import Proposition
from records.reference_admin import ReferenceAdmin


@admin.register(Proposition)
class PropositionAdmin(ReferenceAdmin):
    list_display = ("reference", "title", "heading")
    list_filter = ("heading",)
    search_fields = ("reference", "title")
