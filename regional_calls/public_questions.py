"""Questions that the public asks about a regional call, answered in public."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, ensure
from records import journal, outbox
from regional_calls.calendar import phase
from regional_calls.enums import RegionalPhase
from regional_calls.mailing import page_of, signed
from regional_calls.models import RegionalCall, RegionalQuestion
from regional_calls.permissions import may_prepare_regional_call, may_run_regional_call
from regional_calls.preparing import ensure_turn, locked


def takes_questions(call: RegionalCall, at: datetime) -> bool:
    """From its publication to its closing; afterwards an answer would help nobody."""
    return phase(call, at) in {RegionalPhase.ANNOUNCED, RegionalPhase.OPEN}


@transaction.atomic
def ask(call: RegionalCall, *, email: str, text: str, now: datetime | None = None) -> RegionalQuestion:
    """Anyone asks; the question shows once it is answered. The journal names nobody."""
    now = now or timezone.now()
    if not takes_questions(call, now):
        raise OutOfTurn("Cet appel ne reçoit plus de question. Écrivez à son contact.")
    question = RegionalQuestion.objects.create(call=call, email=email, text=text, asked_at=now)
    journal.record("regional_calls.ask", question, summary=f"Question du public sur « {call} ».", now=now)
    return question


@transaction.atomic
def answer(
    question: RegionalQuestion, *, wording: str, answer: str, by: Membership, now: datetime | None = None
) -> RegionalQuestion:
    """Publish the question as reworded and its answer; the asker is told once, later corrections are silent."""
    now = now or timezone.now()
    question = locked_question(question, by)
    if question.set_aside_at is not None:
        raise OutOfTurn("Cette question a été écartée.")
    question.wording, question.answer = wording, answer
    question.answered_at, question.answered_by = question.answered_at or now, by
    question.save(update_fields=["wording", "answer", "answered_at", "answered_by"])
    call = question.call
    outbox.write(
        f"regional-question:{question.pk}",
        to=question.email,
        subject=f"Réponse à votre question sur l'appel régional {call.project.region}",
        body=signed(
            call,
            f"Vous aviez demandé :\n{question.text}\n\nRéponse :\n{answer}\n\n"
            f"La question et la réponse sont publiées, sans votre adresse :\n{page_of(call)}",
        ),
    )
    journal.record("regional_calls.answer", question, by=by, summary=f"Réponse publiée sur « {call} ».", now=now)
    return question


@transaction.atomic
def set_aside(question: RegionalQuestion, *, by: Membership, now: datetime | None = None) -> RegionalQuestion:
    """Leave a question unpublished: off the subject, or answered privately."""
    now = now or timezone.now()
    question = locked_question(question, by)
    if question.answered_at is not None:
        raise OutOfTurn("Cette question a déjà sa réponse publiée.")
    if question.set_aside_at is None:
        question.set_aside_at = now
        question.save(update_fields=["set_aside_at"])
        journal.record("regional_calls.set_aside", question, by=by, summary="Question du public écartée.", now=now)
    return question


def locked_question(question: RegionalQuestion, by: Membership) -> RegionalQuestion:
    """The question under its call's lock, so that two answers do not cross."""
    ensure(may_prepare_regional_call(by, question.call.project))
    call = locked(question.call)
    ensure_turn(may_run_regional_call(by, call))
    row = RegionalQuestion.objects.get(pk=question.pk)
    row.call = call
    return row
