"""accounts: who a person is and in which role they act."""

from django.apps import AppConfig

from core.watch import Watch, register


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from accounts import todos  # noqa: PLC0415 - models are loaded by now
        from accounts.keeping import views_of  # noqa: PLC0415
        from core.list_page import keep_views_by  # noqa: PLC0415

        keep_views_by(views_of)
        register(Watch("accounts", todos=todos.todos))
