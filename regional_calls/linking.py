"""Secret links: how a structure without account opens its expression, from a verified address.

The address's page keeps the portal's own referrer policy, «same-origin»: no other site ever learns the link, and
«no-referrer» would make browsers hide the origin of our own forms, which the CSRF check then refuses.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.verdicts import OutOfTurn
from core.wording import deadline
from records import journal
from regional_calls.calendar import ensure_open, not_yet, phase
from regional_calls.enums import RegionalPhase
from regional_calls.mailing import link_page, page_of, write
from regional_calls.models import AccessLink, Expression, RegionalCall
from regional_calls.models.expression import digest
from regional_calls.moments import LINK


@transaction.atomic
def send_link(call: RegionalCall, *, email: str, now: datetime | None = None) -> None:
    """Write one mail to the address, whether or not it has an expression; the page answers the same to all (case 44).

    While the call is open it carries a link, which begins an expression or opens the present one; afterwards only who
    has an expression gets one. Links sent before stay good, so that nobody is locked out by someone else's click.
    """
    now = now or timezone.now()
    email = email.strip().lower()
    if phase(call, now) in {RegionalPhase.PREPARATION, RegionalPhase.ANNOUNCED}:
        raise OutOfTurn(not_yet(call))
    known = call.expressions.filter(email=email).exists()
    what = "votre réponse à l'appel régional"
    if not known and phase(call, now) != RegionalPhase.OPEN:
        text = (
            f"Vous avez demandé un lien pour l'appel « {call} ». Cet appel a fermé le "
            f"{deadline(call.closes_at, call.zone)} et aucune réponse n'y est attachée à votre adresse."
            f"\n{page_of(call)}"
        )
        key = f"expression-none:{call.pk}:{secrets.token_hex(8)}"
        write(call, LINK, key=key, to=email, what=what, body=text)
        return
    token = secrets.token_urlsafe(32)
    link = AccessLink.objects.create(call=call, email=email, token_digest=digest(token), sent_at=now)
    text = (
        f"Voici le lien de votre réponse à l'appel « {call} » :\n{link_page(token)}\n\n"
        f"Il vaut mot de passe : ne le transmettez qu'aux personnes qui préparent la réponse avec vous. "
        f"L'appel {'ferme' if now < call.closes_at else 'a fermé'} le {deadline(call.closes_at, call.zone)}.\n"
        "Si vous n'avez rien demandé, ne tenez pas compte de ce courriel."
    )
    write(call, LINK, key=f"expression-link:{link.pk}", to=email, what=what, body=text, secret=token)


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
