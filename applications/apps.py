"""applications: the fiche projet, from draft to deposit."""

from django.apps import AppConfig

from core.watch import Watch, register


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Fiches projet"

    def ready(self) -> None:
        from applications import todos  # noqa: PLC0415 - models are loaded by now

        register(Watch("applications", todos=todos.todos, moves=todos.moves))
