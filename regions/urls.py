"""Addresses of regions."""

from django.urls import path

from regions.views import establishments, finess, groupings, participations, structures

app_name = "regions"
urlpatterns = [
    path("etablissements/", establishments.establishments, name="establishments"),
    path("etablissements/etablissements.xlsx", establishments.export, name="export"),
    path("etablissements/recherche/", structures.search, name="search"),
    path("etablissements/groupements/nouveau/", groupings.name_grouping, name="name_grouping"),
    path("etablissements/<int:establishment_pk>/", establishments.establishment, name="establishment"),
    path("etablissements/<int:establishment_pk>/membres/", groupings.members, name="members"),
    path("etablissements/<int:establishment_pk>/membres/retrait/", groupings.remove_member, name="remove_member"),
    path("mes-participations/", participations.participations, name="participations"),
    path("mes-participations/<int:pk>/engagement/", participations.confirm, name="confirm"),
    path("administration/finess/", finess.imports, name="finess_imports"),
    path("administration/finess/<int:import_pk>/", finess.finess_import, name="finess_import"),
]
