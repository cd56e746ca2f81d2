"""The acts of a regional call: the receipt of an expression, and the letter that announces its choice."""

from datetime import date, datetime

from accounts.models import Membership
from acts.addressees import Addressee, addressee
from acts.appeals import court_of, refused_by_silence_on
from acts.authors import author_of, service_of
from acts.drafting import ActDraft
from acts.enums import ActKind
from core.wording import PARIS, day, deadline, instant
from directory.enums import LegalStatus
from regional_calls.enums import JointOutcome
from regional_calls.mailing import contact_of
from regional_calls.models import Expression, JointChoice
from regional_calls.retaining import is_running

SENSES = {
    JointOutcome.RETAINED: "Structure retenue",
    JointOutcome.WAITING: "Structure inscrite sur la liste d'attente",
    JointOutcome.NOT_RETAINED: "Structure non retenue",
}


def implicit_refusal_on(expression: Expression) -> date | None:
    """The day on which silence refuses what was last handed in."""
    if expression.submitted_at is None:
        return None
    return refused_by_silence_on(expression.submitted_at.astimezone(expression.call.zone).date())


def structure_of_letter(expression: Expression) -> Addressee:
    """The structure, in the call's region; private ones are not held to Télérecours."""
    public = expression.legal_status == LegalStatus.PUBLIC
    return addressee(expression.name, expression.address, expression.call.project.region, public=public)


def about(expression: Expression) -> dict[str, object]:
    call = expression.call
    received = expression.submitted_at
    return {
        "call": {"title": call.title, "contact": contact_of(call)},
        "expression": {
            "number": expression.number,
            "submission": expression.submission,
            "received_at": instant(received, call.zone) if received else "",
            "title": expression.title,
        },
    }


def receipt_of(expression: Expression) -> ActDraft:
    """The receipt of what was last handed in, by the ARS, which decides."""
    call = expression.call
    project = call.project
    received = expression.submitted_at
    return ActDraft(
        kind=ActKind.REGIONAL_RECEIPT,
        subject=f"{call.title} – votre réponse n° {expression.number}",
        sense=f"Réponse reçue le {instant(received, call.zone)}" if received else "Réponse reçue",
        authors=[service_of(project.ars)],
        addressee=structure_of_letter(expression),
        copies=[project.aract.name],
        court=court_of(project.region),
        place=project.ars.city,
        implicit_on=implicit_refusal_on(expression),
        body=about(expression) | {"closing": deadline(call.closes_at, call.zone)},
    )


def selection_of(choice: JointChoice, *, by: Membership, at: datetime) -> ActDraft:
    """What the choice of the pair decides for a structure, signed for the ARS."""
    expression = choice.expression
    call = expression.call
    project = call.project
    outcome = JointOutcome(choice.outcome)
    rank = f", au rang {choice.rank}" if choice.rank else ""
    return ActDraft(
        kind=ActKind.SELECTION,
        subject=f"{call.title} – décision sur votre réponse n° {expression.number}",
        sense=f"{SENSES[outcome]}{rank}",
        authors=[author_of(by, at.astimezone(PARIS).date(), signed=f"Décidé le {instant(at)}")],
        addressee=structure_of_letter(expression),
        copies=[project.aract.name],
        court=court_of(project.region),
        visas=[
            "le code de la santé publique, notamment son article L. 1432-2",
            f"l'appel régional « {call.title} »",
        ],
        reasons=choice.reason,
        place=project.ars.city,
        implicit_on=implicit_refusal_on(expression),
        favourable=outcome == JointOutcome.RETAINED,
        body=about(expression)
        | {
            "outcome": outcome.value,
            "rank": choice.rank,
            "running": is_running(project, at),
            "national": project.call.title,
            "confirmed_on": day(choice.confirmed_at.astimezone(PARIS)) if choice.confirmed_at else "",
        },
    )
