"""Money paid back: a reasoned, numbered decision, its letter, and the ledger (L10)."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from accounts.enums import OrganisationKind
from core.verdicts import NotAllowed, OutOfTurn, Refused
from grants import agreeing, bookkeeping, pdfs, recovering
from grants.accounting import holdings_of
from grants.enums import Account, RecoveryGround
from grants.models import Recovery
from records import documents
from tests.factories import NOW, OrganisationFactory, RegionFactory
from tests.grants.funded import TODAY, funded

pytestmark = pytest.mark.django_db


def decide(here, agreement, amount="1500.00", **values):
    given = {
        "ground": RecoveryGround.UNSPENT,
        "amount": Decimal(amount),
        "reason": "Une réunion n'a pas eu lieu.",
        "heard_on": TODAY - timedelta(days=20),
        "by": here.ars_signatory,
        **values,
    }
    return recovering.decide(agreement, now=NOW, **given)


def test_a_decision_has_a_number_and_a_letter_that_gives_its_reasons(django_capture_on_commit_callbacks):
    here = funded(region=RegionFactory(court="tribunal administratif de Villefictive", overseas=True))
    agreement = here.over()
    with django_capture_on_commit_callbacks(execute=True):
        made = decide(here, agreement)
    made.refresh_from_db()
    assert made.number == "ACIA-2026-R-0001"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(documents.read(made.letter))).pages)
    plain = " ".join(text.split())
    for said in (
        "1 500,00 €",
        "Une réunion n'a pas eu lieu.",
        "tribunal administratif de Villefictive",
        "R. 421-7",
        here.ars_signatory.job_title,
        "présenter vos observations",
    ):
        assert said in plain
    pdfs.keep_recovery_letter(made.pk)
    assert Recovery.objects.get().letter == made.letter


def test_the_letter_is_sent_to_who_took_the_place_of_the_signatory():
    aract = OrganisationFactory(kind=OrganisationKind.ARACT, name="Aract X", in_anact_network=True)
    here = funded(aract=aract, award__awarded_on=date(2021, 12, 15))
    agreement = here.sign(here.drafted(starts_on=date(2022, 1, 1)), on=date(2022, 2, 1))
    here.pay(agreement)
    text = PdfReader(BytesIO(pdfs.recovery_pdf(decide(here, agreement)))).pages[0].extract_text()
    plain = " ".join(text.split())
    assert "Anact (établissement public de l'État), pour Aract X" in plain
    assert "à Aract X (association) pour" in plain


def test_no_more_is_asked_back_than_was_paid():
    here = funded()
    agreement = here.signed()
    with pytest.raises(Refused, match="0,00"):
        decide(here, agreement, "0.01")
    here.pay(agreement)
    decide(here, agreement, "30000")
    with pytest.raises(Refused, match=r"5\xa0000,00"):
        decide(here, agreement, "5000.01")
    with pytest.raises(OutOfTurn):
        decide(here, here.drafted(here.partner()))


def test_a_payment_asked_back_is_not_reversed_too():
    """The beneficiary would owe more than it was ever paid."""
    here = funded()
    agreement = here.signed()
    entry = here.pay(agreement)[0]
    decide(here, agreement, amount=str(entry.amount))
    with pytest.raises(Refused, match="ne se contre-passe plus"):
        bookkeeping.reverse(entry, reason="Erreur", by=here.ars_writer, now=NOW)
    assert recovering.recoverable(agreement) == 0
    other = here.pay(agreement, 2)[-1]
    assert bookkeeping.reverse(other, reason="Erreur", by=here.ars_writer, now=NOW).reverses == other


def test_a_repayment_promised_again_is_not_reversed():
    """More would be promised than was granted."""
    here = funded()
    agreement = here.signed(here.partner())
    paid = here.pay(agreement)[0]
    agreeing.end(agreement, on=TODAY, reason="Renoncement", by=here.ars_signatory, now=NOW)
    recovery = decide(here, agreement, amount=str(paid.amount))
    back = recovering.repay(recovery, amount=paid.amount, on=TODAY, by=here.ars_writer, now=NOW)
    draft = here.drafted(here.partner("Autre groupement fictif"), amount=Decimal(30_000))
    here.sign(draft)
    with pytest.raises(Refused, match="promis ou dépensé de nouveau"):
        bookkeeping.reverse(back, reason="Erreur", by=here.ars_writer, now=NOW)
    assert holdings_of(here.project)[Account.COMPLEMENT].left == 0


def test_the_beneficiary_is_heard_before():
    here = funded()
    with pytest.raises(Refused, match="observations"):
        decide(here, here.over(), heard_on=TODAY + timedelta(days=1))


def test_only_the_ars_signatory_decides():
    here, elsewhere = funded(), funded()
    agreement = here.over()
    for hat in (here.ars_writer, here.aract_signatory, elsewhere.ars_signatory):
        with pytest.raises(NotAllowed):
            decide(here, agreement, by=hat)


def test_repayments_stand_in_the_ledger_once_and_never_beyond():
    here = funded()
    made = decide(here, here.over())
    key = uuid.uuid4()

    def repay(amount, **values):
        return recovering.repay(made, amount=Decimal(amount), on=TODAY, by=here.ars_writer, now=NOW, **values)

    assert repay("1000.00", key=key) == repay("1000.00", key=key)
    with pytest.raises(Refused, match="500,00"):
        repay("500.01")
    repay("500.00")
    found = Recovery.objects.with_repaid().get()
    assert (found.repaid, found.outstanding) == (Decimal(1500), Decimal(0))
    fixed = holdings_of(here.project)[Account.FIXED]
    assert (fixed.repaid, fixed.left) == (Decimal(1500), Decimal(1500))
    with pytest.raises(NotAllowed):
        recovering.repay(made, amount=Decimal(1), on=TODAY, by=here.aract_signatory, now=NOW)


def test_a_repayment_does_not_precede_its_decision():
    here = funded()
    made = decide(here, here.over())
    with pytest.raises(Refused, match="précède"):
        recovering.repay(made, amount=Decimal(1), on=TODAY - timedelta(days=1), by=here.ars_writer, now=NOW)
