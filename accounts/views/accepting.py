"""The page behind an invitation's link."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import inviting
from accounts.enums import InvitationState
from accounts.forms.accepting import NewcomerForm
from accounts.middleware import SESSION_KEY, HatRequest
from accounts.models import Invitation, Membership, User
from accounts.permissions import is_invited
from core.verdicts import Refused

SIGN_IN_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
UNKNOWN = "Ce lien ne correspond à aucune invitation. Il a pu être remplacé par un envoi plus récent."


@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again")
def accept_invitation(request: HatRequest, token: str) -> HttpResponse:
    """A newcomer chooses a password, a known person signs in, anyone else is told why not."""
    invitation = Invitation.objects.bearing(token).select_related("organisation", "created_by").first()
    if invitation is None:
        return unusable(request, UNKNOWN, status=404)
    if invitation.state() != InvitationState.PENDING:
        return unusable(request, inviting.UNUSABLE[invitation.state()], status=410)
    known = User.objects.filter(email__iexact=invitation.email).first()
    if request.user.is_authenticated:
        return as_signed_in(request, invitation)
    if known is not None:
        return render(request, "accounts/accept_invitation.html", {"invitation": invitation, "case": "sign-in"})
    return as_newcomer(request, invitation)


def unusable(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    return render(request, "accounts/unusable_invitation.html", {"reason": reason}, status=status)


def as_signed_in(request: HatRequest, invitation: Invitation) -> HttpResponse:
    verdict = is_invited(request.user, invitation)
    refusal = ""
    if request.method == "POST" and verdict:
        try:
            return welcome(request, inviting.accept(invitation, user=request.user))
        except Refused as error:
            refusal = error.reason
    context = {"invitation": invitation, "case": "accept" if verdict else "other-person", "refusal": refusal}
    return render(request, "accounts/accept_invitation.html", context)


def as_newcomer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = NewcomerForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["full_name"], form.cleaned_data["password"]
        try:
            membership = inviting.accept_as_newcomer(invitation, full_name=name, password=password)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            login(request, membership.user, backend=SIGN_IN_BACKEND)
            request.session.set_expiry(0)
            return welcome(request, membership)
    return render(
        request, "accounts/accept_invitation.html", {"invitation": invitation, "case": "newcomer", "form": form}
    )


def welcome(request: HttpRequest, membership: Membership) -> HttpResponse:
    request.session[SESSION_KEY] = membership.pk
    messages.success(request, f"Bienvenue. Vous agissez désormais pour {membership.organisation}.")
    return redirect("todos")
