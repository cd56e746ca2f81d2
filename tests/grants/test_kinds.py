"""Which agreement is due, why, and the paper that the parties sign (L6–L7, L9)."""

from datetime import date
from decimal import Decimal

import pytest

from directory.enums import LegalStatus
from grants import pdfs
from grants.kinds import Duty, duty_of
from tests.grants.funded import TODAY, funded
from tests.printed import text_of

pytestmark = pytest.mark.django_db
CENT = Decimal("0.01")


@pytest.mark.parametrize(
    ("amount", "private", "republican", "told", "untold"),
    [
        (Decimal(23_000), True, True, {"n'exige de convention", "2021-1947"}, {"R. 1435-30", "2017-779"}),
        (23_000 + CENT, False, False, {"R. 1435-30"}, {"2000-321", "2017-779", "2021-1947"}),
        (23_000 + CENT, True, False, {"R. 1435-30", "2000-321", "2017-779"}, {"2021-1947", "2001-495"}),
        (153_000 + CENT, True, True, {"R. 1435-30", "2000-321", "2017-779", "2021-1947", "2001-495"}, set()),
    ],
)
def test_the_rule(amount, private, republican, told, untold):
    said = " ".join(Duty(2026, amount, private, republican).reasons)
    assert all(one in said for one in told)
    assert not any(one in said for one in untold)


def test_a_year_adds_up_what_the_ars_gives_to_one_body():
    here = funded()
    body = here.partner()
    first = here.signed(body, amount=Decimal(20_000), pattern="once")
    second = here.drafted(body, amount=Decimal("3000.01"), pattern="once", starts_on=first.starts_on)
    assert duty_of(first, TODAY).compulsory is False
    duty = duty_of(second, TODAY)
    assert (duty.year, duty.amount, duty.compulsory) == (2026, Decimal("23000.01"), True)
    here.pay(first)
    assert duty_of(second, TODAY) == duty


def test_years_are_not_added_up():
    here = funded()
    drafted = here.drafted(here.partner(), pattern="twice", starts_on=date(2026, 11, 1), ends_on=date(2027, 10, 31))
    duty = duty_of(drafted, TODAY)
    assert duty.amount < drafted.amount
    assert not duty.compulsory


@pytest.mark.parametrize("status", LegalStatus)
def test_the_paper_to_sign_says_what_its_kind_asks(status):
    here = funded()
    drafted = here.drafted(here.partner(status=status, representative="Ana Exemple, directrice"), pattern="once")
    content = pdfs.agreement_pdf(drafted, duty_of(drafted, TODAY), TODAY)
    said = text_of(content)
    for words in (
        "fonds d'intervention régional", "SIRET 00000012500013", "3 rue du Port", "Ana Exemple, directrice",
        "Un bilan commun.", "24 000,00 €", "Évaluation", "Contrôle", "Reversement", "R. 1435-30",
    ):  # fmt: skip
        assert words in said, words
    assert said.count("contrat du fonds d'intervention régional, FIR") == 1
    assert ("2000-321 du 12 avril 2000. " in said) == (status != LegalStatus.PUBLIC)
    assert ("engagement républicain" in said) == (status == LegalStatus.NON_PROFIT)
