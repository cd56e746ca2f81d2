"""records: what was done, said and issued."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "Traces et pièces"
