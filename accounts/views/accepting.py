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
from core.form_page import FormPage, answer_form
from core.verdicts import NotAllowed, OutOfTurn, Refused
from core.wording import the

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
        return offered(request, invitation, "sign-in", status=OutOfTurn.status if request.method == "POST" else 200)
    return as_newcomer(request, invitation)


def unusable(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    return render(request, "accounts/unusable_invitation.html", {"reason": reason}, status=status)


def offered(request: HttpRequest, invitation: Invitation, case: str, *, refusal: str = "", status: int) -> HttpResponse:
    """The invitation, and what this reader may answer to it."""
    context = {"invitation": invitation, "case": case, "refusal": refusal}
    return render(request, "accounts/accept_invitation.html", context, status=status)


def as_signed_in(request: HatRequest, invitation: Invitation) -> HttpResponse:
    posted = request.method == "POST"
    if not is_invited(request.user, invitation):
        return offered(request, invitation, "other-person", status=NotAllowed.status if posted else 200)
    if not posted:
        return offered(request, invitation, "accept", status=200)
    try:
        return welcome(request, inviting.accept(invitation, user=request.user))
    except Refused as refusal:
        return offered(request, invitation, "accept", refusal=refusal.reason, status=refusal.status)


def as_newcomer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    def enter(membership: Membership) -> HttpResponse:
        login(request, membership.user, backend=SIGN_IN_BACKEND)
        request.session.set_expiry(0)
        return welcome(request, membership)

    return answer_form(
        request,
        lambda data, _: NewcomerForm(data, email=invitation.email),
        page=FormPage(
            "Rejoindre le portail ACIA",
            "Créer votre compte et accepter",
            back="",
            template="accounts/accept_invitation.html",
            context={"invitation": invitation, "case": "newcomer"},
        ),
        deed=lambda form: inviting.accept_as_newcomer(
            invitation, full_name=form.cleaned_data["full_name"], password=form.cleaned_data["password"]
        ),
        done=enter,
    )


def welcome(request: HttpRequest, membership: Membership) -> HttpResponse:
    request.session[SESSION_KEY] = membership.pk
    messages.success(request, f"Bienvenue. Vous agissez désormais pour {the(membership.organisation)}.")
    return redirect("todos")
