"""The secretary gives each admissible fiche to its two rapporteurs."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.middleware import HatRequest
from calls.models import Call
from commission import assigning
from commission.enums import NationalParty
from commission.forms.reviews import AssignForm, closed_on
from commission.locks import hold
from commission.models import Assignment
from commission.permissions import may_assign_rapporteurs
from commission.views.dashboard import page_of
from core.form_page import answer_form, redirect_saying
from core.verdicts import Verdict
from core.wording import counted


def assign(request: HatRequest, slug: str) -> HttpResponse:
    """`?proposition` in the address fills the empty places with a balanced proposal, which only a POST confirms."""
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    right = may_assign_rapporteurs(request.hat)
    if request.method != "POST" or not right:
        return answer_assignments(request, call, right)
    with transaction.atomic():
        hold(assigning.fiches_to_assign(call))
        return answer_assignments(request, call, right)


def answer_assignments(request: HatRequest, call: Call, right: Verdict) -> HttpResponse:
    """The form over the assignments as they are, and on POST as they stay until it is answered."""

    def make_form(data: Any, _: Any) -> AssignForm:
        form = form_of(call, propose="proposition" in request.GET, data=data)
        if right:
            form.edit()
        return form

    def done(made: list[Assignment]) -> HttpResponse:
        given = f"{counted(len(made), 'rapport confié', 'rapports confiés')}, courriels envoyés."
        return redirect_saying(request, given if made else "Rien n'a changé.", "commission:assign", call.slug)

    return answer_form(
        request,
        make_form,
        page=lambda form: page_of(
            call,
            "Désigner les rapporteurs",
            "Confirmer la répartition" if form.suggested else "Enregistrer les rapporteurs",
            template="commission/assign.html",
            context={"empty_places": places_left(form), "styles": "css/commission.css"},
        ),
        right=right,
        deed=lambda form: assigning.assign_all(form.choices, by=request.hat),
        done=done,
    )


def form_of(call: Call, *, propose: bool, data: Any) -> AssignForm:
    fiches, rapporteurs, loads = assigning.fiches_to_assign(call), assigning.rapporteurs(), assigning.loads(call)
    live = (
        Assignment.objects.of_call(call)
        .live()
        .select_related("rapporteur__user", "rapporteur__organisation", "assigned_by__organisation", "review")
    )
    given = {(one.application_id, NationalParty(one.party)): one for one in live}
    proposed = {}
    if propose:
        # A place whose rapporteur declared a conflict is to be given again.
        fit = {place: one.rapporteur_id for place, one in given.items() if not one.has_conflict}
        still_open = [fiche.pk for fiche in fiches if not closed_on(fiche)]
        start = assigning.Balancing(still_open, rapporteurs, fit, loads, assigning.conflicts(call))
        proposed = assigning.balanced(start)
    return AssignForm(data, fiches=fiches, rapporteurs=rapporteurs, given=given, proposed=proposed, loads=loads)


def places_left(form: AssignForm) -> int:
    """Places without a rapporteur free to read the fiche."""
    still_open = {fiche.pk for fiche in form.fiches if not closed_on(fiche)}
    fit = [one for one in form.given.values() if one.application_id in still_open and not one.has_conflict]
    return len(still_open) * len(NationalParty) - len(fit)
