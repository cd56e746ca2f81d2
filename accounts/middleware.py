"""Which hat the signed-in person wears on this request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.models import Membership

SESSION_KEY = "hat"


def worn_hat(request: HttpRequest) -> Membership | None:
    """The chosen membership if it is still current, else the only or first one."""
    if not request.user.is_authenticated:
        return None
    hats = list(request.user.memberships.current().select_related("user", "organisation__region"))
    chosen = request.session.get(SESSION_KEY)
    request.hats = hats
    return next((hat for hat in hats if hat.pk == chosen), hats[0] if hats else None)


class HatMiddleware:
    """Set `request.hat` (a current `Membership` or None) anew at each request, so that a lost role closes at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.hats = []
        request.hat = worn_hat(request)
        return self.get_response(request)
