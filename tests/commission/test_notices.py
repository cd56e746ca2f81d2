"""Issuing: each letter once, numbered without gap, with its file and its mails."""

import hashlib
import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation
from acts import issuing
from applications.enums import ApplicationState
from applications.models import Application
from commission import notices
from commission.enums import DecisionState, NationalParty, Outcome
from commission.models import Decision, Notice, NoticeReading
from commission.notices import ask, conclude_closed_calls, issue, open_notice
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records import documents, jobs, sweeping
from records.jobs import UnderWay
from records.models import Document, Job, JobState, JournalEntry, Message, Sequence
from tests.commission.decided import heard, proposed, signatory, validated
from tests.factories import NOW, CallFactory, member_of, national, secretary
from tests.mails import told
from tests.together import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def by():
    return secretary()


def test_a_letter_is_numbered_stored_with_its_hash_and_journaled(by):
    decision = validated(heard(CallFactory()))
    notice = issue(decision, by=by, now=NOW)
    content = documents.read(notice.act.document)
    assert notice.act.number == "ACIA-2026-N-0001"
    assert hashlib.sha256(content).hexdigest() == notice.act.document.sha256
    assert notice.act.number in pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    decision.refresh_from_db()
    assert decision.state == DecisionState.NOTIFIED
    assert JournalEntry.objects.get(deed="commission.notify").data["sha256"] == notice.act.sha256
    assert JournalEntry.objects.get(deed="commission.send_notice").data["sha256"] == notice.act.document.sha256
    notice.refresh_from_db()
    assert notice.act.holds


def test_both_organisations_get_the_letter_by_mail(by):
    decision = validated(heard(CallFactory()))
    project = decision.application.project
    people = [member_of(project.ars), member_of(project.aract, Role.SIGNATORY)]
    notice = issue(decision, by=by, now=NOW)
    messages = Message.objects.filter(attachments=notice.act.document)
    assert {message.to for message in messages} == {hat.user.email for hat in people}
    assert "votre projet est retenu" in messages[0].body
    assert "/notifications/" in messages[0].body


def test_asked_twice_the_same_letter_is_given(by):
    decision = validated(heard(CallFactory()))
    assert issue(decision, by=by) == issue(decision, by=by)
    assert Notice.objects.count() == Document.objects.count() == 1


def test_notifying_before_the_two_validations_is_out_of_turn(by):
    """Case 35."""
    with pytest.raises(OutOfTurn, match="proposée"):
        issue(proposed(heard(CallFactory())), by=by)
    assert not Sequence.objects.filter(name__startswith="notice").exclude(last=0).exists()


def test_a_failing_print_keeps_its_number_and_sends_nothing_until_it_is_made(by, as_hat, monkeypatch):
    """Case 18. What the letter says is sealed with its number, whatever becomes of names before it is drawn."""
    decision = validated(heard(CallFactory()))
    project = decision.application.project
    reader = member_of(project.ars)
    monkeypatch.setattr(issuing, "act_pdf", lambda _act: (_ for _ in ()).throw(OSError("disque plein")))
    with pytest.raises(OSError, match="disque plein"):
        issue(decision, by=by, now=NOW)
    waiting = Notice.objects.get()
    assert (waiting.act.number, waiting.act.document, len(told("commission.notified"))) == ("ACIA-2026-N-0001", None, 0)
    assert "PDF en préparation" in as_hat(reader).get(reverse("commission:notices")).content.decode()
    assert as_hat(reader).get(reverse("commission:notice", args=[waiting.pk])).status_code == 409
    assert as_hat(None).get(reverse("acts:check", args=[waiting.act.check_code])).status_code == 404
    monkeypatch.undo()
    Organisation.objects.filter(pk=project.ars_id).update(name="ARS renommée")
    run = ask(project.call, by=by)
    jobs.perform(run.pk)
    waiting.refresh_from_db()
    assert (waiting.act.number, Notice.objects.count(), len(told("commission.notified"))) == ("ACIA-2026-N-0001", 1, 1)
    text = pypdf.PdfReader(io.BytesIO(documents.read(waiting.act.document))).pages[0].extract_text()
    assert project.ars.name in text.replace("\xa0", " ").replace("\n", " ")
    assert "ARS renommée" not in text
    with pytest.raises(OutOfTurn):
        ask(project.call, by=by)


@pytest.mark.parametrize("role", [Role.PRESIDENT, Role.RAPPORTEUR])
def test_only_the_secretary_and_signatories_have_letters_issued(role):
    call = CallFactory()
    validated(heard(call))
    with pytest.raises(NotAllowed):
        ask(call, by=national(OrganisationKind.DGOS, role))


def test_a_withdrawn_fiche_is_not_notified(by):
    decision = validated(heard(CallFactory()))
    Application.objects.update(state=ApplicationState.WITHDRAWN)
    with pytest.raises(OutOfTurn, match="retirée"):
        issue(decision, by=by)


