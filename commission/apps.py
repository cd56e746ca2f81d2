"""commission: reviews, allocation, decisions and notices."""

from django.apps import AppConfig

from core.finding import Finder, offer
from core.watch import Watch, register


class CommissionConfig(AppConfig):
    name = "commission"
    verbose_name = "Commission"

    def ready(self) -> None:
        from applications.depositing import deposited_again  # noqa: PLC0415 - models are loaded by now
        from commission import finding, todos  # noqa: PLC0415
        from commission.rereading import tell_rapporteurs  # noqa: PLC0415

        deposited_again.append(tell_rapporteurs)
        register(Watch("commission", todos=todos.todos, moves=todos.moves))
        offer(Finder("Lettres de décision", finding.letters))
