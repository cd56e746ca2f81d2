"""Each refusal of a form about money stands at the field that it speaks of."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.models import Agreement
from tests.grants.funded import BEGAN, TODAY, funded, paper

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=3)
KEY = "39d2ae62-6322-4e0b-9d46-11b74a8a20a9"
MOVE = {
    "key": KEY, "nature": "purchase", "account": "complement", "amount": "10", "on": TODAY, "label": "Achat",
    "counterpart": "X",
}  # fmt: skip


@pytest.fixture
def here():
    return funded()


def faults(client, here, name, *args, **typed) -> dict[str, list[str]]:
    answer = client.post(reverse(f"grants:{name}", args=[here.project.pk, *args]), typed)
    assert answer.status_code == 422
    return answer.context["form"].errors


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("on", {"on": LATER}),
        ("on", {"on": BEGAN - timedelta(days=4000)}),
        ("account", {"account": "fixed"}),
        ("account", {"account": "cofunding", "nature": "grant"}),
        ("amount", {"amount": "9000000"}),
        ("upload", {"upload": SimpleUploadedFile("facture.pdf", b"MZ")}),
    ],
)
def test_a_movement(here, as_hat, field, changes):
    assert list(faults(as_hat(here.ars_writer), here, "record", **(MOVE | changes))) == [field]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("ends_on", {"ends_on": BEGAN - timedelta(days=1)}),
        ("account", {"beneficiary": "other"}),
        ("amount", {"amount": "9000000"}),
    ],
)
def test_an_agreement(here, as_hat, field, changes):
    if "beneficiary" in changes:
        changes = {"beneficiary": str(here.partner().pk)}
    typed = {
        "beneficiary": "aract", "account": "fixed", "purpose": "Interventions", "amount": "70000", "starts_on": BEGAN,
        "ends_on": TODAY, "pattern": "once", "terms": "Virement", "conditions": "Objet",
        "evaluation": "Un bilan", **changes,
    }  # fmt: skip
    assert list(faults(as_hat(here.ars_writer), here, "draft", **typed)) == [field]


def test_the_signature_that_is_to_come_is_the_one_at_fault(here, as_hat):
    agreement = here.drafted()
    typed = {"ars_signed_on": TODAY, "beneficiary_signed_on": LATER, "upload": paper()}
    assert list(faults(as_hat(here.ars_signatory), here, "sign", agreement.pk, **typed)) == ["beneficiary_signed_on"]
    assert Agreement.objects.get().state == "draft"


def test_a_cofunding_confirmed_later_more_than_was_paid_and_an_end_to_come(here, as_hat):
    agreement = here.signed()
    here.pay(agreement)
    writer, signatory = as_hat(here.ars_writer), as_hat(here.ars_signatory)
    asked = {"funder": "Région", "amount": "10", "on": LATER}
    assert list(faults(writer, here, "add_contribution", **asked)) == ["on"]
    asked = {"ground": "unspent", "amount": str(agreement.amount + Decimal(1)), "facts": "Non dépensé.", "days": "15"}
    assert list(faults(signatory, here, "invite", agreement.pk, **asked)) == ["amount"]
    assert list(faults(signatory, here, "end", agreement.pk, on=LATER, reason="Fini")) == ["on"]
