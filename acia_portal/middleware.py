"""Turn a deed's refusal that no view worded into a page that says why."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from acia_portal.verdicts import NotAllowed, OutOfTurn, Refused

TITLES = {
    NotAllowed.status: "Vous ne pouvez pas faire cela",
    OutOfTurn.status: "Ce n'est pas possible dans l'état actuel",
    Refused.status: "Cette demande ne peut pas aboutir",
}


class RefusalMiddleware:
    """A page for a person, a line of text for htmx, which `portal.js` announces."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if getattr(request, "htmx", False):
            return HttpResponse(exception.reason, status=exception.status, content_type="text/plain; charset=utf-8")
        context = {"title": TITLES[exception.status], "reason": exception.reason}
        return render(request, "refused.html", context, status=exception.status)
