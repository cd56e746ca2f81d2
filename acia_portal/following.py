"""Where projects stand, told by every room: what the pages of a project, of a region and of the network show."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from acia_portal.todo import Alert
from regions.models import RegionalProject


@dataclass(frozen=True)
class Standing:
    """A project and what each room says of it."""

    project: RegionalProject
    alerts: list[Alert] = field(default_factory=list)

    @property
    def serious(self) -> list[Alert]:
        return [alert for alert in self.alerts if alert.serious]


def watchers() -> Iterator[ModuleType]:
    """The `standing` module of each room that has one."""
    for room in apps.get_app_configs():
        if room.module and module_has_submodule(room.module, "standing"):
            yield import_module(f"{room.name}.standing")


def alerts_of(projects: Sequence[RegionalProject], today: date) -> dict[int, list[Alert]]:
    """What is amiss in each living project, serious alerts first, by project key."""
    living = [project for project in projects if lives(project)]
    found: dict[int, list[Alert]] = defaultdict(list)
    for watcher in watchers():
        for key, alerts in watcher.alerts(living, today).items():
            found[key].extend(alerts)
    return {key: sorted(alerts, key=lambda alert: not alert.serious) for key, alerts in found.items()}


def lives(project: RegionalProject) -> bool:
    """Retained and not closed."""
    granted = getattr(project, "award", None)
    return granted is not None and granted.closed_on is None


def standings(projects: Sequence[RegionalProject], today: date) -> list[Standing]:
    """In as many queries for one project as for eighteen."""
    alerts = alerts_of(projects, today)
    return [Standing(project=project, alerts=alerts.get(project.pk, [])) for project in projects]
