"""Secret links: how a structure without account opens its expression, from a verified address.

The address's page keeps the portal's own referrer policy, «same-origin»: no other site ever learns the link, and
«no-referrer» would make browsers hide the origin of our own forms, which the CSRF check then refuses.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from acts.appeals import last_day_to_contest
from core.verdicts import OutOfTurn
from core.wording import deadline
from records import journal
from records.models import Document, Message
from records.moments import Moment
from regional_calls.calendar import ensure_open, not_yet, phase
from regional_calls.enums import RegionalPhase
from regional_calls.mailing import whom_to_write, write
from regional_calls.models import AccessLink, Expression, RegionalCall
from regional_calls.models.expression import LINK_AFTERLIFE, digest
from regional_calls.moments import LINK

OWN = "votre réponse à l'appel régional"


def expression_of(call: RegionalCall, email: str) -> Expression | None:
    """What an address answered, with the decision that it received."""
    return call.expressions.filter(email=email).select_related("choice__act").first()


def last_day(call: RegionalCall, expression: Expression | None) -> date | None:
    """Until when links open: some time after the announcement, and after the decision may no longer be contested."""
    if call.announced_at is None:
        return None
    announced = call.announced_at.astimezone(call.zone).date()
    choice = getattr(expression, "choice", None)
    contested = last_day_to_contest(choice.act.content) if choice and choice.act else None
    return max(announced, contested or announced) + LINK_AFTERLIFE


def is_over(call: RegionalCall, expression: Expression | None, at: datetime) -> bool:
    last = last_day(call, expression)
    return last is not None and at.astimezone(call.zone).date() > last


def once_over(call: RegionalCall, expression: Expression | None) -> str:
    """What remains to do when links no longer open."""
    if hasattr(expression, "choice"):
        known = "La décision vous a été envoyée par courriel, en pièce jointe. Pour en recevoir une copie,"
    else:
        known = "Les choix de cet appel sont annoncés. Pour toute question,"
    return f"{known} écrivez à {whom_to_write(call)}."


def new_link(call: RegionalCall, email: str, now: datetime) -> tuple[AccessLink, str]:
    """One more link to the expression of an address, and its secret, which is kept nowhere but in the mail."""
    token = secrets.token_urlsafe(32)
    return AccessLink.objects.create(call=call, email=email, token_digest=digest(token), sent_at=now), token


def path_of(token: str) -> str:
    return reverse("regional_calls:expression", args=[token])


def write_with_link(
    expression: Expression,
    moment: Moment,
    *,
    key: str,
    what: str,
    todo: str,
    facts: Sequence[str] = (),
    attachments: Iterable[Document] = (),
    now: datetime | None = None,
) -> None:
    """A mail that leads its reader to their own expression; the same `key` again writes nothing, and makes no link."""
    if Message.objects.filter(key=f"{key}:{expression.email.lower()}").exists():
        return
    _link, token = new_link(expression.call, expression.email, now or timezone.now())
    write(
        expression.call,
        moment,
        key=key,
        to=expression.email,
        what=what,
        todo=todo,
        path=path_of(token),
        facts=facts,
        secret=token,
        attachments=attachments,
    )


@transaction.atomic
def send_link(call: RegionalCall, *, email: str, now: datetime | None = None) -> None:
    """Write one mail to the address, whether or not it has an expression; the page answers the same to all (case 44).

    While the call is open it carries a link, which begins an expression or opens the present one; afterwards only who
    has an expression gets one, as long as it would open. Links sent before stay good, so that nobody is locked out by
    someone else's click.
    """
    now = now or timezone.now()
    email = email.strip().lower()
    if phase(call, now) in {RegionalPhase.PREPARATION, RegionalPhase.ANNOUNCED}:
        raise OutOfTurn(not_yet(call))
    known = expression_of(call, email)
    if known is None and phase(call, now) != RegionalPhase.OPEN:
        refuse_link(
            call,
            email,
            f"L'appel « {call} » a fermé le {deadline(call.closes_at, call.zone)}, et aucune réponse n'y est attachée "
            "à votre adresse.",
        )
    elif is_over(call, known, now):
        refuse_link(
            call, email, f"Votre réponse à l'appel « {call} » ne s'ouvre plus par un lien. {once_over(call, known)}"
        )
    else:
        send_new_link(call, email, now)


def refuse_link(call: RegionalCall, email: str, why: str) -> None:
    write(call, LINK, key=f"expression-none:{call.pk}:{secrets.token_hex(8)}", to=email, what=OWN, todo=why)


def send_new_link(call: RegionalCall, email: str, now: datetime) -> None:
    link, token = new_link(call, email, now)
    write(
        call,
        LINK,
        key=f"expression-link:{link.pk}",
        to=email,
        what=OWN,
        todo=f"Ouvrez votre réponse à l'appel « {call} » par ce lien :",
        path=path_of(token),
        facts=[
            "Il vaut mot de passe : ne le transmettez qu'aux personnes qui préparent la réponse avec vous.",
            f"L'appel {'ferme' if now < call.closes_at else 'a fermé'} le {deadline(call.closes_at, call.zone)}.",
            "Si vous n'avez rien demandé, ne tenez pas compte de ce message.",
        ],
        secret=token,
    )


@transaction.atomic
def begin(link: AccessLink, *, now: datetime | None = None) -> Expression:
    """Begin the expression of a link's address, which its opening verified; again, give the one that exists."""
    now = now or timezone.now()
    call = RegionalCall.objects.select_for_update().get(pk=link.call_id)
    known = call.expressions.filter(email=link.email).first()
    if known is not None:
        return known
    ensure_open(call, now)
    expression = Expression.objects.create(call=call, email=link.email, started_at=now, edited_at=now)
    journal.record("regional_calls.begin", expression, summary=f"Réponse commencée à « {call} ».", now=now)
    return expression
