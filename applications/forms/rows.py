"""Forms over one row that two authors may be filling at the same time."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.forms import BoundField

from core.forms import PortalForm


@dataclass(frozen=True)
class Cell:
    """A field to draw, with the value that its author has before their eyes."""

    bound: BoundField
    seen: str


class RowForm(PortalForm):
    """Fields named as the row's. Each travels with the value that its author had before their eyes.

    Only what the author changed is written (`changes`), so that two authors of one row lose nothing; a field that
    both changed is an error that says what the other wrote, and saving once more replaces it (case 5).
    """

    def __init__(self, data: Any = None, *, row: Model, **kwargs: Any) -> None:
        self.row = row
        self.overtaken: set[str] = set()
        initial = {name: self.shown(name, getattr(row, name)) for name in self.base_fields}
        super().__init__(data, initial=initial, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def shown(self, name: str, value: Any) -> Any:  # noqa: ARG002
        """The row's value as a field shows it."""
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.overtaken = {
            name for name in self.changed_data if name in cleaned and self.is_overtaken(name, cleaned[name])
        }
        for name in self.overtaken:
            said = self.fields[name].prepare_value(self.initial[name]) or "rien"
            self.add_error(
                name,
                f"Une autre personne a écrit ici entre-temps : « {said} ». "
                "Enregistrez encore une fois pour garder votre saisie.",
            )
        return cleaned

    def is_overtaken(self, name: str, typed: Any) -> bool:
        """The row says neither what the author saw nor what they typed."""
        bound, theirs = self[name], self.initial[name]
        if bound.html_initial_name not in self.data:
            return False
        seen = bound.field.to_python(self.data.get(bound.html_initial_name))
        return not same(seen, theirs) and not same(typed, theirs)

    def cells(self) -> list[Cell]:
        """The fields in order; what was typed over stays known, unless the page now says what the other wrote."""
        return [
            Cell(
                bound,
                self.data.get(bound.html_initial_name, "")
                if self.is_bound and bound.name not in self.overtaken
                else str(bound.field.prepare_value(self.initial[bound.name]) or ""),
            )
            for bound in self
        ]

    def changes(self) -> dict[str, Any]:
        """{field: new value} for what the author changed, fields in error left out."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.cleaned_data}

    def merged(self) -> dict[str, Any]:
        """Every field: as the author changed it, else as the row says."""
        return {name: getattr(self.row, name) for name in self.fields} | self.changes()


def same(one: Any, other: Any) -> bool:
    """Equal apart from line endings, which the browser chooses, and from None, which some fields give for blank."""
    return _plain(one) == _plain(other)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").strip()
    return value or None
