"""Handing in an expression, as often as one likes until the closing, and withdrawing it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from calls.conditions import asked
from calls.models import Question, Section, Term
from core.states import move
from core.verdicts import OutOfTurn, Refused
from core.wording import of_the
from directory.enums import EntityKind
from records import journal
from records.jobs import enqueue
from records.numbering import next_number
from regional_calls.answers_view import Reader
from regional_calls.calendar import ensure_open
from regional_calls.choosing import ExpressionStructure, ensure_choosable, ensure_nameable, structure_of
from regional_calls.enums import ExpressionState
from regional_calls.mailing import write
from regional_calls.models import Expression, JointChoice, RegionalCall
from regional_calls.moments import WITHDRAWN
from regional_calls.posting import ISSUE_RECEIPT
from regional_calls.progress import sections_of, steps
from regional_calls.writing import locked_expression

STRUCTURE = ("kind", "name", "finess", "category", "city", "address", "sector", "legal_status")
TEXTS = ("title", "tool", "work_question", "contact_function")


@transaction.atomic
def submit(expression: Expression, *, now: datetime | None = None) -> Expression:
    """Hand in what the draft says: the pair reads it from now on, its author receives a number, then a receipt.

    The call's row is held, so that a closing, a postponement or a second submission comes before or after (cases 2, 9).
    Handing in the same draft again changes nothing.
    """
    now = now or timezone.now()
    RegionalCall.objects.select_for_update().get(pk=expression.call_id)
    held = locked_expression(expression)
    ensure_open(held.call, now)
    sections = sections_of(held)
    missing = [f"{step.label} : {text}" for step in steps(held, sections) for text in step.missing]
    if missing:
        raise Refused("La réponse n'est pas complète. " + " ".join(missing))
    if not is_changed(held):
        return held
    structure = structure_of(held)
    if structure is None:
        raise Refused("La structure choisie n'est plus au répertoire : choisissez-la de nouveau.")
    take_draft(held, structure, [question for section in sections for question in section.questions.all()])
    if held.number is None:
        held.number = numbered(held, now)
    move(held, ExpressionState.SUBMITTED)
    held.submitted_at, held.withdrawn_at = now, None
    held.submission += 1
    held.attachments.exclude(removed_at=None).delete()
    held.attachments.filter(submitted_at=None).update(submitted_at=now)
    held.seal(handed_in(held, sections))
    held.save()
    acknowledge_later(held)
    journal.record(
        "regional_calls.submit",
        held,
        summary=f"Réponse {held.number} {of_the(held.place)} remise à « {held.call} » (remise n° {held.submission}).",
        data={"submission": held.submission, "sha256": held.sha256},
        now=now,
    )
    return held


def acknowledge_later(expression: Expression) -> None:
    """Within the deed: have the receipt of what was handed in issued and sent."""
    call = expression.call
    enqueue(
        ISSUE_RECEIPT,
        label=f"Accusé de réception {expression.number}",
        arguments={"expression_id": expression.pk},
        total=1,
        back_url=reverse("regional_calls:read_expression", args=[call.project_id, call.pk, expression.pk]),
    )


def is_changed(expression: Expression) -> bool:
    """Whether the draft, or its pieces, say something that was not handed in."""
    if expression.state != ExpressionState.SUBMITTED:
        return True
    if expression.attachments.filter(Q(submitted_at=None) ^ Q(removed_at__isnull=False)).exists():
        return True
    return expression.submitted_at is None or expression.edited_at > expression.submitted_at


def take_draft(expression: Expression, structure: ExpressionStructure, questions: list[Question]) -> None:
    """Copy the draft into the columns that the pair reads, but for answers that the others no longer call for."""
    if structure.establishment is not None:
        ensure_choosable(expression, structure.establishment)
    else:
        ensure_nameable(expression.call, kind=EntityKind(structure.kind), name=structure.name)
    expression.establishment = structure.establishment
    for name in STRUCTURE:
        setattr(expression, name, getattr(structure, name))
    project = expression.draft["project"]
    for name in TEXTS:
        setattr(expression, name, project.get(name) or "")
    expression.theme = expression.call.themes.get(pk=project["theme"])
    expression.nature = Term.objects.get(pk=project["nature"])
    expression.maturity = Term.objects.get(pk=project["maturity"])
    answers = expression.draft.get("answers") or {}
    called_for = {question.code for question in asked(questions, answers)}
    expression.answers = {code: value for code, value in answers.items() if code in called_for}


def handed_in(expression: Expression, sections: list[Section]) -> dict[str, Any]:
    """What an expression says once its draft is taken, in words, with its pieces known by their hashes."""
    terms = {name: str(getattr(expression, name)) for name in ("theme", "nature", "maturity")}
    pieces = expression.attachments.select_related("document")
    return {
        "call": str(expression.call),
        "number": expression.number,
        "structure": {name: getattr(expression, name) for name in STRUCTURE},
        "project": {name: getattr(expression, name) for name in TEXTS} | terms,
        "answers": [answer.sealed for part in Reader(sections).read(expression.answers) for answer in part.answers],
        "pieces": [{"kind": piece.kind, "sha256": piece.document.sha256} for piece in pieces],
    }


def numbered(expression: Expression, now: datetime) -> str:
    """«EI-PAC-2026-004»: the fourth expression of the region that year."""
    region = expression.call.project.region
    year = now.astimezone(expression.call.zone).year
    return f"EI-{region.short_name}-{year}-{next_number(f'expression:{region.code}:{year}'):03d}"


def ensure_withdrawable(expression: Expression, call: RegionalCall) -> None:
    if expression.state != ExpressionState.SUBMITTED:
        raise OutOfTurn("Cette réponse n'est pas remise : il n'y a rien à retirer.")
    if call.announced_at is not None:
        raise OutOfTurn("Les choix sont annoncés : écrivez à l'ARS et à l'Aract pour renoncer.")


@transaction.atomic
def withdraw(expression: Expression, *, now: datetime | None = None) -> Expression:
    """Take the expression back: the pair no longer reads it. Possible until the choices are announced."""
    now = now or timezone.now()
    call = RegionalCall.objects.select_for_update().get(pk=expression.call_id)
    held = locked_expression(expression)
    ensure_withdrawable(held, call)
    move(held, ExpressionState.WITHDRAWN)
    held.withdrawn_at = now
    held.save(update_fields=["state", "withdrawn_at"])
    held.views.all().delete()
    JointChoice.objects.filter(expression=held).delete()
    write(
        held.call,
        WITHDRAWN,
        key=f"expression-withdrawn:{held.pk}:{held.submission}",
        to=held.email,
        what=f"réponse {held.number} retirée",
        todo=f"Votre réponse à l'appel « {held.call} » est retirée, à votre demande.",
        facts=[f"Structure : {held.place}"],
    )
    journal.record(
        "regional_calls.withdraw", held, summary=f"Réponse {held.number} {of_the(held.place)} retirée.", now=now
    )
    return held
