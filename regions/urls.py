"""Addresses of regions."""

from django.urls import path

from regions.views import participations, structures

app_name = "regions"
urlpatterns = [
    path("etablissements/recherche/", structures.search, name="search"),
    path("mes-participations/", participations.participations, name="participations"),
    path("mes-participations/<int:pk>/engagement/", participations.confirm, name="confirm"),
]
