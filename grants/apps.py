"""grants: what is done with the money of a project: agreement, instalments, statement of use, ledger."""

from django.apps import AppConfig

from core.watch import Watch, register


class GrantsConfig(AppConfig):
    name = "grants"
    verbose_name = "Financement"

    def ready(self) -> None:
        from grants import alerts, todos  # noqa: PLC0415 - models are loaded by now

        register(Watch("grants", todos=todos.todos, followed=todos.followed, alerts=alerts.alerts))
