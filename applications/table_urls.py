"""Addresses of the tables within a section of the fiche: participants, collective, stages, budget."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
