"""Sending the acts of a regional call: each is drawn by a job, then leaves with its mail to the structure."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from acts import issuing
from core.wording import deadline, instant
from records.jobs import enqueue
from records.models import Document
from regional_calls.enums import ExpressionState, JointOutcome
from regional_calls.letters import receipt_of
from regional_calls.mailing import page_of, write
from regional_calls.models import Expression, JointChoice, RegionalCall
from regional_calls.moments import CALLED_UP, CHOSEN, RECEIVED

ISSUE_RECEIPT = "regional_calls.issue_receipt"
POST_LETTERS = "regional_calls.post_letters"
ANNOUNCED = {
    JointOutcome.RETAINED: "Votre structure est retenue.",
    JointOutcome.WAITING: "Votre structure est inscrite sur la liste d'attente.",
    JointOutcome.NOT_RETAINED: "Votre structure n'est pas retenue pour cette action collective.",
}


def issue_receipt(expression_id: int, *, now: datetime | None = None) -> None:
    """The receipt of what was last handed in, issued once and sent to its author; nothing if it was taken back."""
    expression = numbered(expression_id, now=now or timezone.now())
    if expression.state != ExpressionState.SUBMITTED or expression.receipt is None:
        return
    issuing.keep_paper(expression.receipt, lambda receipt: send_receipt(expression, receipt))


@transaction.atomic
def numbered(expression_id: int, *, now: datetime) -> Expression:
    """The expression with its receipt sealed, known by its number; a later one replaces the former."""
    Expression.objects.select_for_update().only("pk").get(pk=expression_id)
    held = Expression.objects.select_related(
        "receipt", "call__project__region", "call__project__ars__region", "call__project__aract"
    ).get(pk=expression_id)
    number = held.number if held.submission == 1 else f"{held.number}-{held.submission}"
    if held.state != ExpressionState.SUBMITTED or number is None or (held.receipt and held.receipt.number == number):
        return held
    held.receipt = issuing.issue(receipt_of(held), now=now, number=number, replaces=held.receipt)
    held.save(update_fields=["receipt"])
    return held


def send_receipt(expression: Expression, receipt: Document) -> None:
    call = expression.call
    again = " de nouveau" if expression.submission > 1 else ""
    received = instant(expression.submitted_at, call.zone) if expression.submitted_at else ""
    write(
        call,
        RECEIVED,
        key=f"expression-receipt:{expression.pk}:{expression.submission}",
        to=expression.email,
        what=f"accusé de réception {expression.number}",
        body=(
            f"Votre réponse à l'appel « {call} » a été{again} reçue.\n\n"
            f"Structure : {expression.place}\n"
            f"Numéro : {expression.number}\n"
            f"Reçue le : {received}\n"
            f"Projet numérique : {expression.title}\n\n"
            f"Vous pouvez la modifier, la remettre de nouveau ou la retirer par le lien reçu à cette adresse, jusqu'au "
            f"{deadline(call.closes_at, call.zone)}. L'ARS et l'Aract choisiront ensuite ensemble, et vous écriront. "
            "L'accusé de réception joint dit ce que vaut leur silence, et comment le contester.\n"
            f"{page_of(call)}"
        ),
        attachments=[receipt],
    )


def post_later(call: RegionalCall, *, by: Membership, letters: int) -> None:
    """Within the deed that announces choices: have their letters drawn and sent."""
    enqueue(
        POST_LETTERS,
        label=f"Décisions sur les réponses – {call}",
        arguments={"call_id": call.pk},
        total=letters,
        by=by,
        back_url=reverse("regional_calls:call", args=[call.project_id, call.pk]),
    )


def unposted(call_id: int) -> list[JointChoice]:
    """The choices whose letter is numbered and not sent yet."""
    waiting = JointChoice.objects.filter(expression__call=call_id, act__isnull=False, act__document=None)
    parties = ("region", "ars", "aract")
    projects = [f"expression__call__project__{name}" for name in parties]
    return list(waiting.select_related("act", *projects).order_by("act__number"))


def post_letter(choice: JointChoice) -> None:
    """Draw the letter of a choice once, and write to the structure with it."""
    act, expression = choice.act, choice.expression
    if act is None:
        raise ValueError(choice)

    def send(letter: Document) -> None:
        write(
            expression.call,
            CALLED_UP if hasattr(act, "replaces") else CHOSEN,
            key=f"regional-choice:{act.pk}",
            to=expression.email,
            what=f"décision sur votre réponse {expression.number}",
            body=(
                f"Réponse de la structure : {expression.place}.\n"
                f"Appel : « {expression.call} ».\nNuméro : {expression.number}.\n\n"
                f"{ANNOUNCED[JointOutcome(choice.outcome)]} La décision n° {act} est jointe : elle en donne les motifs "
                "et la suite, et dit comment la contester."
            ),
            attachments=[letter],
        )

    issuing.keep_paper(act, send)
