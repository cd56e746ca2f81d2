"""regions: regions, establishments and regional projects."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = "Régions et projets régionaux"
