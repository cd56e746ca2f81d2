"""People: the list, the page of each, and what closes or opens an account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST

from accounts import leaving
from accounts.forms.filtering import PeopleFilters
from accounts.middleware import HatRequest
from accounts.models import User
from accounts.people import with_hats
from accounts.permissions import may_anonymise, may_deactivate, may_grant, may_manage_accounts
from accounts.views.telling import refusals_told
from core.list_page import ListPage, Nothing, show_list
from core.verdicts import ensure
from records.models import JournalEntry

HISTORY_SHOWN = 50


PEOPLE = ListPage(
    "accounts/people.html",
    "Comptes",
    counted="compte",
    nothing=Nothing("Aucun compte"),
    unmatched="Élargissez la recherche, ou invitez la personne si elle n'a pas encore de compte.",
    action=("Inviter une personne", reverse_lazy("accounts:invite")),
)


def people(request: HatRequest) -> HttpResponse:
    ensure(may_manage_accounts(request.hat))
    form = PeopleFilters(request.GET)
    return show_list(request, with_hats(form.narrow(User.objects.visible_to(request.hat))), PEOPLE, form=form)


def seen_person(request: HatRequest, pk: int) -> User:
    ensure(may_manage_accounts(request.hat))
    return get_object_or_404(User.objects.visible_to(request.hat), pk=pk)


def person(request: HatRequest, pk: int) -> HttpResponse:
    someone = seen_person(request, pk)
    memberships = someone.memberships.select_related("organisation", "user").order_by("until", "since", "pk")
    someone.current_hats = [hat for hat in memberships if hat.is_current() and someone.is_active]
    return render(
        request,
        "accounts/person.html",
        {
            "person": someone,
            "memberships": memberships,
            "history": JournalEntry.objects.about(someone)[:HISTORY_SHOWN],
            "grantable": may_grant(request.hat, someone),
            "closable": may_deactivate(request.hat, someone),
            "anonymisable": may_anonymise(request.hat, someone),
        },
    )


@require_POST
def deactivate(request: HatRequest, pk: int) -> HttpResponse:
    someone = seen_person(request, pk)
    with refusals_told(request):
        leaving.deactivate(someone, by=request.hat)
        messages.success(request, "Le compte est désactivé et ses sessions sont fermées.")
    return redirect("accounts:person", pk=pk)


@require_POST
def reactivate(request: HatRequest, pk: int) -> HttpResponse:
    someone = seen_person(request, pk)
    with refusals_told(request):
        leaving.reactivate(someone, by=request.hat)
        messages.success(request, "Le compte est réactivé, avec ses rôles.")
    return redirect("accounts:person", pk=pk)


@require_POST
def anonymise(request: HatRequest, pk: int) -> HttpResponse:
    someone = seen_person(request, pk)
    with refusals_told(request):
        leaving.anonymise(someone, by=request.hat)
        messages.success(request, "Le nom et l'adresse sont effacés ; les actes restent sous la fonction exercée.")
    return redirect("accounts:person", pk=pk)
