"""Who takes care of a section: nobody, a party, or one person of the pair."""

from typing import Any

from django import forms

from accounts.models import Membership
from applications.enums import Party
from applications.forms.remarks import named
from applications.models import SectionAnswers
from core.forms import PortalForm

PERSON = "personne-"


class ChargeForm(PortalForm):
    charge = forms.ChoiceField(label="Qui s'en occupe", required=False)

    def __init__(self, data: Any = None, *, row: SectionAnswers, people: list[Membership]) -> None:
        held = f"{PERSON}{row.in_charge_id}" if row.in_charge_id else row.party_in_charge
        super().__init__(data, initial={"charge": held})
        self.people = {f"{PERSON}{hat.pk}": hat for hat in people}
        choices: list[tuple[str, Any]] = [("", "Personne en particulier")]
        choices += [(party.value, f"L'{party.label}, sans préciser qui") for party in Party]
        choices += [(key, named(hat)) for key, hat in self.people.items()]
        if held.startswith(PERSON) and held not in self.people and row.in_charge:
            choices.append((held, named(row.in_charge)))
        self.fields["charge"].choices = choices

    @property
    def chosen(self) -> Membership | Party | None:
        value = self.cleaned_data["charge"]
        return self.people.get(value) or (Party(value) if value in Party.values else None)
