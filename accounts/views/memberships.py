"""The memberships of a person: add, correct, end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import joining
from accounts.forms.memberships import CapacityForm, RoleForm
from accounts.middleware import HatRequest
from accounts.models import Membership
from accounts.permissions import may_change_membership, may_grant
from accounts.views.people import seen_person
from accounts.views.telling import refusals_told
from core.verdicts import NotAllowed, Refused, ensure


def add_membership(request: HatRequest, pk: int) -> HttpResponse:
    person = seen_person(request, pk)
    ensure(may_grant(request.hat, person))
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            joining.grant(person, **form.cleaned_data, by=request.hat)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Le rattachement est ajouté. Il vaut dès maintenant.")
            return redirect("accounts:person", pk=pk)
    return render(request, "accounts/add_membership.html", {"person": person, "form": form})


def seen_membership(request: HatRequest, pk: int, membership_pk: int) -> Membership:
    person = seen_person(request, pk)
    return get_object_or_404(person.memberships.select_related("organisation", "user"), pk=membership_pk)


def edit_membership(request: HatRequest, pk: int, membership_pk: int) -> HttpResponse:
    membership = seen_membership(request, pk, membership_pk)
    ensure(may_change_membership(request.hat, membership))
    form = CapacityForm(
        request.POST or None, initial={"job_title": membership.job_title, "delegation": membership.delegation}
    )
    if request.method == "POST" and form.is_valid():
        joining.change_membership(membership, **form.cleaned_data, by=request.hat)
        messages.success(request, "Le rattachement est à jour.")
        return redirect("accounts:person", pk=pk)
    context = {"person": membership.user, "membership": membership, "form": form}
    return render(request, "accounts/edit_membership.html", context)


@require_POST
def end_membership(request: HatRequest, pk: int, membership_pk: int) -> HttpResponse:
    membership = seen_membership(request, pk, membership_pk)
    with refusals_told(request):
        joining.end_membership(membership, by=request.hat)
        messages.success(request, "Le rattachement est terminé. La personne n'y a plus accès.")
    return redirect("accounts:person", pk=pk)
