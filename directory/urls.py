"""Addresses of the directory of establishments."""

from django.urls import path

from directory.views import establishments, finess, groupings

app_name = "directory"
urlpatterns = [
    path("etablissements/", establishments.establishments, name="establishments"),
    path("etablissements/etablissements.xlsx", establishments.export, name="export"),
    path("etablissements/groupements/nouveau/", groupings.name_grouping, name="name_grouping"),
    path("etablissements/<int:establishment_pk>/membres/", groupings.members, name="members"),
    path("etablissements/<int:establishment_pk>/membres/retrait/", groupings.remove_member, name="remove_member"),
    path("administration/finess/", finess.finess_imports, name="finess_imports"),
    path("administration/finess/<int:import_pk>/", finess.finess_import, name="finess_import"),
]
