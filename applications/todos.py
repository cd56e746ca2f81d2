"""What waits for people because of fiches: the pair writes, signs and deposits, the secretary checks, DGOS signs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from django.db.models import Count, Max, Min
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from applications.completeness import statuses
from applications.desk import Desk, standing_signatures, why_fallen
from applications.enums import ApplicationState, ThreadSide
from applications.guests import SHOWN, live_for
from applications.models import Application, Inadmissibility, PiecesRequest, ThreadMessage
from applications.permissions import decides_for_dgos, may_start_project, party_of
from applications.presence import who
from applications.progress import next_action
from applications.remarks import Awaiting, awaiting, path_of_thread
from applications.silence import Silence, unanswered
from applications.window import window
from calls.models import Call
from core.watch import Followed, Todo
from core.wording import PARIS, counted, day, deadline

SOON = timedelta(days=7)
MOST_REPLIES = 25


def todos(hat: Membership, now: datetime) -> list[Todo]:
    if may_start_project(hat):
        desk = Desk(hat, now)
        written = [*_to_start(desk, hat, now), *_to_write(desk, hat, now), *_to_complete(desk, now)]
        return [*written, *_to_correct(desk, hat, now), *_to_lead(desk, hat), *_to_reply(desk)]
    if hat.guest:
        return list(_to_help(hat, now))
    if hat.is_national(Role.SECRETARY):
        return [*_to_check(now), *_to_answer_in_time(now), *_to_handle()]
    return list(_to_sign()) if decides_for_dgos(hat) else []


def _to_help(hat: Membership, now: datetime) -> Iterator[Todo]:
    """What a guest was invited to, the first to end first."""
    for guest in live_for(hat, now)[:SHOWN]:
        project = guest.application.project
        yield Todo(
            label=f"{guest.task.capitalize()} {counted(len(guest.sections), 'section')} d'une fiche",
            subject=f"{project.region} – {project.call.title}",
            url=reverse("applications:application", args=[guest.application_id]),
            due=guest.ends_at,
            detail=f"{who(guest.invited_by, project)} vous invite jusqu'au {day(guest.until)} compris.",
            urgent=guest.ends_at - now <= SOON,
        )


def _to_start(desk: Desk, hat: Membership, now: datetime) -> Iterator[Todo]:
    for call in desk.to_start:
        yield Todo(
            label="Commencer le projet de la région",
            subject=f"{hat.organisation.region} – {call.title}",
            url=reverse("applications:start", args=[call.slug]),
            due=call.closes_at,
            detail="L'ARS et l'Aract écrivent ensemble une fiche projet.",
            urgent=call.closes_at - now <= SOON,
        )


def _to_lead(desk: Desk, hat: Membership) -> Iterator[Todo]:
    """Drafts whose lead is offered to this person."""
    for fiche in desk.drafts:
        lead = getattr(fiche, "lead", None)
        if lead is not None and lead.offered_to_id == hat.pk:
            yield Todo(
                label="Accepter ou décliner la conduite d'une fiche",
                subject=f"{fiche.project.region} – {fiche.project.call.title}",
                url=reverse("applications:application", args=[fiche.pk]),
            )


def _to_write(desk: Desk, hat: Membership, now: datetime) -> Iterator[Todo]:
    remarks = awaiting(desk.drafts, hat) if desk.drafts else {}
    for fiche in desk.drafts:
        yield _todo_of(fiche, hat, now)
        yield from _to_answer_remarks(fiche, remarks.get(fiche.pk, []))


def _to_answer_remarks(fiche: Application, waiting: Sequence[Awaiting]) -> Iterator[Todo]:
    if waiting:
        first = waiting[0]
        one = path_of_thread(first.thread)
        yield Todo(
            label=f"Répondre à {counted(len(waiting), 'remarque')}",
            subject=f"{fiche.project.region} – {fiche.project.call.title}",
            url=one if len(waiting) == 1 else reverse("applications:remarks", args=[fiche.pk]),
            detail=f"{who(first.last.author, fiche.project)}, sur {first.thread.subject}.",
        )


def _to_correct(desk: Desk, hat: Membership, now: datetime) -> Iterator[Todo]:
    for fiche in desk.corrected:
        yield _todo_of(fiche, hat, now)


def _todo_of(fiche: Application, hat: Membership, now: datetime) -> Todo:
    call = fiche.project.call
    action = next_action(fiche, statuses(fiche), standing_signatures(fiche), hat, now)
    why = why_fallen(fiche, party_of(hat, fiche.project))
    voided = f"Votre signature est annulée. {why}. " if why else ""
    closes_at = window(fiche, now).closes_at
    return Todo(
        label="Suivre la fiche" if action.obstacles else action.label,
        subject=f"{fiche.project.region} – {call.title}",
        url=reverse("applications:application", args=[fiche.pk]) if action.obstacles else action.url,
        due=closes_at,
        detail=f"{voided}{action.sentence}",
        urgent=bool(voided) or fiche.correction is not None or closes_at - now <= SOON,
    )


def _to_reply(desk: Desk) -> Iterator[Todo]:
    for fiche in desk.to_reply:
        region, call = fiche.project.region.name, fiche.project.call.title
        yield _reply(fiche.pk, fiche.unanswered, f"{region} – {call}", "Le secrétariat de la commission vous écrit.")


def _to_handle() -> Iterator[Todo]:
    """Fiches on which their pair wrote last; one query whatever their number, the oldest message first."""
    waiting = (
        ThreadMessage.objects.to_handle(ThreadSide.SECRETARIAT)
        .exclude(application__state=ApplicationState.DRAFT)
        .order_by()
        .values("application", "application__project__region__name", "application__project__call__title")
        .annotate(number=Count("pk"), first=Min("pk"))
        .order_by("first")[:MOST_REPLIES]
    )
    for line in waiting:
        subject = f"{line['application__project__region__name']} – {line['application__project__call__title']}"
        yield _reply(line["application"], line["number"], subject, "Le binôme vous écrit.")


def _reply(fiche: int, number: int, subject: str, detail: str) -> Todo:
    return Todo(
        label="Répondre à un message" if number == 1 else f"Répondre à {number} messages",
        subject=subject,
        url=reverse("applications:messages", args=[fiche]),
        detail=detail,
    )


def _to_complete(desk: Desk, now: datetime) -> Iterator[Todo]:
    """Pieces asked of the pair, not answered yet; no query while nothing is asked."""
    if not desk.lacking_pieces:
        return
    waiting = PiecesRequest.objects.awaited(now.astimezone(PARIS).date()).filter(application__in=desk.lacking_pieces)
    for request in waiting.select_related("act", "application__project__region", "application__project__call"):
        project = request.application.project
        yield Todo(
            label="Répondre à la demande de pièces",
            subject=f"{project.region} – {project.call.title}",
            url=reverse("applications:answer_pieces", args=[request.application_id]),
            due=datetime.combine(request.until, time(23, 59), tzinfo=PARIS),
            detail=f"Demande n° {request.act}.",
            urgent=True,
        )


def _to_sign() -> Iterator[Todo]:
    """Inadmissibilities that the secretary proposes."""
    proposed = Inadmissibility.objects.proposed().filter(application__state=ApplicationState.DEPOSITED)
    for found in proposed.select_related("application__project__region", "application__project__call"):
        project = found.application.project
        yield Todo(
            label="Signer une irrecevabilité, ou la renvoyer",
            subject=f"{project.region} – {project.call.title}",
            url=reverse("applications:declare_inadmissible", args=[found.application_id]),
            detail="Le secrétariat de la commission la propose.",
        )


def _to_answer_in_time(now: datetime) -> Iterator[Todo]:
    """Fiches that silence refuses, or has refused, each call's in one line."""
    by_call: dict[Call, list[Silence]] = defaultdict(list)
    for silence in unanswered(now):
        by_call[silence.deposit.application.project.call].append(silence)
    for call, silences in by_call.items():
        first = min(silences, key=lambda one: one.on)
        fiches = counted(len(silences), "fiche")
        yield Todo(
            label=f"Répondre à {fiches} avant le rejet implicite"
            if not first.born
            else f"Répondre à {fiches} : un rejet implicite est né",
            subject=call.title,
            url=reverse("commission:dashboard", args=[call.slug]),
            due=datetime.combine(first.on, time(0), tzinfo=call.zone),
            detail=f"{first.deposit.application.project.region} : {day(first.on)}.",
            urgent=True,
        )


