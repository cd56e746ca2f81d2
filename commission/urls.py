"""Addresses of commission: assigning, reviews and the dashboard here, decisions and notices beside."""

from django.urls import URLPattern

from commission.decision_urls import urlpatterns as decision_urlpatterns

app_name = "commission"
urlpatterns: list[URLPattern] = [*decision_urlpatterns]
