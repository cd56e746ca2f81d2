"""Addresses of the pages that belong to no room: home, desk, legal pages, health."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
