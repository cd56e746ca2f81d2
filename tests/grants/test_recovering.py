"""Money paid back: a reasoned, numbered decision, its letter, and the ledger (L10)."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from acts.enums import ActKind
from acts.models import Act
from acts.pdfs import act_pdf
from core.verdicts import NotAllowed, OutOfTurn, Refused
from directory.enums import LegalStatus
from grants import agreeing, bookkeeping, hearing, recovering
from grants.accounting import holdings_of
from grants.enums import Account
from grants.models import Recovery
from grants.sending import keep_act
from records import documents
from records.models import Message
from tests.factories import NOW, OrganisationFactory, RegionFactory
from tests.grants.funded import TODAY, funded
from tests.mails import told
from tests.printed import text_of

pytestmark = pytest.mark.django_db


def decide(here, agreement, amount="1500.00", **values):
    return here.recovered(agreement, Decimal(amount), **values)


def test_a_decision_has_a_number_and_a_letter_that_says_all_the_law_asks(django_capture_on_commit_callbacks):
    here = funded()
    agreement = here.over()
    with django_capture_on_commit_callbacks(execute=True):
        made = decide(here, agreement)
    made = Recovery.objects.select_related("act__document", "hearing__act__document").get()
    assert made.number == "ACIA-2026-R-0001"
    said = text_of(documents.read(made.act.document))
    for words in (
        "1 500,00 €",
        "Une réunion n'a pas eu lieu.",
        "Il a fait valoir que : La réunion s'est tenue à distance.",
        f"n° {made.hearing.act.number} du 22 novembre 2026",
        "L. 242-2",
        "L. 211-2 (4°)",
        "titre de recettes",
        here.ars_signatory.user.full_name,
        here.ars_signatory.job_title,
        f"SIRET {here.aract.siret}",
    ):
        assert words in said, words
    assert "2000-321" not in said
    assert "hiérarchique" not in said
    asked = text_of(documents.read(made.hearing.act.document))
    for words in ("jusqu'au 7 décembre 2026", "assister par un conseil", "observations orales", "L. 122-1"):
        assert words in asked, words
    (mail,) = Message.objects.filter(to=here.aract_writer.user.email, moment="grants.observations")
    (letter,) = Message.objects.filter(to=here.aract_writer.user.email, moment="grants.recovery")
    assert (mail.attachments.get(), letter.attachments.get()) == (made.hearing.act.document, made.act.document)
    keep_act(made.act.pk, agreement.pk)
    assert Message.objects.filter(to=here.aract_writer.user.email, moment="grants.recovery").count() == 1


def anact() -> Organisation:
    return OrganisationFactory(kind=OrganisationKind.ANACT, name="Anact", address="192 avenue Thiers, 69006 Lyon")


@pytest.mark.parametrize("status", [LegalStatus.PUBLIC, LegalStatus.NON_PROFIT])
@pytest.mark.parametrize(
    ("seat", "dwells", "months"),
    [
        ("11", "11", "deux"),
        ("11", "84", "deux"),
        ("11", "04", "trois"),
        ("04", "04", "deux"),
        ("04", "11", "trois"),
        ("04", "06", "trois"),
    ],
)
def test_the_appeal_routes_of_a_recovery(seat, dwells, months, status):
    """Cases 73 and 74: where the ARS sits × where the beneficiary dwells × whether it is public, read in the PDF."""
    ars_region, region = (RegionFactory(code=code, overseas=code in {"04", "06"}) for code in (seat, dwells))
    here = funded(region=ars_region)
    made = decide(here, here.over(here.partner(status=status, region=region)))
    said = text_of(act_pdf(made.act))
    assert f"devant le {ars_region.court}, {ars_region.court_address}" in said
    assert f"Vous avez {months} mois" in said
    assert ("R. 421-7" in said) == (months == "trois")
    public = status == LegalStatus.PUBLIC
    assert ("personne morale de droit public : il saisit" in said) == public
    assert ("par courrier, ou par Télérecours citoyens" in said) != public
    assert "dispensé de la signature" not in said
    assert "Signature :" in said


@pytest.mark.parametrize(("overseas", "months"), [(True, "trois"), (False, "deux")])
def test_anact_in_lyon_has_the_distance_of_its_seat(overseas, months):
    anact()
    region = RegionFactory(overseas=overseas)
    aract = OrganisationFactory(kind=OrganisationKind.ARACT, name="Aract X", in_anact_network=True, region=region)
    here = funded(aract=aract, region=region, award__awarded_on=date(2021, 12, 15))
    agreement = here.sign(here.drafted(starts_on=date(2022, 1, 1)), on=date(2022, 2, 1))
    here.pay(agreement)
    said = text_of(act_pdf(decide(here, agreement).act))
    assert "Anact (établissement public de l'État), pour l'Aract X 192 avenue Thiers, 69006 Lyon" in said
    assert "à l'Aract X (association)" in said
    assert "L'Anact est substituée" in said
    assert f"Vous avez {months} mois" in said
    assert "Acte notifié par téléservice" in said


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


def test_no_more_is_asked_than_what_the_beneficiary_was_heard_on():
    here = funded()
    heard = here.answered(here.invited(here.over(), Decimal(100)))
    with pytest.raises(Refused, match="entendu sur 100,00"):
        recovering.decide(heard, amount=Decimal("100.01"), reason="R", by=here.ars_signatory, now=NOW)


def test_a_payment_asked_back_is_not_reversed_too():
    """The beneficiary would owe more than it was ever paid."""
    here = funded()
    agreement = here.signed()
    entry = here.pay(agreement)[0]
    decide(here, agreement, amount=str(entry.amount))
    with pytest.raises(Refused, match="ne se corrige plus"):
        bookkeeping.reverse(entry, reason="Erreur", by=here.ars_writer, now=NOW)
    assert hearing.recoverable(agreement) == 0
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


def test_only_the_ars_signatory_invites_decides_and_lifts():
    here, elsewhere = funded(), funded()
    agreement = here.over()
    made = decide(here, agreement, amount="10")
    waiting = here.answered(here.invited(agreement, Decimal(20)))
    for by in (here.ars_writer, here.aract_signatory, elsewhere.ars_signatory):
        with pytest.raises(NotAllowed):
            here.invited(agreement, by=by)
        with pytest.raises(NotAllowed):
            recovering.decide(waiting, amount=Decimal(5), reason="R", by=by, now=NOW)
        with pytest.raises(NotAllowed):
            recovering.lift(made, reason="R", by=by, now=NOW)
        with pytest.raises(NotAllowed):
            hearing.give_up(waiting, by=by, now=NOW)
    for by in (here.aract_signatory, elsewhere.ars_signatory):
        with pytest.raises(NotAllowed):
            hearing.record_answer(waiting, hearing.HearingAnswer("x", TODAY), by=by, now=NOW)


def test_decided_twice_it_is_decided_once():
    here = funded()
    made = decide(here, here.over())
    again = recovering.decide(made.hearing, amount=Decimal(7), reason="Autre", by=here.ars_signatory, now=NOW)
    assert again == made
    assert Act.objects.filter(kind=ActKind.RECOVERY).count() == 1


def test_a_signatory_without_power_decides_nothing():
    """Case 74: the refusal names what lacks, and nothing is written."""
    here = funded()
    heard = here.answered(here.invited(here.over()))
    here.ars_signatory.own_power = False
    with pytest.raises(Refused, match="délégation"):
        recovering.decide(heard, amount=Decimal(5), reason="R", by=here.ars_signatory, now=NOW)
    assert not Recovery.objects.exists()


def test_a_lifted_decision_is_replaced_and_asks_nothing_any_more():
    here = funded()
    agreement = here.over()
    made = decide(here, agreement)
    lifted = recovering.lift(made, reason="Erreur de calcul.", by=here.ars_signatory, now=NOW)
    keep_act(lifted.lift.pk, agreement.pk)
    assert here.aract_writer.user.email in told("grants.lifting")
    assert recovering.lift(made, reason="Encore", by=here.ars_signatory, now=NOW).lift == lifted.lift
    assert Act.objects.get(pk=made.act_id).replaced_by == lifted.lift
    assert "n'a plus rien à reverser" in text_of(act_pdf(lifted.lift))
    assert hearing.recoverable(agreement) == Decimal(70_000)
    with pytest.raises(OutOfTurn, match="abrogée"):
        recovering.repay(made, amount=Decimal(1), on=TODAY, by=here.ars_writer, now=NOW)


def test_what_is_repaid_is_given_back_before_a_decision_is_lifted():
    here = funded()
    made = decide(here, here.over())
    back = recovering.repay(made, amount=Decimal(500), on=TODAY, by=here.ars_writer, now=NOW)
    with pytest.raises(Refused, match="500,00"):
        recovering.lift(made, reason="R", by=here.ars_signatory, now=NOW)
    bookkeeping.reverse(back, reason="Rendu", by=here.ars_writer, now=NOW)
    assert recovering.lift(made, reason="R", by=here.ars_signatory, now=NOW).lift is not None
    assert holdings_of(here.project)[Account.FIXED].repaid == 0


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
