"""commission: reviews, allocation, decisions and notices."""

from django.apps import AppConfig

from core.finding import Finder, offer
from core.watch import Watch, register


class CommissionConfig(AppConfig):
    name = "commission"
    verbose_name = "Commission"

    def ready(self) -> None:
        from commission import finding, todos  # noqa: PLC0415 - models are loaded by now

        register(Watch("commission", todos=todos.todos, moves=todos.moves))
        offer(Finder("Lettres de décision", finding.letters))
