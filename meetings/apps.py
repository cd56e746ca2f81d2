"""meetings: committees and meetings of a project, from convening to minutes and decisions."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Réunions"
