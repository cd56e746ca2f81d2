"""Agreements: prepared, signed by both, amended, ended; never beyond what was granted."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.enums import OrganisationKind
from core.verdicts import NotAllowed, OutOfTurn, Refused
from directory.enums import LegalStatus
from grants import agreeing, paying, scheduling
from grants.accounting import holdings_of
from grants.bookkeeping import reverse
from grants.enums import Account, AgreementState, InstalmentState
from grants.models import Agreement
from grants.scheduling import Planned, plan
from records.models import JournalEntry
from tests.factories import NOW, OrganisationFactory
from tests.grants.funded import BEGAN, TODAY, funded, paper

pytestmark = pytest.mark.django_db


def amend(here, agreement, **values):
    given = {
        "reason": "Actions prolongées",
        "amount": agreement.amount,
        "ends_on": agreement.ends_on,
        "due_on": None,
        "ars_signed_on": TODAY,
        "beneficiary_signed_on": TODAY,
        "upload": paper(),
        **values,
    }
    return agreeing.amend(agreement, by=here.ars_signatory, now=NOW, **given)


def test_a_draft_becomes_an_agreement_with_a_number_its_party_and_its_paper():
    here = funded()
    signed = here.signed()
    assert (signed.state, signed.number) == (AgreementState.SIGNED, "ACIA-2026-C-0001")
    assert (signed.document.name, signed.signed_by) == ("piece.pdf", here.ars_signatory)
    assert holdings_of(here.project)[Account.FIXED].left == 0
    entry = JournalEntry.objects.get(deed="grants.sign")
    assert (entry.data["amount"], entry.data["sha256"]) == ("70000.00", signed.document.sha256)


def test_signing_twice_gives_the_same_agreement():
    here = funded()
    agreement = here.signed()
    assert here.sign(agreement).number == agreement.number
    assert JournalEntry.objects.filter(deed="grants.sign").count() == 1


def test_no_agreement_goes_beyond_what_is_left():
    here = funded()
    here.signed(here.partner(), amount=Decimal("20000.00"))
    with pytest.raises(Refused, match="Il ne reste que 10\xa0000,00"):
        here.drafted(here.partner("Autre"), amount=Decimal("10000.01"))
    here.drafted(here.partner("Encore"), amount=Decimal("10000.00"))


def test_two_drafts_that_fit_alone_do_not_both_get_signed():
    here = funded()
    one, other = (here.drafted(here.partner(name), amount=Decimal(20_000)) for name in ("Un", "Deux"))
    here.sign(one)
    with pytest.raises(Refused, match="à engager"):
        here.sign(other)


def test_the_fixed_share_is_for_the_aract_alone():
    here = funded()
    with pytest.raises(Refused, match="Aract"):
        here.drafted(here.partner(), account=Account.FIXED)


def test_another_ars_s_beneficiary_is_refused():
    here, elsewhere = funded(), funded()
    with pytest.raises(Refused, match="pas celui de votre ARS"):
        here.drafted(elsewhere.partner())


def test_an_agreement_wants_two_past_signatures_and_a_whole_schedule():
    here = funded()
    agreement = here.drafted()
    with pytest.raises(Refused, match="à venir"):
        here.sign(agreement, on=TODAY + timedelta(days=1))
    agreement.instalments.first().delete()
    with pytest.raises(Refused, match="échéancier"):
        here.sign(agreement)
    assert Agreement.objects.get().state == AgreementState.DRAFT


def test_only_the_ars_signatory_binds_and_only_the_ars_prepares():
    here, elsewhere = funded(), funded()
    agreement = here.drafted()
    for hat in (here.ars_writer, here.aract_signatory, elsewhere.ars_signatory):
        with pytest.raises(NotAllowed):
            agreeing.sign(agreement, ars_signed_on=BEGAN, beneficiary_signed_on=BEGAN, upload=paper(), by=hat, now=NOW)
    for hat in (here.aract_writer, elsewhere.ars_writer):
        with pytest.raises(NotAllowed):
            agreeing.draft(here.project, here.terms(), by=hat, now=NOW)


def test_a_draft_changes_and_can_be_dropped_a_signed_one_cannot():
    here = funded()
    agreement = here.drafted()
    agreeing.redraft(agreement, here.terms(amount=Decimal(60_000)), pattern="once", by=here.ars_writer, now=NOW)
    assert [row.amount for row in agreement.instalments.all()] == [Decimal(60_000)]
    here.sign(agreement)
    with pytest.raises(OutOfTurn):
        agreeing.redraft(agreement, here.terms(), by=here.ars_writer, now=NOW)
    with pytest.raises(OutOfTurn):
        agreeing.drop(agreement, by=here.ars_writer, now=NOW)
    other = here.drafted(here.partner())
    agreeing.drop(other, by=here.ars_writer, now=NOW)
    assert list(Agreement.objects.all()) == [agreement]


def test_the_party_is_the_legal_person_of_the_day():
    here = funded(aract=OrganisationFactory(kind=OrganisationKind.ARACT, name="Aract X", in_anact_network=True))
    aract = here.aract
    before, after = aract.legal_person(date(2022, 12, 31)), aract.legal_person(date(2023, 1, 1))
    assert (before.name, before.public) == ("Aract X (association)", False)
    assert (after.name, after.public) == ("Anact (établissement public de l'État), pour l'Aract X", True)
    assert here.signed().party == after.name
    outside = funded(aract=OrganisationFactory(kind=OrganisationKind.OPERATOR, name="Opérateur Y")).aract
    assert (outside.legal_person(TODAY).public, outside.status) == (False, LegalStatus.NON_PROFIT)


def test_an_amendment_adds_an_instalment_and_keeps_what_was_before():
    here = funded()
    agreement = here.signed(here.partner(), amount=Decimal(24_000))
    later, due_on = agreement.ends_on + timedelta(days=90), TODAY + timedelta(days=120)
    made = amend(here, agreement, amount=Decimal("26000.50"), ends_on=later, due_on=due_on)
    agreement.refresh_from_db()
    assert (made.rank, made.former_amount, agreement.amount) == (1, Decimal(24_000), Decimal("26000.50"))
    assert (agreement.ends_on, agreement.instalments.get(due_on=due_on).amount) == (later, Decimal("2000.50"))
    assert sum(row.amount for row in agreement.instalments.all()) == agreement.amount


def test_an_amendment_takes_less_off_the_last_unpaid_instalments():
    here = funded()
    agreement = here.signed(here.partner(), amount=Decimal(10_000))
    here.pay(agreement)
    amend(here, agreement, amount=Decimal(6000))
    assert [row.amount for row in agreement.instalments.all()] == [Decimal(5000), Decimal(1000)]
    with pytest.raises(Refused, match="déjà versé"):
        amend(here, agreement, amount=Decimal("4999.99"))


def test_an_amendment_takes_an_instalment_whose_payment_was_reversed():
    """The ledger names it for ever: it stays at nothing, and is neither due, late nor payable."""
    money = funded()
    agreement = money.signed()
    last = agreement.instalments.order_by("due_on").last()
    reverse(paying.pay(last, on=TODAY, by=money.ars_writer, now=NOW), reason="Erreur", by=money.ars_writer, now=NOW)
    amend(money, agreement, amount=agreement.amount - last.amount)
    kept = agreement.instalments.with_payment().get(pk=last.pk)
    assert (kept.amount, kept.state(last.due_on + timedelta(days=1))) == (0, InstalmentState.DROPPED)
    assert kept not in agreement.instalments.unpaid()
    with pytest.raises(OutOfTurn, match="avenant"):
        paying.pay(kept, on=TODAY, by=money.ars_writer, now=NOW)


def test_what_another_person_dropped_is_said_so():
    money = funded()
    seen = money.drafted()
    seen_too, seen_again = Agreement.objects.get(), Agreement.objects.get()
    instalment = seen.instalments.select_related("agreement__project").first()
    agreeing.drop(Agreement.objects.get(), by=money.ars_writer, now=NOW)
    for deed in (
        lambda: agreeing.drop(seen, by=money.ars_writer, now=NOW),
        lambda: agreeing.redraft(seen_too, money.terms(), by=money.ars_writer, now=NOW),
        lambda: scheduling.plan(seen_again, [], by=money.ars_writer, now=NOW),
        lambda: paying.pay(instalment, on=TODAY, by=money.ars_writer, now=NOW),
    ):
        with pytest.raises(OutOfTurn, match="entre-temps"):
            deed()


def test_an_amendment_needs_a_change_a_day_for_more_and_room():
    here = funded()
    agreement = here.signed(here.partner(), amount=Decimal(24_000))
    with pytest.raises(Refused, match="ne change ni"):
        amend(here, agreement)
    with pytest.raises(Refused, match="quand"):
        amend(here, agreement, amount=Decimal(25_000))
    with pytest.raises(Refused, match="à engager"):
        amend(here, agreement, amount=Decimal("30000.01"), due_on=TODAY)


def test_ending_frees_what_was_not_paid():
    here = funded()
    agreement = here.signed(here.partner(), amount=Decimal(24_000))
    here.pay(agreement)
    ended = agreeing.end(agreement, on=TODAY, reason="Renoncement", by=here.ars_signatory, now=NOW)
    assert agreeing.end(ended, on=TODAY, reason="Encore", by=here.ars_signatory, now=NOW).end_reason == "Renoncement"
    assert holdings_of(here.project)[Account.COMPLEMENT].left == Decimal(18_000)
    assert [str(row.state(TODAY)) for row in ended.instalments.with_payment()] == ["paid", "dropped", "dropped"]


def test_a_draft_given_up_meanwhile_is_said_to_be_gone():
    """A deed that waited for the money's lock finds no row any more."""
    here = funded()
    draft = here.drafted()
    instalment = draft.instalments.first()
    agreeing.drop(Agreement.objects.get(pk=draft.pk), by=here.ars_writer, now=NOW)
    for deed in (
        lambda: here.sign(draft),
        lambda: agreeing.drop(draft, by=here.ars_writer, now=NOW),
        lambda: plan(draft, [], by=here.ars_writer, now=NOW),
        lambda: paying.pay(instalment, on=TODAY, by=here.ars_writer, now=NOW),
    ):
        with pytest.raises(OutOfTurn, match="entre-temps"):
            deed()


def test_an_instalment_planned_otherwise_meanwhile_is_not_paid():
    here = funded()
    draft = here.drafted()
    former = draft.instalments.first()
    plan(draft, [Planned("En une fois", TODAY, draft.amount)], by=here.ars_writer, now=NOW)
    here.sign(draft)
    with pytest.raises(OutOfTurn, match="entre-temps"):
        paying.pay(former, on=TODAY, by=here.ars_writer, now=NOW)
