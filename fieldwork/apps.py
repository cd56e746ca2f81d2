"""fieldwork: stages, milestones and, in the second call, what the experiment measures."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "fieldwork"
    verbose_name = "Conduite du projet"
