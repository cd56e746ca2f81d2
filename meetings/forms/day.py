"""The forms of the day and of what follows: reply, attendance, decisions, complement."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField

from core.forms import DraftForm, PortalForm
from core.inputs import DayField, EuroField, LongTextField, PlainCharField, WholeNumberField
from core.rows import RowsForm
from core.wording import instant
from directory.models import Establishment
from meetings.attending import AttendanceMark
from meetings.complement import MOST_LINES, Use, UseLine
from meetings.deciding import Wording
from meetings.enums import IN_THE_ROOM, Attendance, Reply
from meetings.inviting import MOST_PERSONS
from meetings.minuting import LONGEST_TEXT
from meetings.models import Invitee, MeetingDecision, MinutesPart
from meetings.models.complement import PAIR
from regions.forms.designation import DesignationField

ANSWERS = [
    (Reply.COMING, "Je viens"),
    (Reply.NOT_COMING, "Je ne viens pas"),
    (Reply.REPLACED, "Une autre personne viendra à ma place"),
]
MARKS = [(mark, mark.label.capitalize()) for mark in Attendance]
# What a sheet proposes, from what the invitee answered.
PROPOSED: dict[str, Attendance] = {
    Reply.COMING: Attendance.PRESENT,
    Reply.REPLACED: Attendance.REPRESENTED,
    Reply.NOT_COMING: Attendance.EXCUSED,
}


class ReplyForm(PortalForm):
    required_when = {"replacement": "si quelqu'un vient à votre place"}

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
        help_text="Une fonction, sans nom : « cadre de santé ».",
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


class AttendanceForm(DraftForm):
    """The sheet: for each seat, whether somebody came, and how many; as noted, else as the invitee answered."""

    def __init__(self, data: Any = None, *, invitees: Iterable[Invitee]) -> None:
        self.invitees = list(invitees)
        self.base_fields = {}
        initial: dict[str, object] = {}
        for invitee in self.invitees:
            proposed = Attendance(invitee.attendance or PROPOSED.get(invitee.reply, Attendance.ABSENT))
            expected = invitee.persons if proposed in IN_THE_ROOM else 0
            mark, number = names_of(invitee)
            self.base_fields[mark] = forms.TypedChoiceField(
                label=f"Présence – {invitee}", choices=MARKS, coerce=Attendance, empty_value=Attendance.ABSENT
            )
            self.base_fields[number] = WholeNumberField(
                label=f"Personnes présentes – {invitee}", max_value=MOST_PERSONS, required=False
            )
            initial |= {mark: proposed, number: invitee.present if invitee.attendance else expected}
        super().__init__(data, initial=initial)

    def seats(self) -> list[tuple[Invitee, BoundField, BoundField]]:
        return [(invitee, *(self[name] for name in names_of(invitee))) for invitee in self.invitees]

    def clean(self) -> dict[str, Any]:
        """Present without a number: those who were expected. Absent: nobody."""
        cleaned = super().clean() or self.cleaned_data
        for invitee in self.invitees:
            mark, number = names_of(invitee)
            if mark in cleaned and number in cleaned:
                there = cleaned[mark] in IN_THE_ROOM
                cleaned[number] = (cleaned[number] or invitee.persons) if there else 0
        return cleaned

    def marks(self, *, changed: bool = False) -> dict[int, AttendanceMark]:
        """What is noted of each seat, or of those that `changed` alone; a seat with an error is left out."""
        touched, marks = self.changes, {}
        for invitee in self.invitees:
            mark, number = names_of(invitee)
            understood = mark in self.cleaned_data and number in self.cleaned_data
            if understood and (not changed or {mark, number} & touched.keys()):
                marks[invitee.pk] = AttendanceMark(self.cleaned_data[mark], self.cleaned_data[number])
        return marks


def names_of(invitee: Invitee) -> tuple[str, str]:
    return f"siege-{invitee.pk}-attendance", f"siege-{invitee.pk}-present"


class MinutesForm(DraftForm):
    """What was said on each point."""

    def __init__(self, data: Any = None, *, parts: Iterable[MinutesPart]) -> None:
        self.texts = {f"partie-{part.pk}": part for part in parts}
        self.base_fields = {
            name: LongTextField(label=part.title, max_length=LONGEST_TEXT, rows=6) for name, part in self.texts.items()
        }
        super().__init__(data, initial={name: part.text for name, part in self.texts.items()}, auto_id="champ-%s")

    def last_edit_of(self, name: str) -> str:
        part = self.texts[name]
        who = part.edited_by or "une autre personne"
        return f"par {who}, le {instant(part.edited_at)}" if part.edited_at else f"par {who}"

    def clean(self) -> dict[str, Any]:
        """A text of a former revision has no field any more: it comes back in the refusal."""
        cleaned = super().clean() or self.cleaned_data
        for name, text in self.data.items():
            if name.startswith("partie-") and name not in self.texts and text:
                self.add_error(None, f"Ce texte est d'une révision précédente et n'est pas enregistré : « {text} »")
        return cleaned


class ApproveForm(PortalForm):
    """Which minutes were read."""

    vu = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class DecisionForm(PortalForm):
    text = LongTextField(label="Décision", max_length=600, rows=3)
    responsible = DesignationField(
        label="Qui s'en charge", max_length=150, required=False, help_text="Une fonction et son organisme, sans nom."
    )
    due_on = DayField(label="Pour le", required=False)

    def __init__(self, data: Any = None, *, decision: MeetingDecision | None = None) -> None:
        initial = {name: getattr(decision, name) for name in self.base_fields} if decision else None
        super().__init__(data, initial=initial)

    def wording(self) -> Wording:
        typed = self.cleaned_data
        return Wording(text=typed["text"], responsible=typed["responsible"], due_on=typed["due_on"])


class SettleForm(PortalForm):
    done_on = DayField(label="Fait le", required=False, help_text="Laissez vide si ce n'est pas encore fait.")
    outcome = PlainCharField(label="Ce qui a été fait", max_length=300, required=False)


class UseLineForm(PortalForm):
    """One line of the complement's use."""

    purpose = PlainCharField(label="Objet", max_length=200)
    establishment = forms.ChoiceField(label="Bénéficiaire", required=False)
    amount = EuroField(label="Montant, en euros")

    def __init__(self, data: Any = None, *, structures: dict[str, Establishment], **kwargs: Any) -> None:
        """`structures` are those that take part, by key: read once for all the lines."""
        super().__init__(data, **kwargs)
        choices = [("", PAIR), *((key, str(structure)) for key, structure in structures.items())]
        self.fields["establishment"].choices = choices

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError("Un montant est supérieur à zéro.")
        return amount


class UseForm(RowsForm):
    """The whole use of the complement, and the attestation that the committee decided it."""

    row, label, most = UseLineForm, "Usage décidé (part complémentaire)", MOST_LINES
    attested = forms.BooleanField(
        label="Le comité de pilotage a décidé cet usage.",
        help_text="Il remplace la version précédente, qui se lit toujours. Le journal des actes dit qui l'enregistre.",
        error_messages={"required": "Cochez cette case pour enregistrer l'usage de la part complémentaire."},
    )

    def __init__(self, data: Any = None, *, use: Use, structures: dict[str, Establishment]) -> None:
        self.structures = structures
        saved = [
            {
                "purpose": line.purpose,
                "amount": line.amount,
                "establishment": str(line.establishment.pk) if line.establishment else "",
            }
            for line in use.lines
        ]
        super().__init__(data, saved=saved, of={"structures": structures})

    def lines(self) -> list[UseLine]:
        return [
            UseLine(row["purpose"], row["amount"], self.structures.get(row["establishment"])) for row in self.filled()
        ]
