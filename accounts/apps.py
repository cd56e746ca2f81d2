"""accounts: who a person is and in which role they act."""

from django.apps import AppConfig

from core.watch import Watch, register


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from accounts import todos  # noqa: PLC0415 - models are loaded by now

        register(Watch("accounts", todos=todos.todos))
