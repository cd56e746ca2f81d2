"""accounts: who a person is and in which role they act."""

from django.apps import AppConfig

from core.watch import Watch, register


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from accounts import todos  # noqa: PLC0415 - models are loaded by now
        from accounts.keeping import views_of  # noqa: PLC0415
        from accounts.visits import news_of  # noqa: PLC0415
        from core.list_page import habits  # noqa: PLC0415

        habits.views_of, habits.news_of = views_of, news_of
        register(Watch("accounts", todos=todos.todos))
