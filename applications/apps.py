"""applications: the fiche projet, from draft to deposit."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Fiches projet"
