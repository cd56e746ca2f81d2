"""Everyone's first page once signed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.middleware import HatRequest
from acia_portal.desk import grouped, last_visit, moves, todos
from acia_portal.navigation import menu
from acia_portal.timeline import timeline
from acia_portal.wording import NBSP


def desk(request: HatRequest) -> HttpResponse:
    """What waits for the hat worn, what moved since, and for DGOS and Anact the calls' calendar."""
    hat = request.hat
    if hat is None:
        return render(request, "portal/no_hat.html")
    now = timezone.now()
    since = last_visit(hat.user, request.session, now)
    elsewhere = menu(request)[1]
    waiting = todos(hat, now)
    context = {
        "now": now,
        "elsewhere": elsewhere,
        "elsewhere_label": f"Ouvrir «{NBSP}{elsewhere.label}{NBSP}»",
        "groups": grouped(waiting, now),
        "count": len(waiting),
        "urgent": sum(todo.urgent for todo in waiting),
        "since": since,
        "moves": moves(hat, since, now),
        "timeline": timeline(now) if hat.national else None,
    }
    return render(request, "portal/desk.html", context)
