"""Addresses of worklog."""

from django.urls import URLPattern

app_name = "worklog"
urlpatterns: list[URLPattern] = []
