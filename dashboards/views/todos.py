"""Everyone's first page once signed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.middleware import HatRequest
from core.watch import one_page
from core.wording import NBSP
from dashboards.navigation import menu
from dashboards.timeline import timeline
from dashboards.todos import grouped, last_visit, moves
from dashboards.todos import todos as waiting_for


def todos(request: HatRequest) -> HttpResponse:
    """What waits for the hat worn, what moved since, and for DGOS and Anact the calls' calendar."""
    hat = request.hat
    if hat is None:
        return render(request, "dashboards/no_hat.html")
    now = timezone.now()
    since = last_visit(hat.user, request.session, now)
    elsewhere = menu(request)[1]
    with one_page():
        waiting, moved = waiting_for(hat, now), moves(hat, since, now)
    context = {
        "now": now,
        "elsewhere": elsewhere,
        "elsewhere_label": f"Ouvrir «{NBSP}{elsewhere.label}{NBSP}»",
        "groups": grouped(waiting, now),
        "count": len(waiting),
        "urgent": sum(todo.urgent for todo in waiting),
        "since": since,
        "moves": moved,
        "timeline": timeline(now) if hat.national else None,
    }
    return render(request, "dashboards/todos.html", context)
