"""calls: national programmes and calls."""

from django.apps import AppConfig

from core.finding import Finder, offer
from core.watch import Watch, register


class CallsConfig(AppConfig):
    name = "calls"
    verbose_name = "Appels à projets"

    def ready(self) -> None:
        from calls import finding, todos  # noqa: PLC0415 - models are loaded by now

        register(Watch("calls", todos=todos.todos, moves=todos.moves, followed=todos.followed))
        offer(Finder("Appels", finding.calls))
