"""worklog: the Aract's days on a project, counted against the fixed share."""

from django.apps import AppConfig


class WorklogConfig(AppConfig):
    name = "worklog"
    verbose_name = "Journal des jours"
