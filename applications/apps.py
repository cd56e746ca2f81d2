"""applications: the fiche projet, from draft to deposit."""

from django.apps import AppConfig

from core.finding import Finder, offer
from core.watch import Watch, register


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Fiches projet"

    def ready(self) -> None:
        from accounts import batches  # noqa: PLC0415 - models are loaded by now
        from applications import batch_acts, finding, tasks, todos  # noqa: PLC0415
        from calls.revising import followers  # noqa: PLC0415

        followers.append(tasks.have_drafts_follow)
        register(Watch("applications", todos=todos.todos, followed=todos.followed))
        for act in batch_acts.ACTS:
            batches.offer(act)
        offer(Finder("Fiches projet", finding.fiches))
