"""The forms of the day and of what follows: reply, attendance, decisions, complement."""

from typing import Any

from django import forms

from acia_portal.forms import PortalForm
from acia_portal.inputs import EuroField, LongTextField, PlainCharField, WholeNumberField
from meetings.attending import Mark
from meetings.complement import PAIR, Line
from meetings.deciding import Wording
from meetings.enums import IN_THE_ROOM, Attendance, Reply
from meetings.inviting import MOST_PERSONS
from meetings.minuting import LONGEST_TEXT
from meetings.models import Invitee, MeetingDecision, MinutesPart
from regions.forms.designation import DesignationField
from regions.models import Establishment

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


class MarkForm(PortalForm):
    """One seat of the attendance sheet."""

    attendance = forms.TypedChoiceField(
        label="Présence", choices=[(mark, mark.label.capitalize()) for mark in Attendance], coerce=Attendance
    )
    present = WholeNumberField(label="Personnes présentes", max_value=MOST_PERSONS, required=False)

    def __init__(self, data: Any = None, *, invitee: Invitee) -> None:
        self.invitee = invitee
        proposed = invitee.attendance or PROPOSED.get(invitee.reply, Attendance.ABSENT)
        there = proposed in IN_THE_ROOM
        number = invitee.present if invitee.attendance else invitee.persons if there else 0
        super().__init__(data, prefix=f"siege-{invitee.pk}", initial={"attendance": proposed, "present": number})

    def clean(self) -> dict[str, Any]:
        """Present without a number: those who were expected."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("attendance") in IN_THE_ROOM and not cleaned.get("present") and "present" not in self.errors:
            cleaned["present"] = self.invitee.persons
        return cleaned

    def mark(self) -> Mark:
        return Mark(self.cleaned_data["attendance"], self.cleaned_data["present"] or 0)


class PartForm(PortalForm):
    """What was said on one point. Its name carries the part's key, so that several live in one page."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, part: MinutesPart) -> None:
        self.part = part
        self.name = f"partie-{part.pk}"
        super().__init__(data, auto_id="champ-%s")
        self.fields[self.name] = LongTextField(label=part.title, max_length=LONGEST_TEXT, rows=6, initial=part.text)

    def full_clean(self) -> None:
        """A draft may leave a point blank, though nothing says «facultatif» beside it."""
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        for field in self.fields.values():
            field.required = True


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
