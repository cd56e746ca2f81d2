"""The demonstration: choosing a persona and signing in with one click. These pages exist only where DEMO is on."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import SESSION_KEY
from accounts.views.accepting import SIGN_IN_BACKEND
from demo.personas import demo_account, grouped
from demo.personas import personas as listed_personas


def demonstration_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Public, and 404 unless the settings say DEMO; the method is judged after."""

    @login_not_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demonstration_only
@require_safe
def personas(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/personas.html", {"groups": grouped(listed_personas())})


@demonstration_only
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Open a demo account by its address; `rattachement` says which hat, for those who have several."""
    user = demo_account(request.POST.get("compte", ""))
    if user is None:
        return render(request, "demo/unknown.html", status=404)
    login(request, user, backend=SIGN_IN_BACKEND)
    asked = request.POST.get("rattachement", "")
    for hat in user.memberships.current():
        if str(hat.pk) == asked:
            request.session[SESSION_KEY] = hat.pk
    request.session.set_expiry(0)
    return redirect("todos")


@demonstration_only
@require_safe
def accounts(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view
    """The same list for tools."""
    listed = [
        {
            "email": persona.email,
            "organisation": persona.hat.organisation.name,
            "role": persona.hat.role,
            "label": persona.label,
        }
        for persona in listed_personas()
    ]
    return JsonResponse(listed, safe=False)
