"""records: what was done, said and issued."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from core.watch import Watch, register


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "Traces et pièces"

    def ready(self) -> None:
        """Each room registers its jobs in its `tasks.py`."""
        autodiscover_modules("tasks")
        from records import todos  # noqa: PLC0415 - models are loaded by now

        register(Watch("records", todos=todos.todos, moves=todos.moves))
