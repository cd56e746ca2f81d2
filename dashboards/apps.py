"""dashboards: what is seen across rooms."""

from django.apps import AppConfig

from core.finding import Finder, offer
from core.watch import Watch, register


class DashboardsConfig(AppConfig):
    name = "dashboards"
    verbose_name = "Tableaux"

    def ready(self) -> None:
        from dashboards import facts, finding  # noqa: PLC0415 - models are loaded by now

        register(Watch("dashboards", todos=facts.todos))
        offer(Finder("Régions", finding.regions))
