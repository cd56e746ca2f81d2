"""What every request goes through: readable forms, typeset pages, logs without secrets, refusals worded as pages."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django_structlog.middlewares import RequestMiddleware

from core.autosave import is_autosave
from core.typography import typeset, typeset_text
from core.verdicts import NotAllowed, OutOfTurn, Refused

TITLES = {
    NotAllowed.status: "Vous ne pouvez pas faire cela",
    OutOfTurn.status: "Ce n'est pas possible dans l'état actuel",
    Refused.status: "Cette demande ne peut pas aboutir",
}


class ReadableFormMiddleware:
    """Answer at once a form that is not in UTF-8; no browser sends one.

    Django would refuse it on each reading of the form, error pages included, and end in a bare 500.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        form = request.content_type == "application/x-www-form-urlencoded"
        if form and (request.encoding or "utf-8").lower() != "utf-8":
            text = "Le formulaire reçu n'est pas en UTF-8 : il ne peut pas être lu."
            return HttpResponseBadRequest(text, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class TypographyMiddleware:
    """Every page and part of a page leaves with French typography; files and what scripts read are left as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = typeset(response.text)
        return response


class DiscreetRequestMiddleware(RequestMiddleware):
    """Log each request, but not the secret that some addresses carry: a reader of the log must not open an answer."""

    SECRET = re.compile(r"/(expressions|invitation|courriels/arret|reunions/reponse|mot-de-passe/oubli)/[^/?]+")

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return DiscreetRequestMiddleware.SECRET.sub(r"/\1/•••", f"{request.method} {request.get_full_path()}")


class RefusalMiddleware:
    """A page for a person, a line of text for htmx, which `portal.js` announces, JSON for a field that saves itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if is_autosave(request):
            return JsonResponse({"errors": [typeset_text(exception.reason)]}, status=exception.status)
        if getattr(request, "htmx", False):
            reason = typeset_text(exception.reason)
            return HttpResponse(reason, status=exception.status, content_type="text/plain; charset=utf-8")
        context = {"title": TITLES[exception.status], "reason": exception.reason, "undo": exception.undo}
        return render(request, "refused.html", context, status=exception.status)
