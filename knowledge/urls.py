"""Addresses of knowledge."""

from django.urls import path

from knowledge.views.framework import framework

app_name = "knowledge"
urlpatterns = [path("reperes/", framework, name="framework")]
