"""acts: what an authority issues, with its author, its appeal routes, its number and its check page."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    name = "acts"
    verbose_name = "Actes"
