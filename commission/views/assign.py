"""The secretary gives each admissible fiche to its two rapporteurs."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.middleware import HatRequest
from calls.models import Call
from commission import assigning
from commission.enums import NationalParty
from commission.forms.reviews import AssignForm
from commission.models import Assignment
from commission.permissions import may_assign_rapporteurs
from core.verdicts import Refused, ensure
from core.wording import counted


def assign(request: HatRequest, slug: str) -> HttpResponse:
    """`?proposition` in the address fills the empty places with a balanced proposal, which only a POST confirms."""
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    ensure(may_assign_rapporteurs(request.hat))
    form = form_of(call, propose="proposition" in request.GET, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = assigning.assign_all(form.choices, by=request.hat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            done = counted(len(made), "rapport confié", "rapports confiés")
            messages.success(request, f"{done}, courriels envoyés." if made else "Rien n'a changé.")
            return redirect("commission:assign", slug)
    context = {"call": call, "form": form, "empty_places": places_left(form)}
    return render(request, "commission/assign.html", context)


def form_of(call: Call, *, propose: bool, data: Any) -> AssignForm:
    fiches, rapporteurs, loads = assigning.fiches_to_assign(call), assigning.rapporteurs(), assigning.loads(call)
    live = (
        Assignment.objects.of_call(call).live().select_related("rapporteur__user", "rapporteur__organisation", "review")
    )
    given = {(one.application_id, NationalParty(one.party)): one for one in live}
    proposed = {}
    if propose:
        # A place whose rapporteur declared a conflict is to be given again.
        fit = {place: one.rapporteur_id for place, one in given.items() if not one.has_conflict}
        start = assigning.Balancing([fiche.pk for fiche in fiches], rapporteurs, fit, loads, assigning.conflicts(call))
        proposed = assigning.balanced(start)
    return AssignForm(data, fiches=fiches, rapporteurs=rapporteurs, given=given, proposed=proposed, loads=loads)


def places_left(form: AssignForm) -> int:
    """Places without a rapporteur free to read the fiche."""
    fit = [one for one in form.given.values() if not one.has_conflict]
    return len(form.fiches) * len(NationalParty) - len(fit)
