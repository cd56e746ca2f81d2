"""fieldwork: stages, milestones and, in the second call, what the experiment measures."""

from django.apps import AppConfig

from core.watch import Watch, register


class FieldworkConfig(AppConfig):
    name = "fieldwork"
    verbose_name = "Conduite du projet"

    def ready(self) -> None:
        from fieldwork import alerts, todos  # noqa: PLC0415 - models are loaded by now

        register(Watch("fieldwork", todos=todos.todos, followed=todos.followed, alerts=alerts.alerts))
