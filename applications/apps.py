"""applications: the fiche projet, from draft to deposit."""

from django.apps import AppConfig

from core.finding import Finder, offer
from core.watch import Watch, register


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Fiches projet"

    def ready(self) -> None:
        from applications import finding, tasks, todos  # noqa: PLC0415 - models are loaded by now
        from calls.revising import followers  # noqa: PLC0415

        followers.append(tasks.have_drafts_follow)
        register(Watch("applications", todos=todos.todos, followed=todos.followed))
        offer(Finder("Fiches projet", finding.fiches))
