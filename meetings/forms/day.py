"""The forms of the day and of what follows: reply, attendance, decisions, complement."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from core.forms import DraftForm, PortalForm
from core.inputs import EuroField, LongTextField, PlainCharField
from core.wording import instant
from directory.models import Establishment
from meetings.attending import Mark
from meetings.complement import PAIR, Line
from meetings.deciding import Wording
from meetings.enums import IN_THE_ROOM, Attendance, Reply
from meetings.forms.fields import CountField
from meetings.inviting import MOST_PERSONS
from meetings.minuting import LONGEST_TEXT
from meetings.models import Invitee, MeetingDecision, MinutesPart
from regions.forms.designation import DesignationField

ANSWERS = [
    (Reply.COMING, "Je viens"),
    (Reply.NOT_COMING, "Je ne viens pas"),
    (Reply.REPLACED, "Une autre personne viendra à ma place"),
]
# What a sheet proposes, from what the invitee answered.
PROPOSED: dict[str, Attendance] = {
    Reply.COMING: Attendance.PRESENT,
    Reply.REPLACED: Attendance.REPRESENTED,
    Reply.NOT_COMING: Attendance.EXCUSED,
}


class ReplyForm(PortalForm):
    reply = forms.TypedChoiceField(
        label="Votre réponse",
        choices=ANSWERS,
        coerce=Reply,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    replacement = DesignationField(
        label="Fonction de la personne qui viendra",
        max_length=150,
        required=False,
        help_text="Seulement si quelqu'un vient à votre place. Une fonction, sans nom : « cadre de santé ».",
    )

    def __init__(self, data: Any = None, *, invitee: Invitee) -> None:
        super().__init__(data, initial={"reply": invitee.reply, "replacement": invitee.replacement})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            cleaned.get("reply") == Reply.REPLACED
            and not cleaned.get("replacement")
            and "replacement" not in self.errors
        ):
            self.add_error("replacement", "Indiquez la fonction de la personne qui viendra.")
        return cleaned


@dataclass(frozen=True)
class SeatRow:
    """A seat of the sheet with its two fields."""

    invitee: Invitee
    attendance: forms.BoundField
    present: forms.BoundField


class SheetForm(DraftForm):
    """The attendance sheet: for each seat what is noted of it, else what the invitee answered."""

    def __init__(self, data: Any = None, *, invitees: Iterable[Invitee]) -> None:
        self.invitees = list(invitees)
        self.base_fields, initial = {}, {}
        for invitee in self.invitees:
            proposed = invitee.attendance or PROPOSED.get(invitee.reply, Attendance.ABSENT)
            there = proposed in IN_THE_ROOM
            for name, field, value in (
                (
                    "attendance",
                    forms.TypedChoiceField(
                        label=f"Présence – {invitee}",
                        choices=[(mark, mark.label.capitalize()) for mark in Attendance],
                        coerce=Attendance,
                        empty_value=None,
                    ),
                    Attendance(proposed),
                ),
                (
                    "present",
                    CountField(label=f"Personnes présentes – {invitee}", max_value=MOST_PERSONS),
                    invitee.present if invitee.attendance else invitee.persons if there else 0,
                ),
            ):
                self.base_fields[f"siege-{invitee.pk}-{name}"] = field
                initial[f"siege-{invitee.pk}-{name}"] = value
        super().__init__(data, initial=initial)

    @property
    def rows(self) -> Iterator[SeatRow]:
        for invitee in self.invitees:
            yield SeatRow(invitee, self[f"siege-{invitee.pk}-attendance"], self[f"siege-{invitee.pk}-present"])

    def clean(self) -> dict[str, Any]:
        """Present without a number: those who were expected. Absent: nobody."""
        cleaned = super().clean() or self.cleaned_data
        for invitee in self.invitees:
            attendance, number = f"siege-{invitee.pk}-attendance", f"siege-{invitee.pk}-present"
            if attendance in cleaned and number in cleaned:
                there = (cleaned[attendance] or Attendance.ABSENT) in IN_THE_ROOM
                cleaned[number] = (cleaned[number] or invitee.persons) if there else 0
        return cleaned

    def marks(self, invitees: Iterable[Invitee] | None = None) -> dict[int, Mark]:
        """What is noted of these seats, of all by default; a seat with an error is left out."""
        noted = {}
        for invitee in self.invitees if invitees is None else invitees:
            attendance, number = f"siege-{invitee.pk}-attendance", f"siege-{invitee.pk}-present"
            if attendance in self.cleaned_data and number in self.cleaned_data:
                mark = self.cleaned_data[attendance] or Attendance.ABSENT
                noted[invitee.pk] = Mark(mark, self.cleaned_data[number])
        return noted

    @property
    def changed_rows(self) -> list[SeatRow]:
        changed = self.changes
        return [row for row in self.rows if {row.attendance.name, row.present.name} & changed.keys()]


class MinutesForm(DraftForm):
    """What was said on each point."""

    def __init__(self, data: Any = None, *, parts: Iterable[MinutesPart]) -> None:
        self.parts = {f"partie-{part.pk}": part for part in parts}
        self.base_fields = {
            name: LongTextField(label=part.title, max_length=LONGEST_TEXT, rows=6) for name, part in self.parts.items()
        }
        super().__init__(data, initial={name: part.text for name, part in self.parts.items()}, auto_id="champ-%s")

    def last_edit_of(self, name: str) -> str:
        part = self.parts[name]
        who = part.edited_by or "une autre personne"
        return f"par {who}, le {instant(part.edited_at)}" if part.edited_at else f"par {who}"

    def clean(self) -> dict[str, Any]:
        """A text of a former revision has no field any more: it comes back in the refusal."""
        cleaned = super().clean() or self.cleaned_data
        for name, text in self.data.items():
            if name.startswith("partie-") and name not in self.parts and text:
                self.add_error(None, f"Ce texte est d'une révision précédente et n'est pas enregistré : « {text} »")
        return cleaned


class DecisionForm(PortalForm):
    text = LongTextField(label="Décision", max_length=600, rows=3)
    responsible = DesignationField(
        label="Qui s'en charge", max_length=150, required=False, help_text="Une fonction et son organisme, sans nom."
    )
    due_on = forms.DateField(label="Pour le", required=False, widget=forms.DateInput)

    def __init__(self, data: Any = None, *, decision: MeetingDecision | None = None) -> None:
        initial = {name: getattr(decision, name) for name in self.base_fields} if decision else None
        super().__init__(data, initial=initial)

    def wording(self) -> Wording:
        typed = self.cleaned_data
        return Wording(text=typed["text"], responsible=typed["responsible"], due_on=typed["due_on"])


class SettleForm(PortalForm):
    done_on = forms.DateField(
        label="Fait le", required=False, widget=forms.DateInput, help_text="Laissez vide si ce n'est pas encore fait."
    )
    outcome = PlainCharField(label="Ce qui a été fait", max_length=300, required=False)


class LineForm(PortalForm):
    """One line of the complement's use."""

    purpose = PlainCharField(label="Objet", max_length=200)
    establishment = forms.ChoiceField(label="Bénéficiaire", required=False)
    amount = EuroField(label="Montant, en euros")

    def __init__(self, data: Any = None, *, structures: dict[str, Establishment], **kwargs: Any) -> None:
        """`structures` are those that take part, by key: read once for all the lines."""
        self.structures = structures
        super().__init__(data, **kwargs)
        choices = [("", PAIR), *((key, str(structure)) for key, structure in structures.items())]
        self.fields["establishment"].choices = choices

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError("Un montant est supérieur à zéro.")
        return amount

    def line(self) -> Line:
        typed = self.cleaned_data
        return Line(typed["purpose"], typed["amount"], self.structures.get(typed["establishment"]))


class AttestForm(PortalForm):
    attested = forms.BooleanField(
        label="Le comité de pilotage a arrêté cet usage.",
        help_text="Il remplace la version précédente, qui reste consultable. Le journal garde qui l'a enregistré.",
        error_messages={"required": "Cochez cette case pour enregistrer l'usage du complément."},
    )
