"""Two people edit the same thing: what each saw, what merges by itself, what is left for them to choose (case 49).

Each field of a form that edits carries, beside what is typed, the value that its reader saw (Django's hidden initial).
When the form comes back, a field left alone takes what is saved now; a field that only this person changed is saved; a
field that both changed is a clash: both texts are shown, and a button chooses. The choice names the text it was made
against, so that a third text saved meanwhile is a clash again.
"""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
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
    """A field that two people changed: both texts in words, who saved the other one, and the choice once made."""

    name: str
    label: str
    theirs: str
    mine: str
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
    """A field's value as people read it, whether saved or as it came in."""
    if isinstance(value, str) and isinstance(field, forms.DateField):
        with suppress(forms.ValidationError):
            value = field.to_python(value)
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
    # Fields drawn as the row holds them, whatever came back of them: left alone, given up, or just saved.
    settled: set[str]
    editing = False
    sent_only = False

    def edit(self, last_edit: Callable[[], str] = str, *, sent_only: bool = False) -> None:
        """Carry what is seen, and compare with what is saved: `initial` is what the row holds now.

        `sent_only`: a field that the request does not speak of stays as it is saved, for pages that save one by one.
        """
        self.editing, self.sent_only = True, sent_only
        self.last_edit = cache(last_edit)
        for field in self.fields.values():
            field.show_hidden_initial = not field.disabled and not isinstance(field, forms.FileField)

    def is_silent_about(self, bound: forms.BoundField) -> bool:  # noqa: ARG002 - for forms that know better
        """Whether the request leaves alone a field that it carries nothing of."""
        return self.sent_only

    def last_edit_of(self, name: str) -> str:  # noqa: ARG002 - for forms that know it field by field
        """Who saved a field last, and when."""
        return self.last_edit()

    def part(self: Any, name: str) -> Any:
        """What is drawn under a name: its `seen`, its `clash`."""
        return self[name]

    @property
    def faults(self: Any) -> list[str]:
        """All that is wrong, in sentences."""
        return [str(fault) for faults in self.errors.values() for fault in faults]

    @property
    def sent(self: Any) -> list[str]:
        """The fields that the request speaks of."""
        carried = (name for name, field in self.fields.items() if field.show_hidden_initial)
        return [name for name in carried if seen(self[name], self.data)]

    @property
    def changes(self: Any) -> dict[str, Any]:
        """{field: value} of what is typed well and differs from what is saved."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in self.settled
            and self.fields[name].has_changed(self.get_initial_for_field(self.fields[name], name), self[name].data)
        }

    def settle(self: Any, saved: Mapping[str, Any]) -> None:
        """The values just saved are what the row holds now."""
        self.initial = {**(self.initial or {}), **saved}
        self.settled |= saved.keys()

    def merge(self: Any) -> list[str]:
        """Judge each field; the names of those that take what is saved now, either untouched or given up."""
        taken: list[str] = []
        if not self.editing:
            return taken
        for name, field in self.fields.items():
            bound = self[name]
            if not field.show_hidden_initial or not seen(bound, self.data):
                if self.is_silent_about(bound):
                    taken.append(name)
                continue
            typed = bound.data
            saved = self.get_initial_for_field(field, name)
            known = field.hidden_widget().value_from_datadict(self.data, self.files, bound.html_initial_name)
            known = [value for value in known if value] if isinstance(known, list) else known
            if not field.has_changed(saved, known):
                continue
            if not changed(field, known, typed):
                taken.append(name)
                continue
            if not field.has_changed(saved, typed):
                continue
            texts = words_of(field, saved), words_of(field, typed)
            if self.note_clash(name, field.label or name, texts, self.last_edit_of(name)).chosen == THEIRS:
                taken.append(name)
        return taken

    def note_clash(self: Any, name: str, label: str, texts: tuple[str, str], by: str) -> Clash:
        """Keep that two people changed this, and what a button chose if it was against this very text.

        `texts` are what is saved and what is typed.
        """
        theirs, mine = texts
        mark = mark_of(theirs)
        choices = dict(choice.split(":", 1) for choice in self.data.getlist(CHOICE) if ":" in choice)
        chosen, _, against = choices.get(name, "").partition(":")
        made = chosen if against == mark and chosen in {MINE, THEIRS} else ""
        self.clashes[name] = Clash(name, label, theirs, mine, by, mark, made)
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
        """The texts that were not chosen, said once more after saving."""
        told = {
            MINE: "{0.label} : votre texte remplace celui enregistré {0.by}, que voici : « {0.theirs} ».",
            THEIRS: "{0.label} : le texte enregistré {0.by} est gardé. Voici le vôtre : « {0.mine} ».",
        }
        return [told[clash.chosen].format(clash) for clash in self.clashes.values() if clash.chosen]


def seen(bound: forms.BoundField, data: Any) -> bool:
    """Whether the page carried what its reader saw of this field: one input, or one for each value of a list."""
    name = bound.html_initial_name
    return name in data or any(key.startswith(f"{name}_") and key[len(name) + 1 :].isdecimal() for key in data)


def changed(field: forms.Field, known: Any, typed: Any) -> bool:
    """Whether what was typed differs from what was seen; what cannot be read was typed, unless seen so."""
    try:
        return known != typed and field.has_changed(field.to_python(known), typed)
    except forms.ValidationError:
        return True


def mark_of(words: str) -> str:
    """A short mark of a text, to know it again."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]
