"""What waits for people because of fiches: the pair writes, signs and deposits, the secretary checks, DGOS signs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from django.db.models import Count, Max, Min, Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from applications.completeness import statuses
from applications.enums import ApplicationState, ThreadSide
from applications.messaging import side_of
from applications.models import (
    Application,
    Correction,
    Inadmissibility,
    LateEntry,
    Lead,
    PiecesRequest,
    ThreadMessage,
)
from applications.permissions import decides_for_dgos, may_start_project, party_of
from applications.presence import who
from applications.progress import next_action
from applications.remarks import awaiting, path_of_thread
from applications.signing import live_signatures
from applications.silence import Silence, unanswered
from applications.window import window
from calls.models import Call
from core.watch import Followed, Todo
from core.wording import PARIS, counted, day, deadline

SOON = timedelta(days=7)
MOST_REPLIES = 25


def todos(hat: Membership, now: datetime) -> list[Todo]:
    if may_start_project(hat):
        regional = [*_to_start(hat, now), *_to_write(hat, now), *_to_complete(hat, now), *_to_correct(hat, now)]
        return [*regional, *_to_lead(hat), *_to_reply(hat)]
    if hat.is_national(Role.SECRETARY):
        return [*_to_check(now), *_to_answer_in_time(now), *_to_reply(hat)]
    return list(_to_sign()) if decides_for_dgos(hat) else []


def _to_start(hat: Membership, now: datetime) -> Iterator[Todo]:
    begun = Application.objects.filter(project__region=hat.organisation.region).values("project__call")
    for call in Call.objects.open_at(now).exclude(pk__in=begun):
        yield Todo(
            label="Commencer le projet de la région",
            subject=f"{hat.organisation.region} – {call.title}",
            url=reverse("applications:start", args=[call.slug]),
            due=call.closes_at,
            detail="L'ARS et l'Aract écrivent ensemble une fiche projet.",
            urgent=call.closes_at - now <= SOON,
        )


def _to_lead(hat: Membership) -> Iterator[Todo]:
    """Fiches whose lead is offered to this person."""
    offered = Lead.objects.filter(offered_to=hat, application__state=ApplicationState.DRAFT)
    for lead in offered.select_related("application__project__region", "application__project__call"):
        project = lead.application.project
        yield Todo(
            label="Accepter ou décliner la conduite d'une fiche",
            subject=f"{project.region} – {project.call.title}",
            url=reverse("applications:application", args=[lead.application_id]),
        )


def _to_write(hat: Membership, now: datetime) -> Iterator[Todo]:
    """At most one fiche for each open call, or that a code keeps open, which are few: each is read in full."""
    still_open = Q(project__call__in=Call.objects.open_at(now)) | Q(
        pk__in=LateEntry.objects.open_at(now).values("application")
    )
    drafts = Application.objects.visible_to(hat).with_parties().filter(state=ApplicationState.DRAFT)
    open_fiches = drafts.filter(still_open, project__call__concluded_at=None)
    for fiche in open_fiches:
        yield _todo_of(fiche, hat, now)
        yield from _to_answer_remarks(fiche, hat)


def _to_answer_remarks(fiche: Application, hat: Membership) -> Iterator[Todo]:
    threads = awaiting(fiche, hat)
    if threads:
        one = path_of_thread(threads[0])
        yield Todo(
            label=f"Répondre à {counted(len(threads), 'remarque')}",
            subject=f"{fiche.project.region} – {fiche.project.call.title}",
            url=one if len(threads) == 1 else reverse("applications:remarks", args=[fiche.pk]),
            detail=f"{who(threads[0].last.author, fiche.project)}, sur {threads[0].subject}.",
        )


def _to_correct(hat: Membership, now: datetime) -> Iterator[Todo]:
    """Deposited fiches of the pair under correction, few at any time."""
    running = Correction.objects.running(now).values("application")
    for fiche in Application.objects.visible_to(hat).with_parties().select_related("deposit").filter(pk__in=running):
        yield _todo_of(fiche, hat, now)


def _todo_of(fiche: Application, hat: Membership, now: datetime) -> Todo:
    call = fiche.project.call
    live = live_signatures(fiche)
    action = next_action(fiche, statuses(fiche), live, hat, now)
    party = party_of(hat, fiche.project)
    lapsed = fiche.signatures.filter(party=party).exclude(voided_at=None).order_by("-voided_at").first()
    voided = f"Votre signature est annulée. {lapsed.void_reason}. " if lapsed and party not in live else ""
    closes_at = window(fiche, now).closes_at
    return Todo(
        label="Suivre la fiche" if action.obstacles else action.label,
        subject=f"{fiche.project.region} – {call.title}",
        url=reverse("applications:application", args=[fiche.pk]) if action.obstacles else action.url,
        due=closes_at,
        detail=f"{voided}{action.sentence}",
        urgent=bool(voided) or fiche.correction is not None or closes_at - now <= SOON,
    )


def _to_reply(hat: Membership) -> Iterator[Todo]:
    """Fiches on which the other side wrote last; one query whatever their number, the oldest message first."""
    side = side_of(hat)
    waiting = (
        ThreadMessage.objects.to_handle(side)
        .filter(application__in=Application.objects.visible_to(hat))
        .order_by()
        .values("application", "application__project__region__name", "application__project__call__title")
        .annotate(number=Count("pk"), first=Min("pk"))
        .order_by("first")[:MOST_REPLIES]
    )
    for line in waiting:
        yield Todo(
            label="Répondre à un message" if line["number"] == 1 else f"Répondre à {line['number']} messages",
            subject=f"{line['application__project__region__name']} – {line['application__project__call__title']}",
            url=reverse("applications:messages", args=[line["application"]]),
            detail="Le secrétariat de la commission vous écrit."
            if side == ThreadSide.PAIR
            else "Le binôme vous écrit.",
        )


def _to_complete(hat: Membership, now: datetime) -> Iterator[Todo]:
    """Pieces asked of the pair, not answered yet."""
    fiches = Application.objects.visible_to(hat).filter(state=ApplicationState.DEPOSITED)
    waiting = PiecesRequest.objects.awaited(now.astimezone(PARIS).date()).filter(application__in=fiches)
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
