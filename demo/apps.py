"""demo: the demonstration, told through the deeds."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = "Démonstration"

    def ready(self) -> None:
        from demo import checks  # noqa: F401, PLC0415 - registers them
