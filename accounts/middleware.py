"""Who asks: somebody signed in, unless the page is public, and which hat they wear."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from accounts.models import Membership, User
from core.autosave import is_autosave, is_of_somebody_else, sign_in_needed

SESSION_KEY = "hat"


class HatRequest(HttpRequest):
    """What `HatMiddleware` hands to a view that asks for sign-in.

    `hat` is None for someone without a role; every permission says no to that, so views pass it on as it is.
    """

    user: User
    hat: Membership
    hats: list[Membership]
    htmx: HtmxDetails


class SignInMiddleware(LoginRequiredMiddleware):
    """Sign-in first: a page leads there, a field that saves itself is told so; what was typed is shown (case 50)."""

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        if is_of_somebody_else(request):
            return sign_in_needed()
        return super().process_view(request, *view)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if is_autosave(request):
            return sign_in_needed()
        leads = super().handle_no_permission(request, view_func)
        if request.method != "POST":
            return leads
        reason = "Connectez-vous de nouveau, puis reprenez ce que vous aviez saisi."
        context = {"title": "Votre session est terminée", "reason": reason, "sign_in": leads.url}
        return render(request, "refused.html", context, status=HTTPStatus.UNAUTHORIZED)


def current_hats(user: User | AnonymousUser) -> list[Membership]:
    if isinstance(user, AnonymousUser):
        return []
    return list(user.memberships.current().select_related("user", "organisation__region"))


class HatMiddleware:
    """Set `request.hat` again at each request, so that a lost role closes at once.

    It is the chosen membership if it is still current, else the first one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HatRequest) -> HttpResponse:
        request.hats = current_hats(request.user)
        chosen = request.session.get(SESSION_KEY)
        first = request.hats[0] if request.hats else None
        request.hat = next((hat for hat in request.hats if hat.pk == chosen), first)  # type: ignore[assignment]
        return self.get_response(request)
