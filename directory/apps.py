"""directory: establishments, legal entities, groupings, and the national directory."""

from django.apps import AppConfig

from calls.kinds.establishments import register_finder


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "Annuaire des structures"

    def ready(self) -> None:
        from directory.searching import find_for_answer  # noqa: PLC0415 - models are loaded by now

        register_finder(find_for_answer)
