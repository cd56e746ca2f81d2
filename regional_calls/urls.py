"""Addresses of regional_calls."""

from django.urls import URLPattern

app_name = "regional_calls"
urlpatterns: list[URLPattern] = []
