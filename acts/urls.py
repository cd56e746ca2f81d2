"""Addresses of acts: the public check page."""

from django.urls import path

from acts.views import verification

app_name = "acts"
urlpatterns = [
    path("verifier/", verification.check_search, name="check_search"),
    path("verifier/<str:code>/", verification.check, name="check"),
]
