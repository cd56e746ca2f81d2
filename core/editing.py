"""Two people edit the same thing: what each saw, what merges by itself, what is left for them to choose (case 49).

Each field of a form that edits carries, beside what is typed, the value that its reader saw (Django's hidden initial).
When the form comes back, a field left alone takes what is saved now; a field that only this person changed is saved; a
field that both changed is a clash: both texts are shown, and a button chooses. The choice names the text it was made
against, so that a third text saved meanwhile is a clash again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone

from core.wording import day, instant, listed

# The field of the buttons that choose: «title:mine:<mark of the other text>».
CHOICE = "trancher"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Clash:
    """A field that two people changed: what is saved, in words, who saved it, and the choice if it is made."""

    name: str
    label: str
    theirs: str
    by: str
    mark: str
    chosen: str = ""

    @property
    def mine_value(self) -> str:
        """What the button «keep mine» sends."""
        return f"{self.name}:{MINE}:{self.mark}"

    @property
    def theirs_value(self) -> str:
        return f"{self.name}:{THEIRS}:{self.mark}"


def words_of(field: forms.Field, value: Any) -> str:  # noqa: PLR0911 - one line for each kind of value
    """A field's value as people read it."""
    match value:
        case None | "":
            return ""
        case bool():
            return "oui" if value else "non"
        case datetime():
            return instant(value, timezone.get_current_timezone())
        case date():
            return day(value)
        case Decimal():
            return str(field.prepare_value(value))
        case Model():
            return field.label_from_instance(value) if isinstance(field, forms.ModelChoiceField) else str(value)
    labels = {str(code): str(label) for code, label in getattr(field, "choices", ()) if not isinstance(label, list)}
    if isinstance(value, list | tuple | set) or hasattr(value, "all"):
        rows = value.all() if hasattr(value, "all") else value
        return listed([labels.get(str(getattr(row, "pk", row)), str(row)) for row in rows])
    return labels.get(str(value), str(value))


class Merging:
    """What a form that edits knows of the others; mixed into every form of the portal, asleep until `edit()`."""

    fields: dict[str, Any]
    clashes: dict[str, Clash]
    editing = False

    def edit(self, last_edit: Callable[[], str] = str) -> None:
        """Carry what is seen, and compare with what is saved: `initial` is what the row holds now."""
        self.editing = True
        self.last_edit = last_edit
        for field in self.fields.values():
            field.show_hidden_initial = not field.disabled and not isinstance(field, forms.FileField)

    def merge(self: Any) -> list[str]:
        """Judge each field; the names of those that take what is saved now, either untouched or given up."""
        taken: list[str] = []
        if not self.editing:
            return taken
        by = ""
        for name, field in self.fields.items():
            bound = self[name]
            if not field.show_hidden_initial or not seen(bound, self.data):
                continue
            typed = bound.data
            saved = self.get_initial_for_field(field, name)
            known = field.hidden_widget().value_from_datadict(self.data, self.files, bound.html_initial_name)
            if not field.has_changed(saved, known):
                continue
            if not changed(field, known, typed):
                taken.append(name)
                continue
            if not field.has_changed(saved, typed):
                continue
            by = by or self.last_edit()
            if self.note_clash(name, field.label or name, words_of(field, saved), by).chosen == THEIRS:
                taken.append(name)
        return taken

    def note_clash(self: Any, name: str, label: str, theirs: str, by: str) -> Clash:
        """Keep that two people changed this, and what a button chose if it was against this very text."""
        mark = mark_of(theirs)
        choices = dict(choice.split(":", 1) for choice in self.data.getlist(CHOICE) if ":" in choice)
        chosen, _, against = choices.get(name, "").partition(":")
        made = chosen if against == mark and chosen in {MINE, THEIRS} else ""
        self.clashes[name] = Clash(name, label, theirs, by, mark, made)
        return self.clashes[name]

    @property
    def choices_made(self) -> list[str]:
        """Choices to send back with the next attempt, when something else was still wrong."""
        return [
            clash.mine_value if clash.chosen == MINE else clash.theirs_value
            for clash in self.clashes.values()
            if clash.chosen
        ]

    @property
    def left_aside(self) -> list[str]:
        """What another person had saved and this one replaced, said once more after saving."""
        return [
            f"{clash.label} : votre texte remplace celui {clash.by}, que voici : « {clash.theirs} »."
            for clash in self.clashes.values()
            if clash.chosen == MINE
        ]


def seen(bound: forms.BoundField, data: Any) -> bool:
    """Whether the page carried what its reader saw of this field."""
    return any(key == bound.html_initial_name or key.startswith(f"{bound.html_initial_name}_") for key in data)


def changed(field: forms.Field, known: Any, typed: Any) -> bool:
    """Whether what was typed differs from what was seen; what cannot be read was typed."""
    try:
        return field.has_changed(field.to_python(known), typed)
    except forms.ValidationError:
        return True


def mark_of(words: str) -> str:
    """A short mark of a text, to know it again."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]
