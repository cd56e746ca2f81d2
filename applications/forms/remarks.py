"""The form of a remark."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import Membership
from applications.models.remark import LONGEST, Remark
from core.forms import PortalForm
from core.inputs import LongTextField


class RemarkForm(PortalForm):
    """What is said, and to whom: boxes, or «@» and a name in the text (`static/js/mentions.js` lists them)."""

    text = LongTextField(
        label="Votre remarque",
        max_length=LONGEST,
        rows=4,
        help_text="L'ARS et l'Aract la lisent, et les personnes invitées que vous y mentionnez : elle ne fait pas "
        "partie de la fiche. « @ » suivi d'un nom prévient cette personne.",
    )
    mentioned = forms.ModelMultipleChoiceField(
        queryset=Membership.objects.none(),
        required=False,
        label="Prévenir par courriel",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, people: Any, remark: Remark | None = None, label: str = "") -> None:
        initial = {} if remark is None else {"text": remark.text, "mentioned": list(remark.mentioned.all())}
        super().__init__(data, initial=initial)
        field = self.fields["mentioned"]
        field.queryset = people
        field.label_from_instance = named
        if label:
            self.fields["text"].label = label
        names = " | ".join(names_of(people))
        self.fields["text"].widget.attrs["data-mentions"] = names


def named(hat: Membership) -> str:
    return f"{hat.user.full_name} – {hat}" if hat.user.full_name else str(hat)


def names_of(people: Iterable[Membership]) -> list[str]:
    return list(dict.fromkeys(hat.user.full_name for hat in people if hat.user.full_name))
