"""regions: regional projects, their participants and their award."""

from django.apps import AppConfig

from core.watch import Watch, register


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = "Projets régionaux"

    def ready(self) -> None:
        from regions import todos  # noqa: PLC0415 - models are loaded by now

        register(Watch("regions", todos=todos.todos, followed=todos.followed))
