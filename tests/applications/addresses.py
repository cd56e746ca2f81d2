"""What the tests of the routes must know of applications."""

from applications.models import Label

PUBLIC: set[str] = set()
OWN_PAGE = {f"applications:{deed}" for deed in ("labels", "make_label", "change_label", "merge_label", "remove_label")}


def known(project) -> dict[str, object]:
    return {"label_pk": Label.objects.last().pk}
