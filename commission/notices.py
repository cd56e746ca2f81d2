"""Issuing the letters: the number in one transaction, then the file and the mails; then who opened theirs."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from acts import issuing
from applications import notifying
from applications.enums import ApplicationState
from applications.fiche_edit import locked as locked_fiche
from applications.models import Application
from calls.models import Call
from commission.approving import lock
from commission.deciding import stated
from commission.enums import DecisionState, Outcome
from commission.hearing import ensure_still_heard
from commission.letters import draft_of
from commission.models import Decision, Notice, NoticeReading
from commission.moments import NOTIFIED
from commission.permissions import may_issue_notices
from core.states import ensure_turn, move
from core.verdicts import OutOfTurn, ensure
from records import documents, journal
from records.jobs import UnderWay, enqueue
from records.models import Document, Job
from regions.awarding import award

ISSUE_NOTICES = "commission.issue_notices"
ALL_NOTIFIED = "Toutes les décisions sont notifiées"
ANNOUNCED = {
    Outcome.RETAINED: "votre projet est retenu",
    Outcome.WAITING: "votre projet est inscrit sur la liste d'attente",
    Outcome.NOT_RETAINED: "votre projet n'est pas retenu",
}


def to_notify(call: Call) -> list[Decision]:
    """Decisions of a call whose letter is still to be issued, by region."""
    decisions = Decision.objects.of_call(call).to_notify().with_parties()
    return list(decisions.order_by("application__project__region__slug"))


@transaction.atomic
def ask(call: Call, *, by: Membership) -> Job:
    """Have one job issue every letter that is ready; `UnderWay` with the job already at work, rather than a second."""
    ensure(may_issue_notices(by))
    Call.objects.select_for_update().get(pk=call.pk)
    under_way = Job.objects.under_way(ISSUE_NOTICES, call_id=call.pk).select_related("created_by").first()
    if under_way is not None:
        raise UnderWay(
            under_way,
            f"Ces lettres sont déjà en cours d'émission, à la demande de {under_way.created_by} : "
            "voici leur avancement.",
        )
    ready = len(to_notify(call))
    if not ready:
        raise OutOfTurn("Aucune décision validée n'attend sa lettre.")
    return enqueue(
        ISSUE_NOTICES,
        label=f"Lettres de décision – {call}",
        arguments={"call_id": call.pk, "by_id": by.pk},
        total=ready,
        by=by,
        back_url=reverse("commission:decisions", args=[call.slug]),
    )


def issue(decision: Decision, *, by: Membership, now: datetime | None = None) -> Notice:
    """Issue one letter; asked again, give the one that exists.

    The file is drawn once the number is committed, and the mails leave with it: a letter whose making stops in between
    keeps its number and what was sealed, and is still to notify.
    """
    now = now or timezone.now()
    notice = numbered(decision, by=by, now=now)

    def send(letter: Document) -> None:
        announce(notice, letter, now=now)
        journal.record(
            "commission.send_notice",
            notice.decision,
            by=by,
            summary=f"Lettre {notice} mise en PDF et envoyée",
            data={"number": notice.act.number, "sha256": letter.sha256},
            now=now,
        )

    issuing.keep_paper(notice.act, send)
    return notice


@transaction.atomic
def numbered(decision: Decision, *, by: Membership, now: datetime) -> Notice:
    """Number and seal the letter of a decision, which is notified from then on; or the one that exists.

    The number is taken under a lock held until all of it is written: a failure gives it back.
    """
    # The fiche before its decision, as proposing does: the other way round, the two could wait for each other.
    locked_fiche(decision.application)
    locked = lock(decision)
    existing = Notice.objects.filter(decision=locked, revision=locked.revision).first()
    if existing is not None:
        return existing
    ensure(may_issue_notices(by))
    ensure_turn(locked, DecisionState.NOTIFIED)
    if locked.application.state == ApplicationState.WITHDRAWN:
        raise OutOfTurn("La fiche est retirée : il n'y a plus rien à notifier.")
    ensure_still_heard(locked)
    former = Notice.objects.filter(decision=locked, act__replaced_by=None).select_related("act").first()
    act = issuing.issue(draft_of(locked, now), now=now, replaces=former.act if former else None)
    notice = Notice.objects.create(decision=locked, revision=locked.revision, act=act)
    move(locked, DecisionState.NOTIFIED)
    locked.save(update_fields=["state"])
    take_effect(locked, act.number, by=by, now=now)
    call = locked.application.project.call
    concluded = conclude_if_done(call, now=now)
    journal.record(
        "commission.notify",
        locked,
        by=by,
        summary=f"Lettre {act} : {stated(locked)}, région {locked.application.project.region}",
        data={"number": act.number, "revision": locked.revision, "sha256": act.sha256, "amount": locked.amount},
        now=now,
    )
    if concluded:
        journal.record("calls.conclude", call, by=by, summary=ALL_NOTIFIED, now=now)
    return notice


def take_effect(decision: Decision, number: str, *, by: Membership, now: datetime) -> None:
    """The fiche says what was decided, and a project retained begins its life."""
    notifying.notify(decision.application, outcome=Outcome(decision.outcome), number=number, by=by, now=now)
    if decision.outcome == Outcome.RETAINED:
        award(
            decision.application.project,
            fixed=decision.fixed,
            complement=decision.complement,
            notice_number=number,
            by=by,
            now=now,
        )


def announce(notice: Notice, letter: Document, *, now: datetime) -> None:
    """Write to those who act for the ARS and for the Aract, the letter attached."""
    project = notice.decision.application.project
    mail = Mail(
        project.mail_about,
        f"décision sur votre projet ({notice.act.number})",
        f"Lisez la lettre jointe : {ANNOUNCED[Outcome(notice.decision.outcome)]}.",
        reverse("commission:notice", args=[notice.pk]),
        [
            f"La DGOS et l'Anact ont statué sur la fiche projet déposée en réponse à l'appel « {project.call} ».",
            "La lettre dit les motifs, les montants et les voies de recours.",
        ],
        reply_to=notice.act.content["authors"][0]["head"]["email"],
    )
    tell(
        NOTIFIED,
        addresses_of([project.ars, project.aract], now=now),
        mail,
        key=f"notice:{notice.pk}",
        attachments=[letter],
    )


def conclude_if_done(call: Call, *, now: datetime) -> bool:
    """Conclude a closed call once each fiche that stands is inadmissible or has been notified of its decision."""
    standing = Application.objects.deposited().filter(project__call=call)
    waiting = standing.exclude(state=ApplicationState.INADMISSIBLE).exclude(decision__state=DecisionState.NOTIFIED)
    if waiting.exists():
        return False
    closed = Call.objects.filter(pk=call.pk, concluded_at=None, closes_at__lte=now)
    return bool(closed.update(concluded_at=now))


def conclude_closed_calls(now: datetime | None = None) -> None:
    """Conclude the calls whose last letter left before they closed."""
    now = now or timezone.now()
    answered = Notice.objects.values("decision__application__project__call")
    for call in Call.objects.filter(pk__in=answered, concluded_at=None, closes_at__lte=now):
        with transaction.atomic():
            if conclude_if_done(call, now=now):
                journal.record("calls.conclude", call, summary=ALL_NOTIFIED, now=now)


@transaction.atomic
def open_notice(notice: Notice, *, by: Membership, now: datetime | None = None) -> bytes:
    """The letter's bytes, checked against its hash; the first opening by each of the pair's organisations is kept."""
    if notice.act.document is None:
        raise OutOfTurn("Le PDF de la lettre se prépare : il sera là dans quelques instants.")
    content = documents.read(notice.act.document)
    project = notice.decision.application.project
    if by.organisation_id in {project.ars_id, project.aract_id}:
        _, first = NoticeReading.objects.get_or_create(
            notice=notice,
            organisation_id=by.organisation_id,
            defaults={"read_by": by, "read_at": now or timezone.now()},
        )
        if first:
            journal.record(
                "commission.read_notice",
                notice,
                by=by,
                summary=f"Lettre {notice.act.number} ouverte par {by.organisation}",
                data={"number": notice.act.number, "organisation": by.organisation_id},
                now=now,
            )
    return content
