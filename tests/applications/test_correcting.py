"""A deposited fiche corrected: chosen sections, both signatures again, a second deposit, or the first one standing."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from applications.answers import save_answers
from applications.capacity import capacity_of
from applications.checking import Findings, check
from applications.comparing import compare_contents
from applications.content import fiche_content
from applications.correcting import end_correction, expire, extend_correction, open_correction
from applications.depositing import deposit
from applications.enums import CorrectionEnd
from applications.fiche_edit import edit
from applications.models import Application, Correction, Deposit, Signature
from applications.removing import remove_row
from applications.signing import sign
from applications.versions import versions
from applications.withdrawing import withdraw
from calls.enums import SectionKind
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from tests.applications.fiches import CONTEXT, Fiche, deposited
from tests.factories import CallFactory, member_of, national, secretary
from tests.mails import told
from tests.together import outcomes_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
SECOND = timedelta(seconds=1)
REASON = "Précisez le nombre d'établissements équipés."
AFTER = "La région compte cinquante établissements équipés."


@pytest.fixture
def fiche():
    """Deposited a day before its call closed, yesterday."""
    now = timezone.now()
    call = CallFactory(opens_at=now - timedelta(days=30), closes_at=now + timedelta(hours=1))
    made = deposited(project__call=call)
    call.closes_at = now - timedelta(minutes=1)
    call.save()
    made.reload()
    return made


def section_of(fiche: Fiche, kind: SectionKind = SectionKind.QUESTIONS):
    return fiche.call.questionnaire.sections.get(kind=kind)


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def opened(fiche: Fiche, *kinds: SectionKind, days: int = 5) -> Correction:
    sections = [section_of(fiche, kind) for kind in kinds or [SectionKind.QUESTIONS]]
    return open_correction(fiche.application, sections=sections, reason=REASON, until=in_days(days), by=secretary())


def write(fiche: Fiche, text: str = AFTER) -> None:
    save_answers(fiche.application, section_of(fiche), {"contexte": text}, by=fiche.ars_writer)


def sign_both(fiche: Fiche) -> None:
    for by in (fiche.ars_signatory, fiche.aract_signatory):
        sign(fiche.application, seen_hash=fiche.reload().content_hash, capacity=capacity_of(by), by=by)


def corrected(fiche: Fiche) -> Deposit:
    opened(fiche)
    write(fiche)
    sign_both(fiche)
    return deposit(fiche.application, by=fiche.ars_writer)


def test_a_correction_makes_a_second_deposit_and_keeps_the_first(fiche):
    first, clerk = fiche.application.in_force, secretary()
    second = corrected(fiche)
    pair = (fiche.ars_writer, fiche.ars_signatory, fiche.aract_writer, fiche.aract_signatory)
    assert told("applications.correction_opened") == {hat.user.email for hat in pair}
    assert clerk.user.email in told("applications.corrected")
    first.refresh_from_db()
    assert (second.rank, second.number) == (2, f"{first.number}-2")
    assert fiche.reload().in_force == second
    assert fiche.application.state == "deposited"
    assert first.holds
    assert second.holds
    assert (first.signatures.count(), second.signatures.count()) == (2, 2)
    assert CONTEXT in str(first.content)
    assert AFTER in str(second.content)
    (changed,) = compare_contents(first.content, second.content)
    assert "".join(words.text for words in changed.lines[0].after) == AFTER
    round_ = Correction.objects.get()
    assert (round_.end, round_.deposit, round_.of) == (CorrectionEnd.DEPOSITED, second, first)


def test_until_then_everybody_else_reads_the_first(fiche, as_hat):
    opened(fiche)
    write(fiche)
    reading = reverse("applications:read", args=[fiche.application.pk])
    for hat in (secretary(), fiche.ars_writer):
        shown = as_hat(hat).get(reading).content.decode()
        assert CONTEXT.replace("'", "&#x27;") in shown
        assert AFTER not in shown
    for name in ("application", "check"):
        shown = as_hat(secretary()).get(reverse(f"applications:{name}", args=[fiche.application.pk])).content.decode()
        assert AFTER not in shown


def test_the_other_sections_stay_sealed_whatever_is_sent(fiche, as_hat):
    """Case 34: the deed refuses, not the page alone."""
    made = opened(fiche, SectionKind.PARTICIPANTS)
    before = fiche.reload().content_hash
    with pytest.raises(OutOfTurn, match="porte sur la section 2"):
        write(fiche)
    made.sections.set([section_of(fiche)])
    row = fiche.application.project.participations.first()
    with pytest.raises(OutOfTurn):
        remove_row(row, "Retrait", by=fiche.ars_writer)
    made.sections.set([section_of(fiche, SectionKind.PARTICIPANTS)])
    with (
        pytest.raises(OutOfTurn, match="titre"),
        edit(fiche.application, heading=True, by=fiche.ars_writer, summary="T"),
    ):
        pass
    page = reverse("applications:section", args=[fiche.application.pk, section_of(fiche).number])
    refused = as_hat(fiche.ars_writer).post(page, {"contexte": "Autre chose"})
    assert refused.status_code == 409
    assert "Autre chose" in refused.content.decode()
    assert as_hat(fiche.ars_writer).get(page).status_code == 302
    assert fiche.reload().content_hash == before


def test_structures_open_the_groups_that_sit_for_them(fiche):
    chosen = opened(fiche, SectionKind.PARTICIPANTS)
    kinds = {section.kind for section in chosen.sections.all()}
    assert SectionKind.PARTICIPANTS in kinds
    assert SectionKind.QUESTIONS not in kinds


def test_only_the_secretary_opens_and_says_why_and_until_when(fiche):
    sections = [section_of(fiche)]
    for by in (fiche.ars_signatory, national("dgos", "president"), member_of(fiche.application.project.ars)):
        with pytest.raises(NotAllowed):
            open_correction(fiche.application, sections=sections, reason=REASON, until=in_days(2), by=by)
    for wrong in ({"reason": " "}, {"until": in_days(-1)}, {"until": in_days(400)}, {"sections": []}):
        told = {"sections": sections, "reason": REASON, "until": in_days(2)} | wrong
        with pytest.raises(Refused):
            open_correction(fiche.application, **told, by=secretary())
    assert not Correction.objects.exists()


def test_one_round_at_a_time_says_the_database_too(fiche):
    made = opened(fiche)
    with pytest.raises(OutOfTurn, match="déjà ouverte"):
        opened(fiche)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(
            application=fiche.application, of=made.of, reason="x", opened_by=made.opened_by, closes_at=made.closes_at
        )


def test_the_closing_is_exclusive(fiche):
    """Case 2: the instant at which the server has the request decides."""
    made = opened(fiche)
    write(fiche)
    sign_both(fiche)
    for late in (timedelta(0), SECOND):
        with pytest.raises(OutOfTurn, match="trop tard"):
            deposit(fiche.application, by=fiche.ars_writer, now=made.closes_at + late)
    assert deposit(fiche.application, by=fiche.ars_writer, now=made.closes_at - SECOND).rank == 2


def test_a_date_that_passes_leaves_the_first_deposit_and_keeps_what_was_written(fiche):
    first = fiche.application.in_force
    made = opened(fiche)
    write(fiche)
    sign_both(fiche)
    expire(made.closes_at - SECOND)
    assert fiche.reload().correction == made
    for _ in range(2):
        expire(made.closes_at)
    made.refresh_from_db()
    assert (made.end, made.deposit) == (CorrectionEnd.EXPIRED, None)
    assert fiche.reload().in_force == first
    assert fiche.application.content_hash == first.sha256
    assert CONTEXT in str(fiche_content(fiche.application))
    assert AFTER in str(list(versions(fiche.application).values_list("changes", flat=True)))
    assert not Signature.objects.live().exists()
    assert first.signatures.count() == 2
    assert JournalEntry.objects.filter(deed="applications.end_correction").count() == 1
    assert "reste dans les versions" in Message.objects.filter(moment="applications.correction_ended").first().body
    with pytest.raises(OutOfTurn):
        write(fiche, "Trop tard")


def test_rows_of_a_table_come_back_too(fiche):
    made = opened(fiche, SectionKind.PARTICIPANTS)
    before = fiche.application.project.participations.present().count()
    row = fiche.application.project.participations.first()
    remove_row(row, "Structure retirée", by=fiche.ars_writer)
    assert fiche.application.project.participations.present().count() == before - 1
    end_correction(fiche.application, reason="Abandon.", by=fiche.ars_signatory)
    made.refresh_from_db()
    assert made.end == CorrectionEnd.GIVEN_UP
    assert fiche.application.project.participations.present().count() == before
    assert fiche.reload().content_hash == fiche.application.in_force.sha256


def test_who_ends_it(fiche):
    opened(fiche)
    for by in (fiche.ars_writer, member_of(fiche.application.project.aract), national("dgos", "signatory")):
        with pytest.raises(NotAllowed):
            end_correction(fiche.application, reason="Assez.", by=by)
    with pytest.raises(Refused):
        end_correction(fiche.application, reason=" ", by=secretary())
    assert end_correction(fiche.application, reason="Assez.", by=secretary()).end == CorrectionEnd.CLOSED
    with pytest.raises(OutOfTurn):
        end_correction(fiche.application, reason="Encore.", by=secretary())


def test_it_is_prolonged_never_cut_short(fiche):
    made = opened(fiche)
    with pytest.raises(Refused, match="se prolonge"):
        extend_correction(fiche.application, until=in_days(1), by=secretary())
    longer = extend_correction(fiche.application, until=in_days(9), by=secretary())
    assert longer.closes_at == made.closes_at + timedelta(days=4)
    told = Message.objects.filter(moment="applications.correction_extended").count()
    extend_correction(fiche.application, until=in_days(9), by=secretary())
    assert Message.objects.filter(moment="applications.correction_extended").count() == told == 4


def test_nothing_changed_is_not_signed_again(fiche):
    opened(fiche)
    with pytest.raises(Refused, match="Rien n'a changé"):
        sign(
            fiche.application,
            seen_hash=fiche.reload().content_hash,
            capacity=capacity_of(fiche.ars_signatory),
            by=fiche.ars_signatory,
        )


def test_nobody_concludes_while_it_is_open(fiche):
    """Case 4."""
    opened(fiche)
    sound = Findings(complete=True, in_time=True, region=True, scope=True)
    with pytest.raises(OutOfTurn, match="corrige la fiche"):
        check(fiche.application, admissible=True, findings=sound, by=secretary())


def test_withdrawing_ends_it(fiche):
    opened(fiche)
    withdraw(fiche.application, reason="Renoncement.", by=fiche.ars_signatory)
    assert Correction.objects.get().end == CorrectionEnd.GIVEN_UP


@pytest.mark.django_db(transaction=True)
def test_two_deposits_at_once_make_one_second_deposit(fiche):
    """Case 1."""
    opened(fiche)
    write(fiche)
    sign_both(fiche)
    found = outcomes_of(*[lambda: deposit(fiche.application, by=fiche.ars_writer)] * 2)
    assert [made.rank for made in found] == [2, 2]
    assert fiche.application.deposits.count() == 2
    assert {str(made.receipt) for made in Deposit.objects.all()} == {made.number for made in Deposit.objects.all()}


@pytest.mark.django_db(transaction=True)
def test_a_deposit_and_the_date_at_once_leave_one_of_two_ends(fiche):
    """Case 2: either the second deposit is in force, or the first stands; never half of each."""
    made = opened(fiche)
    write(fiche)
    sign_both(fiche)

    def late():
        expire(made.closes_at)

    def in_time():
        return deposit(fiche.application, by=fiche.ars_writer, now=made.closes_at - SECOND)

    outcomes_of(in_time, late)
    made.refresh_from_db()
    fiche.reload()
    if made.end == CorrectionEnd.DEPOSITED:
        assert fiche.application.in_force == made.deposit
    else:
        assert made.end == CorrectionEnd.EXPIRED
        assert fiche.application.in_force == made.of
        assert fiche.application.content_hash == made.of.sha256


def test_the_pages_open_prolong_and_end_a_round(fiche, as_hat):
    by = as_hat(secretary())
    pk = fiche.application.pk
    page = by.get(reverse("applications:application", args=[pk])).content.decode()
    assert reverse("applications:open_correction", args=[pk]) in page
    typed = {"sections": [section_of(fiche).pk], "reason": REASON, "until": in_days(3).isoformat()}
    wrong = by.post(reverse("applications:open_correction", args=[pk]), {**typed, "until": in_days(-3).isoformat()})
    assert wrong.status_code == 422
    assert REASON.replace("'", "&#x27;") in wrong.content.decode()
    assert by.post(reverse("applications:open_correction", args=[pk]), typed).status_code == 302
    own = as_hat(fiche.ars_writer).get(reverse("applications:application", args=[pk])).content.decode()
    assert "à corriger" in own
    assert "encore corrigé" in own
    assert by.get(reverse("applications:open_correction", args=[pk])).status_code == 409
    longer = reverse("applications:extend_correction", args=[pk])
    assert by.post(longer, {"until": in_days(8).isoformat()}).status_code == 302
    assert by.post(reverse("applications:end_correction", args=[pk]), {"reason": "Fini."}).status_code == 302
    assert by.get(longer).status_code == 409


def test_both_deposits_are_read_for_ever_and_compared_by_who_reads_the_fiche(fiche, as_hat):
    corrected(fiche)
    pk = fiche.application.pk
    for hat in (secretary(), fiche.aract_writer):
        client = as_hat(hat)
        first = client.get(reverse("applications:read_deposit", args=[pk, 1])).content.decode()
        assert CONTEXT.replace("'", "&#x27;") in first
        changes = client.get(reverse("applications:compare_deposits", args=[pk, 2])).content.decode()
        assert "<ins>cinquante</ins>" in changes
        assert client.get(reverse("applications:deposit_fiche_pdf", args=[pk, 1])).status_code == 200
        assert client.get(reverse("applications:compare_deposits", args=[pk, 1])).status_code == 404
        assert client.get(reverse("applications:read_deposit", args=[pk, 3])).status_code == 404
    stranger = as_hat(member_of(deposited().application.project.ars))
    for name, rank in (("read_deposit", 1), ("compare_deposits", 2), ("deposit_fiche_pdf", 1), ("deposit_receipt", 1)):
        assert stranger.get(reverse(f"applications:{name}", args=[pk, rank])).status_code == 404


def test_a_fiche_in_a_state_has_its_deposit_says_the_database(fiche):
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=fiche.application.pk).update(deposit=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deposit.objects.filter(application=fiche.application).update(rank=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(application=fiche.application).update(voided_at=timezone.now())
