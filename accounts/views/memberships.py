"""The memberships of a person: add, correct, end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import joining
from accounts.forms.memberships import CapacityForm, RoleForm
from accounts.middleware import HatRequest
from accounts.models import Membership, User
from accounts.permissions import may_change_membership, may_grant, may_manage_accounts
from accounts.views.telling import refusals_told
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import ensure
from records.journal import last_edit


def page_of(person: User, title: str, submit: str, intro: str) -> FormPage:
    """What stands around the forms of a person's memberships."""
    back = reverse("accounts:person", args=[person.pk])
    crumbs = [("Comptes", reverse("accounts:people")), (person.full_name, back)]
    return FormPage(title, submit, back, crumbs=crumbs, intro=intro)


def add_membership(request: HatRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    return answer_form(
        request,
        RoleForm,
        page=page_of(
            person,
            "Ajouter un rôle",
            "Ajouter le rôle",
            f"{person.full_name} pourra agir pour cette organisation dès l'enregistrement.",
        ),
        right=may_grant(request.hat, person),
        deed=lambda form: joining.grant(person, **form.cleaned_data, by=request.hat),
        done=lambda _: redirect_saying(
            request, "Le rôle est ajouté. Il vaut dès maintenant.", "accounts:person", person.pk
        ),
    )


def membership_or_404(pk: int, membership_pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("organisation", "user"), pk=membership_pk, user=pk)


def edit_membership(request: HatRequest, pk: int, membership_pk: int) -> HttpResponse:
    membership = membership_or_404(pk, membership_pk)
    return answer_form(
        request,
        lambda data, _: CapacityForm(data, initial=joining.capacity_of(membership)),
        page=page_of(
            membership.user,
            "Modifier un rôle",
            "Enregistrer le rôle",
            f"{membership.organisation.name}, rôle : {membership.get_role_display()}. "
            "Les lettres déjà émises gardent ce qu'elles portaient.",
        ),
        right=may_change_membership(request.hat, membership),
        edits=membership,
        last_edit=last_edit(membership.user),
        deed=lambda form: joining.change_membership(membership, **form.cleaned_data, by=request.hat),
        done=lambda _: redirect_saying(request, "Le rôle est à jour.", "accounts:person", pk),
    )


@require_POST
def end_membership(request: HatRequest, pk: int, membership_pk: int) -> HttpResponse:
    ensure(may_manage_accounts(request.hat))
    membership = membership_or_404(pk, membership_pk)
    with refusals_told(request):
        joining.end_membership(membership, by=request.hat)
        messages.success(request, "Le rôle est terminé. La personne n'y a plus accès.")
    return redirect("accounts:person", pk=pk)
