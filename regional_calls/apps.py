"""regional_calls: the regional call of a pair, and the expressions of interest that answer it."""

from django.apps import AppConfig

from core.watch import Watch, register


class RegionalCallsConfig(AppConfig):
    name = "regional_calls"
    verbose_name = "Appels régionaux"

    def ready(self) -> None:
        from regional_calls import alerts, todos  # noqa: PLC0415 - models are loaded by now

        register(Watch("regional_calls", todos=todos.todos, followed=todos.followed, alerts=alerts.alerts))