def _to_check(now: datetime) -> Iterator[Todo]:
    """Those that wait neither for their pair nor for a signature."""
    elsewhere = [
        *PiecesRequest.objects.awaited(now.astimezone(PARIS).date()).values_list("application", flat=True),
        *Inadmissibility.objects.proposed().values_list("application", flat=True),
    ]
    waiting = (
        Application.objects.filter(state=ApplicationState.DEPOSITED, deposit__isnull=False)
        .exclude(pk__in=elsewhere)
        .order_by()
        .values("project__call__slug", "project__call__title", "project__call__closes_at")
        .annotate(fiches=Count("pk"), one=Min("pk"), last=Max("deposit__received_at"))
        .order_by("project__call__closes_at")
    )
    for line in waiting:
        number = line["fiches"]
        yield Todo(
            label=f"Examiner la recevabilité de {counted(number, 'fiche')}",
            subject=line["project__call__title"],
            url=reverse("applications:check", args=[line["one"]])
            if number == 1
            else reverse("applications:received", args=[line["project__call__slug"]]) + "?etat=deposited&tri=recue",
            detail=f"Dernière reçue le {deadline(line['last'])}.",
            urgent=line["project__call__closes_at"] <= now,
        )


def followed(hat: Membership) -> list[Followed]:
    """What others did on the fiches of one's pair; the commission's own line leads to the letter."""
    if not may_start_project(hat):
        return []
    fiches = Application.objects.visible_to(hat)
    told, silent = ["applications."], ["applications.notify"]
    return [Followed("applications.application", fiches, told, fiche_pages, silent)]


def fiche_pages(keys: Sequence[str]) -> dict[str, str]:
    return {key: reverse("applications:application", args=[key]) for key in keys}
