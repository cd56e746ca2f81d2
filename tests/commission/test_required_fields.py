"""A field that one case makes compulsory says so: «facultatif» stands beside nothing that a deed may ask for."""

import pytest
from django.forms import BoundField

from applications.forms.check import CheckForm
from commission.enums import Outcome
from commission.forms.decisions import ProposalForm, ReturnForm, RuleProposalForm
from commission.forms.reviews import DeclarationForm

# Each form, and for every case what is sent, with the fields that are then missing.
CASES = [
    (ProposalForm, {"outcome": Outcome.RETAINED, "reason": "Complet.", "seen": 0}, {"complement"}),
    (ProposalForm, {"outcome": Outcome.WAITING, "reason": "Complet.", "seen": 0}, {"rank"}),
    (ProposalForm, {"outcome": Outcome.NOT_RETAINED, "seen": 0}, {"reason"}),
    (DeclarationForm, {"has_conflict": "yes"}, {"reason"}),
    (
        CheckForm,
        {"complete": "non", "in_time": "oui", "region": "oui", "scope": "oui", "verdict": "irrecevable"},
        {"reason"},
    ),
    (RuleProposalForm, {}, {"reason"}),
    (ReturnForm, {"revision": 1}, {"reason"}),
]


def drawn(field: BoundField) -> str:
    return field.as_field_group()


@pytest.mark.parametrize(("form", "sent", "missing"), CASES)
def test_what_a_case_requires_is_not_called_optional(form, sent, missing):
    assert set(form(sent).errors) == missing
    for name in missing:
        assert "(facultatif)" not in drawn(form()[name])


@pytest.mark.parametrize(
    ("form", "name", "words"),
    [
        (ProposalForm, "complement", "(obligatoire si la fiche est retenue)"),
        (ProposalForm, "gap_reason", "(obligatoire si la part complémentaire n'est pas celle de la règle)"),
        (ProposalForm, "rank", "(obligatoire pour une fiche en liste d'attente)"),
        (DeclarationForm, "reason", "(obligatoire si vous déclarez un lien)"),
        (CheckForm, "reason", "(obligatoire si la fiche est irrecevable)"),
    ],
)
def test_the_label_says_in_which_case(form, name, words):
    assert words in drawn(form()[name]).replace("&#x27;", "'")


@pytest.mark.parametrize("form", [ProposalForm, DeclarationForm, CheckForm])
def test_only_optional_fields_have_a_case(form):
    """The words would not show beside a field that is always required."""
    assert all(not form().fields[name].required for name in form.required_when)
