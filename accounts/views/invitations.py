"""Invitations seen by administrators: the list, a new one, sending again, cancelling."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_POST

from accounts import inviting
from accounts.forms.filtering import InvitationFilters
from accounts.forms.memberships import InvitationForm
from accounts.middleware import HatRequest
from accounts.models import Invitation
from accounts.permissions import may_invite, may_manage_accounts
from accounts.views.telling import refusals_told
from core.form_page import FormPage, answer_form, redirect_saying
from core.list_page import ListPage, Nothing, show_list
from core.verdicts import ensure

INVITE = ("Inviter une personne", reverse_lazy("accounts:invite"))
INVITATIONS = ListPage(
    "accounts/invitations.html",
    "Invitations",
    counted="invitation",
    nothing=Nothing(
        "Aucune invitation ici",
        "Les comptes s'ouvrent par invitation : une adresse, une organisation, un rôle.",
        *INVITE,
    ),
    unmatched="Aucune invitation n'est dans cet état.",
    action=INVITE,
    context={"styles": "css/accounts.css"},
)


def invitations(request: HatRequest) -> HttpResponse:
    ensure(may_manage_accounts(request.hat))
    form = InvitationFilters(request.GET)
    rows = Invitation.objects.visible_to(request.hat).select_related("organisation", "created_by", "accepted_as__user")
    return show_list(request, form.narrow(rows), INVITATIONS, form=form)


def invite(request: HatRequest) -> HttpResponse:
    back = reverse("accounts:invitations")
    return answer_form(
        request,
        InvitationForm,
        page=FormPage(
            "Inviter une personne",
            "Envoyer l'invitation",
            back,
            crumbs=[("Invitations", back)],
            intro="Elle reçoit un lien valable quatorze jours. Si elle a déjà un compte, elle se connecte pour "
            "accepter ; sinon, elle choisit son mot de passe.",
        ),
        right=may_invite(request.hat),
        deed=lambda form: inviting.invite(**form.cleaned_data, by=request.hat),
        done=lambda sent: redirect_saying(
            request, f"L'invitation part à l'adresse {sent.email}. Elle vaut quatorze jours.", "accounts:invitations"
        ),
    )


def seen_invitation(request: HatRequest, pk: int) -> Invitation:
    ensure(may_manage_accounts(request.hat))
    return get_object_or_404(Invitation.objects.visible_to(request.hat), pk=pk)


@require_POST
def resend_invitation(request: HatRequest, pk: int) -> HttpResponse:
    invitation = seen_invitation(request, pk)
    with refusals_told(request):
        inviting.resend_invitation(invitation, by=request.hat)
        messages.success(request, "L'invitation repart avec un nouveau lien, qui vaut quatorze jours.")
    return redirect("accounts:invitations")


@require_POST
def revoke_invitation(request: HatRequest, pk: int) -> HttpResponse:
    invitation = seen_invitation(request, pk)
    with refusals_told(request):
        inviting.revoke_invitation(invitation, by=request.hat)
        messages.success(request, "L'invitation est annulée : son lien ne donne plus accès à rien.")
    return redirect("accounts:invitations")
