"""What the tests of the routes must know of accounts."""

from accounts.models import SavedView

PUBLIC: set[str] = set()
OWN_PAGE = {
    "accounts:keep_view",
    "accounts:change_view",
    "accounts:remove_view",
    "accounts:ask_batch",
    "accounts:batch",
}


def known(project) -> dict[str, object]:
    return {"view_pk": SavedView.objects.first().pk}
