"""meetings: committees and meetings of a project, from convening to minutes and decisions."""

from django.apps import AppConfig

from core.finding import Finder, offer
from core.watch import Watch, register


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Réunions"

    def ready(self) -> None:
        from meetings import alerts, finding, todos  # noqa: PLC0415 - models are loaded by now

        register(Watch("meetings", todos=todos.todos, followed=todos.followed, alerts=alerts.alerts))
        offer(Finder("Réunions", finding.meetings))
