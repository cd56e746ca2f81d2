"""Addresses of decisions, approvals and notices; `commission.urls` includes them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
