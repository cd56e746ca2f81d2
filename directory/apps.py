"""directory: establishments, legal entities, groupings, and the national directory."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "Annuaire des structures"
