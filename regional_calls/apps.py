"""regional_calls: the regional call of a pair, and the expressions of interest that answer it."""

from django.apps import AppConfig


class RegionalCallsConfig(AppConfig):
    name = "regional_calls"
    verbose_name = "Appels régionaux"
