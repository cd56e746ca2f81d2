"""Opening an expression by its secret link, without account."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core.form_page import FormPage
from regional_calls import linking
from regional_calls.calendar import RegionalStanding, standing
from regional_calls.models import AccessLink, Expression, RegionalCall

UNKNOWN = "Ce lien ne correspond à aucune réponse. Vérifiez qu'il est entier, ou demandez-en un autre."


@dataclass(frozen=True)
class Access:
    """What a link opens: its call and, once begun, the expression of its address."""

    token: str
    link: AccessLink
    call: RegionalCall
    expression: Expression | None
    standing: RegionalStanding

    @property
    def writable(self) -> bool:
        return self.standing.open

    def page(self, **more: Any) -> dict[str, Any]:
        """What every page of an expression shows."""
        return {
            "token": self.token,
            "call": self.call,
            "expression": self.expression,
            "standing": self.standing,
            "writable": self.writable,
            **more,
        }

    def form_page(self, title: str, submit: str, **around: Any) -> FormPage:
        """What stands around a form of an expression, whose own page is the way back."""
        home = reverse("regional_calls:expression", args=[self.token])
        crumbs = [(self.call.title, self.call.get_absolute_url()), ("Votre réponse", home)]
        context = self.page(styles="css/regional_calls.css", **around.pop("context", {}))
        return replace(FormPage(title, submit, home, crumbs=crumbs, context=context), **around)


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Hand the view what its `token` opens; nothing is cached nor indexed."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        link = (
            AccessLink.objects.bearing(token)
            .select_related(
                "call__project__region", "call__project__ars", "call__project__aract", "call__project__call"
            )
            .first()
        )
        now = timezone.now()
        if link is None:
            return unusable(request, UNKNOWN, status=404)
        expression = linking.expression_of(link.call, link.email)
        if linking.is_over(link.call, expression, now):
            reason = f"Ce lien a expiré. {linking.once_over(link.call, expression)}"
            return unusable(request, reason, status=410, call=link.call)
        if expression is not None:
            expression.call = link.call
        response = view(request, Access(token, link, link.call, expression, standing(link.call, now)), **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return login_not_required(never_cache(opened))


def begun(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only once the expression is begun; before, its first page."""

    @wraps(view)
    def asked(request: HttpRequest, access: Access, **kwargs: Any) -> HttpResponseBase:
        if access.expression is None:
            return redirect("regional_calls:expression", access.token)
        return view(request, access, **kwargs)

    return by_link(asked)


def expression_now(access: Access) -> Expression:
    """The expression of a page that is reached only once begun."""
    if access.expression is None:
        raise Http404("Cette réponse n'est pas commencée.")
    return access.expression


def unusable(request: HttpRequest, reason: str, *, status: int, call: RegionalCall | None = None) -> HttpResponse:
    return render(request, "regional_calls/unusable_link.html", {"reason": reason, "call": call}, status=status)
