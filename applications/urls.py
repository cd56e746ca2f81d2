"""Addresses of applications."""

from django.urls import URLPattern

from applications import table_urls

app_name = "applications"
urlpatterns: list[URLPattern] = [
    *table_urls.urlpatterns,
]
