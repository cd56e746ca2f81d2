"""Propositions in Django's admin."""

from django.contrib import admin

from calls.admin import ReferenceAdmin
from knowledge.models import Proposition


@admin.register(Proposition)
class PropositionAdmin(ReferenceAdmin):
    list_display = ("reference", "title", "heading")
    list_filter = ("heading",)
    search_fields = ("reference", "title")
