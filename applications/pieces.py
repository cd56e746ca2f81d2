"""Asking a pair for what its deposited fiche lacks, before any inadmissibility for that (CRPA L. 114-5)."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.mailing import Mail, tell
from accounts.models import Membership
from acts import issuing
from acts.models import Act
from applications.fiche_edit import locked
from applications.letters import pieces_asked
from applications.mailing import path_of, secretaries
from applications.models import Application, PiecesAnswer, PiecesRequest
from applications.moments import PIECES_ANSWERED
from applications.permissions import may_answer_pieces, may_ask_pieces
from applications.posting import post_later
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import PARIS, day
from records import documents, journal
from records.models import Document


@dataclass(frozen=True)
class Asked:
    """The request that stands on a fiche, what was answered, and whether its delay has run."""

    request: PiecesRequest
    answers: list[PiecesAnswer]
    late: bool


def asked_of(application: Application, today: date) -> Asked | None:
    request = standing_request(application)
    if request is None:
        return None
    answers = request.answers.select_related("document", "sent_by__organisation", "sent_by__user")
    return Asked(request, list(answers), today > request.until)


def standing_request(application: Application) -> PiecesRequest | None:
    """The last request, with its act."""
    return application.pieces_requests.standing().select_related("act", "asked_by").last()


@transaction.atomic
def ask_for_pieces(
    application: Application, *, pieces: str, days: int, by: Membership, now: datetime | None = None
) -> PiecesRequest:
    """Ask for what lacks, within so many days, by an act; a new one replaces it, and twice does nothing."""
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_ask_pieces(by, fiche))
    if not pieces.strip():
        raise Refused("Dites ce qui manque : une ligne pour chaque pièce ou information.")
    least, most = settings.PIECES_DAYS_LEAST, settings.PIECES_DAYS_MOST
    if not least <= days <= most:
        raise Refused(f"Le délai va de {least} à {most} jours.")
    until = now.astimezone(PARIS).date() + timedelta(days=days)
    former = standing_request(fiche)
    if former is not None and (former.pieces, former.until) == (pieces, until):
        return former
    request = PiecesRequest(application=fiche, pieces=pieces, until=until, asked_by=by, asked_at=now)
    request.act = issuing.issue(pieces_asked(request, now), now=now, replaces=replaced(former))
    request.save()
    post_later(request.act, fiche, by=by)
    journal.record(
        "applications.ask_pieces",
        fiche,
        by=by,
        summary=f"Pièces demandées jusqu'au {day(until)} (demande {request.act})",
        data={"number": request.act.number, "pieces": pieces, "until": until},
        now=now,
    )
    return request


def replaced(former: PiecesRequest | None) -> Act | None:
    """A request that was answered stays true; one that still waits gives way to the new one."""
    return None if former is None or former.answers.exists() else former.act


@transaction.atomic
def answer_pieces(
    application: Application, *, text: str, upload: Any = None, by: Membership, now: datetime | None = None
) -> PiecesAnswer:
    """Send a text, and a file if there is one; as often as needed until the fiche is judged, even after the delay."""
    now = now or timezone.now()
    fiche = locked(application)
    ensure(may_answer_pieces(by, fiche))
    request = standing_request(fiche)
    if request is None:
        raise OutOfTurn("Aucune pièce n'est demandée sur cette fiche : il n'y a rien à envoyer.")
    if not text.strip():
        raise Refused("Écrivez votre réponse : une phrase suffit pour présenter un fichier.")
    last = request.answers.select_related("document").last()
    if last is not None and last.text == text and is_same_file(upload, last.document):
        return last
    document = documents.store_upload(upload, by=by) if upload is not None else None
    answer = PiecesAnswer.objects.create(asked=request, text=text, document=document, sent_by=by, sent_at=now)
    project = fiche.project
    mail = Mail(
        project.mail_about,
        "réponse à la demande de pièces",
        f"Lisez la réponse, puis dites si la fiche « {project.title} » est recevable.",
        path_of(fiche),
        [f"{by.subject} répond à la demande de pièces n° {request.act}."],
        reply_to=by.user.email,
    )
    tell(PIECES_ANSWERED, secretaries(now), mail, key=f"pieces-answer:{answer.pk}")
    journal.record(
        "applications.answer_pieces",
        fiche,
        by=by,
        summary=f"Réponse à la demande de pièces {request.act}",
        data={"request": request.pk, "sha256": document.sha256 if document else ""},
        now=now,
    )
    return answer


def is_same_file(upload: Any, document: Document | None) -> bool:
    """Whether a file that is sent is the one kept, or neither is there: a second click sends the same again."""
    if upload is None or document is None:
        return upload is document
    sha256 = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    return sha256 == document.sha256


def ensure_asked(application: Application, today: date) -> None:
    """Before a fiche is said incomplete, its pair was asked for what lacks, and answered or had the time to."""
    request = standing_request(application)
    if request is None:
        raise Refused("Demandez d'abord les pièces qui manquent : une fiche incomplète n'est pas encore irrecevable.")
    if today <= request.until and not request.answers.exists():
        raise OutOfTurn(
            f"Le binôme a jusqu'au {day(request.until)} pour envoyer ce qui manque. "
            "Concluez après sa réponse, ou cette date."
        )
