"""Questions that the public asks about a regional call, answered in public."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn
from records import journal
from records.models import JournalEntry
from records.removing import comes_back, remove
from regional_calls.calendar import phase
from regional_calls.enums import RegionalPhase
from regional_calls.mailing import tell_pair, whom_to_write, write
from regional_calls.models import RegionalCall, RegionalQuestion
from regional_calls.moments import ANSWERED, ASKED, SET_ASIDE
from regional_calls.preparing import locked_to_run


def takes_questions(call: RegionalCall, at: datetime) -> bool:
    """From its publication to its closing; afterwards an answer would help nobody."""
    return phase(call, at) in {RegionalPhase.ANNOUNCED, RegionalPhase.OPEN}


def ensure_takes_questions(call: RegionalCall, at: datetime) -> None:
    if not takes_questions(call, at):
        raise OutOfTurn(f"Cet appel ne reçoit plus de question. Écrivez à {call.contact_email}.")


@transaction.atomic
def ask(call: RegionalCall, *, email: str, text: str, now: datetime | None = None) -> RegionalQuestion:
    """Anyone asks; the question shows once it is answered. The journal names nobody."""
    now = now or timezone.now()
    ensure_takes_questions(call, now)
    question = RegionalQuestion.objects.create(call=call, email=email, text=text, asked_at=now)
    journal.record("regional_calls.ask", question, summary=f"Question du public sur « {call} ».", now=now)
    tell_pair(
        call,
        ASKED,
        key=f"regional-asked:{question.pk}",
        what="une question du public attend votre réponse",
        todo="Répondez à la question, ou écartez-la.",
        path=page_to_answer(question),
    )
    return question


@transaction.atomic
def answer(
    question: RegionalQuestion, *, wording: str, answer: str, by: Membership, now: datetime | None = None
) -> RegionalQuestion:
    """Publish the question as reworded and its answer; the asker is told once, later corrections are silent."""
    now = now or timezone.now()
    question = locked_question(question, by)
    question.wording, question.answer = wording, answer
    question.answered_at, question.answered_by = question.answered_at or now, by
    question.save(update_fields=["wording", "answer", "answered_at", "answered_by"])
    call = question.call
    write(
        call,
        ANSWERED,
        key=f"regional-question:{question.pk}",
        to=question.email,
        what="réponse à votre question",
        todo="Voici la réponse à votre question. Elle est publiée avec la question, sans votre adresse.",
        facts=[f"Vous aviez demandé :\n{question.text}", f"Réponse :\n{answer}"],
    )
    journal.record("regional_calls.answer", question, by=by, summary=f"Réponse publiée sur « {call} ».", now=now)
    return question


@transaction.atomic
def set_aside(question: RegionalQuestion, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Remove a question that will not be published: off the subject, or answered privately. Its author is told once."""
    question = locked_question(question, by)
    ensure_unanswered(question)
    call = question.call
    write(
        call,
        SET_ASIDE,
        key=f"regional-set-aside:{question.pk}",
        to=question.email,
        what="votre question n'est pas publiée",
        todo=f"Votre question n'est pas publiée. Pour une réponse en particulier, écrivez à {whom_to_write(call)}.",
        facts=[
            "Elle sort du sujet de l'appel, ou a déjà sa réponse.",
            f"Vous aviez demandé :\n{question.text}",
        ],
    )
    within = {"regional_call": question.call_id}
    return remove(question, "regional_calls.set_aside", by=by, summary=f"{question} écartée", within=within, now=now)


def ensure_unanswered(question: RegionalQuestion) -> None:
    if question.answered_at is not None:
        raise OutOfTurn("Cette question a déjà sa réponse publiée.")


@comes_back("regional_calls.set_aside")
def waits_again(question: RegionalQuestion, *, by: Membership) -> Iterator[str]:
    locked_to_run(question.call, by)
    yield page_to_answer(question)


def page_to_answer(question: RegionalQuestion) -> str:
    return reverse("regional_calls:answer_question", args=[question.call.project_id, question.call_id, question.pk])


def locked_question(question: RegionalQuestion, by: Membership) -> RegionalQuestion:
    """The question under its call's lock, so that two answers do not cross."""
    call = locked_to_run(question.call, by)
    row = RegionalQuestion.objects.filter(pk=question.pk).first()
    if row is None:
        raise OutOfTurn("Cette question a été écartée.")
    row.call = call
    return row
