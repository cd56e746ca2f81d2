"""worklog: the Aract's days on a project, counted against the fixed share."""

from django.apps import AppConfig

from core.watch import Watch, register


class WorklogConfig(AppConfig):
    name = "worklog"
    verbose_name = "Jours"

    def ready(self) -> None:
        from regions.planning import register_day_rates  # noqa: PLC0415 - models are loaded by now
        from worklog import alerts, rates, todos  # noqa: PLC0415

        register_day_rates(rates.day_rate_of)

        register(Watch("worklog", todos=todos.todos, moves=todos.moves, alerts=alerts.alerts))
