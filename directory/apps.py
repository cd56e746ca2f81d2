"""directory: establishments, legal entities, groupings, and the national directory."""

from django.apps import AppConfig

from calls.kinds.establishments import register_finder
from core.finding import Finder, offer


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "Annuaire des structures"

    def ready(self) -> None:
        from directory import finding  # noqa: PLC0415 - models are loaded by now
        from directory.searching import find_for_answer  # noqa: PLC0415

        register_finder(find_for_answer)
        offer(Finder("Structures", finding.structures, finding.directory_of))