def test_one_job_issues_the_three_kinds_of_letters(by, django_capture_on_commit_callbacks):
    call = CallFactory()
    for outcome in Outcome:
        validated(heard(call), outcome)
    proposed(heard(call))
    with django_capture_on_commit_callbacks(execute=True):
        run = ask(call, by=by)
    run.refresh_from_db()
    assert (run.state, run.done, run.total) == (JobState.DONE, 3, 3)
    year = notices.timezone.localdate().year
    assert [notice.act.number for notice in Notice.objects.all()] == [f"ACIA-{year}-N-000{n}" for n in (1, 2, 3)]
    call.refresh_from_db()
    assert call.concluded_at is None


def test_asking_again_while_the_job_runs_gives_that_job(by):
    call = CallFactory()
    validated(heard(call))
    first = ask(call, by=by)
    with pytest.raises(UnderWay) as found:
        ask(call, by=by)
    assert found.value.run == first
    Job.objects.update(state=JobState.DONE)
    Decision.objects.update(state=DecisionState.NOTIFIED)
    with pytest.raises(OutOfTurn, match="Aucune décision validée"):
        ask(call, by=by)


def test_a_letter_refused_in_a_batch_is_said_by_the_job(by):
    call = CallFactory()
    other = member_of(validated(heard(call)).application.project.ars)
    run = ask(call, by=by)
    Job.objects.update(arguments=run.arguments | {"by_id": other.pk})
    jobs.perform(run.pk)
    run.refresh_from_db()
    assert (run.state, run.refusals, Notice.objects.count()) == (JobState.DONE, 1, 0)
    assert run.last_error.startswith(str(other.organisation.region))


def test_a_job_killed_in_mid_batch_is_taken_up_without_gap_nor_double(by, monkeypatch):
    """Case 12, in one process: the worker dies after the second letter of five."""
    call = CallFactory()
    for _ in range(5):
        validated(heard(call))
    made = []

    def dying(decision, **kwargs):
        if len(made) == 2:
            raise SystemExit
        made.append(issue(decision, **kwargs))
        return made[-1]

    from commission import tasks

    run = ask(call, by=by)
    Job.objects.filter(pk=run.pk).update(state=JobState.RUNNING, attempts=1)
    run.refresh_from_db()
    monkeypatch.setattr(tasks, "issue", dying)
    with pytest.raises(SystemExit):
        tasks.issue_notices(run, **run.arguments)
    monkeypatch.undo()
    tasks.issue_notices(run, **run.arguments)
    numbers = [notice.act.number[-4:] for notice in Notice.objects.all()]
    assert numbers == ["0001", "0002", "0003", "0004", "0005"]
    assert all(documents.read(notice.act.document) for notice in Notice.objects.all())


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_the_same_batch_make_each_letter_once():
    by, call = secretary(), CallFactory()
    decisions = [validated(heard(call)) for _ in range(3)]

    def work(order: list[Decision]) -> None:
        for decision in order:
            issue(decision, by=by, now=NOW)

    assert at_once(lambda: work(decisions), lambda: work(decisions[::-1])) == []
    assert sorted(notice.act.number[-4:] for notice in Notice.objects.all()) == ["0001", "0002", "0003"]
    assert Message.objects.count() == len({message.key for message in Message.objects.all()})


def test_the_call_is_concluded_once_every_standing_fiche_is_notified(by):
    call = CallFactory(closes_at=NOW)
    first, second = heard(call), heard(call)
    gone = heard(call)
    Application.objects.filter(pk=gone.pk).update(state=ApplicationState.WITHDRAWN)
    issue(validated(first), by=by, now=NOW)
    call.refresh_from_db()
    assert call.concluded_at is None
    issue(validated(second, Outcome.NOT_RETAINED), by=by, now=NOW)
    call.refresh_from_db()
    assert call.concluded_at == NOW


def test_a_call_that_is_still_open_is_concluded_once_it_closes(by):
    """Other regions may still deposit meanwhile."""
    call = CallFactory(closes_at=NOW + timedelta(minutes=1))
    issue(validated(heard(call)), by=by, now=NOW)
    conclude_closed_calls(NOW)
    call.refresh_from_db()
    assert call.concluded_at is None
    for _ in range(2):
        conclude_closed_calls(call.closes_at)
    call.refresh_from_db()
    assert call.concluded_at == call.closes_at
    assert JournalEntry.objects.filter(deed="calls.conclude").count() == 1


def test_the_sweep_concludes_closed_calls():
    assert conclude_closed_calls in sweeping.EXTRA


def test_the_first_opening_by_each_organisation_is_kept_once(by):
    decision = validated(heard(CallFactory()))
    notice = issue(decision, by=by)
    project = decision.application.project
    for hat in (member_of(project.ars), member_of(project.ars, Role.SIGNATORY), member_of(project.aract), by):
        assert open_notice(notice, by=hat).startswith(b"%PDF")
    assert {reading.organisation for reading in NoticeReading.objects.all()} == {project.ars, project.aract}
    assert JournalEntry.objects.filter(deed="commission.read_notice").count() == 2


def test_a_file_that_changed_is_not_served(by):
    notice = issue(validated(heard(CallFactory())), by=by)
    with notice.act.document.file.open("wb") as stream:
        stream.write(b"%PDF-1.7 autre")
    with pytest.raises(Refused, match="empreinte"):
        open_notice(notice, by=signatory(NationalParty.DGOS))
