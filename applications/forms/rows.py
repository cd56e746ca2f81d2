"""Forms over one row that two authors may be filling at the same time."""

from typing import Any

from django.db.models import Model

from acia_portal.forms import PortalForm


class RowForm(PortalForm):
    """Fields named as the row's. Each travels with the value that its author had before their eyes.

    Only what the author changed is written (`changes`), so that two authors of one row lose nothing; a field that
    both changed is an error that says what the other wrote, and saving once more replaces it (case 5).
    """

    def __init__(self, data: Any = None, *, row: Model, **kwargs: Any) -> None:
        self.row = row
        initial = {name: self.shown(name, getattr(row, name)) for name in self.base_fields}
        super().__init__(data, initial=initial, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def shown(self, name: str, value: Any) -> Any:  # noqa: ARG002
        """The row's value as a field shows it."""
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.changed_data:
            theirs = self.initial[name]
            if name in cleaned and not same(self.seen(name), theirs) and not same(cleaned[name], theirs):
                said = self.fields[name].prepare_value(theirs) or "rien"
                self.add_error(
                    name,
                    f"Une autre personne a écrit ici entre-temps : « {said} ». "
                    "Enregistrez encore une fois pour garder votre saisie.",
                )
        return cleaned

    def seen(self, name: str) -> Any:
        """What the row said when the author opened the page."""
        bound = self[name]
        return bound.field.to_python(self.data.get(bound.html_initial_name))

    def changes(self) -> dict[str, Any]:
        """{field: new value} for what the author changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def merged(self) -> dict[str, Any]:
        """Every field: as the author changed it, else as the row says."""
        return {name: getattr(self.row, name) for name in self.fields} | self.changes()


def same(one: Any, other: Any) -> bool:
    """Equal, whatever the line endings that a browser chose and the emptiness that a field prefers."""
    return _plain(one) == _plain(other)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").strip()
    return value or None
