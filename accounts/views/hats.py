"""One's own account: the hats one may wear, the password, the open sessions."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import leaving
from accounts.middleware import SESSION_KEY, HatRequest
from core.wording import the


def account(request: HatRequest) -> HttpResponse:
    return render(request, "accounts/account.html", {"person": request.user, "hats": request.hats})


@require_POST
def choose_hat(request: HatRequest) -> HttpResponse:
    """Wear another of one's current hats; from then on every right is asked of that one."""
    asked = request.POST.get("membership", "")
    chosen = next((hat for hat in request.hats if str(hat.pk) == asked), None)
    if chosen is None:
        raise Http404("Ce rôle n'est pas le vôtre, ou il est terminé.")
    request.session[SESSION_KEY] = chosen.pk
    messages.success(
        request, f"Vous agissez désormais pour {the(chosen.organisation)}, rôle : {chosen.get_role_display()}."
    )
    return redirect("todos")


@require_POST
def close_sessions(request: HatRequest) -> HttpResponse:
    """Sign out everywhere else; the browser that asks stays in."""
    person = leaving.close_sessions(request.user, by=request.hat)
    update_session_auth_hash(request, person)
    messages.success(request, "Vos sessions ouvertes sur d'autres appareils sont fermées.")
    return redirect("accounts:account")
