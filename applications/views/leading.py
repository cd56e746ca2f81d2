"""Handing over the lead of a fiche, and answering when asked to take it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.views.telling import refusals_told
from applications import leading
from applications.forms.leading import LeadForm
from applications.permissions import may_lead
from applications.remarks import people_of
from applications.views.fiches import fiche_or_404, fiche_page
from core.form_page import answer_form, redirect_saying


def offer_lead(request: HatRequest, pk: int) -> HttpResponse:
    fiche, now = fiche_or_404(request, pk), timezone.now()
    lead = leading.lead_of(fiche)
    return answer_form(
        request,
        lambda data, _: LeadForm(data, people=people_of(fiche).exclude(pk=lead.person_id or 0)),
        page=fiche_page(
            fiche,
            "Passer le relais de la fiche",
            "Proposer le relais",
            intro="Qui conduit la fiche est la personne vers qui se tourner ; tout le binôme continue de l'écrire.",
            consequences=[
                "La personne reçoit un courriel ; rien ne change avant qu'elle accepte, et vous pouvez vous raviser.",
                "Les sections dont s'occupe la personne actuelle passent à celle qui accepte.",
            ],
        ),
        right=may_lead(request.hat, fiche) and leading.may_offer(request.hat, lead, now),
        deed=lambda form: leading.offer(fiche, form.cleaned_data["to"], by=request.hat, now=now),
        done=lambda _: redirect_saying(
            request,
            "Le relais est proposé. Vous pouvez revenir dessus tant qu'il n'est pas accepté.",
            "applications:application",
            fiche.pk,
        ),
    )


@require_POST
def settle_lead(request: HatRequest, pk: int) -> HttpResponse:
    """Accept («oui»), decline («non»), or take the offer back («retrait»)."""
    fiche, now = fiche_or_404(request, pk), timezone.now()
    said = request.POST.get("reponse", "")
    with refusals_told(request):
        if said == "retrait":
            leading.take_back(fiche, by=request.hat, now=now)
            return redirect_saying(request, "La proposition est retirée.", "applications:application", fiche.pk)
        if said in {"oui", "non"}:
            leading.answer(fiche, accepted=said == "oui", by=request.hat, now=now)
            told = "Vous conduisez la fiche." if said == "oui" else "Vous avez décliné : rien ne change."
            return redirect_saying(request, told, "applications:application", fiche.pk)
    return redirect("applications:application", fiche.pk)
