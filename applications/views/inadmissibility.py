"""The signatory of DGOS before a proposed inadmissibility: sign, send back; later, withdraw."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from accounts.middleware import HatRequest
from acts.drafting import blockers, content_of
from acts.pdfs import shown
from applications import inadmissibility
from applications.forms.check import SendBackForm, WithdrawalForm
from applications.letters import inadmissibility_of
from applications.models import Application
from applications.permissions import may_declare_inadmissible, may_withdraw_inadmissibility
from applications.views.fiches import fiche_or_404, fiche_page
from core.form_page import FormPage, answer_form, redirect_saying
from core.forms import PortalForm
from core.verdicts import OutOfTurn
from core.wording import PARIS, day


def declare_inadmissible(request: HatRequest, pk: int) -> HttpResponse:
    """The decision as it would be, then its signature."""
    fiche = fiche_or_404(request, pk, deposit__isnull=False)
    return answer_form(
        request,
        PortalForm,
        page=lambda _: decision_page(fiche, request),
        right=may_declare_inadmissible(request.hat, fiche),
        turn=lambda: ensure_proposed(fiche),
        deed=lambda _: inadmissibility.declare(
            fiche, seen=request.POST.get("vu", ""), by=request.hat, now=timezone.now()
        ),
        done=lambda made: redirect_saying(
            request, f"La décision n° {made.act} est signée et envoyée.", "applications:application", pk
        ),
    )


def ensure_proposed(fiche: Application) -> None:
    if inadmissibility.proposal_of(fiche) is None:
        raise OutOfTurn(inadmissibility.NOTHING_PROPOSED)


def decision_page(fiche: Application, request: HatRequest) -> FormPage:
    found, context = inadmissibility.proposal_of(fiche), dict[str, Any]()
    if found is not None:
        now = timezone.now()
        found.application = fiche
        draft = inadmissibility_of(found, by=request.hat, at=now)
        context = {
            "found": found,
            "blockers": blockers(draft, now.astimezone(PARIS).date()),
            **shown(content_of(draft, now)),
        }
    return fiche_page(
        fiche,
        "Signer l'irrecevabilité",
        "Signer la décision",
        consequences=(
            "La fiche n'est pas examinée par la commission.",
            "L'ARS reçoit la décision par courriel, en PDF et numérotée ; l'Aract en a copie.",
            "La décision se retire dans les quatre mois, si elle est illégale.",
        ),
        seen=inadmissibility.mark_of(found) if found else "",
        template="applications/declare_inadmissible.html",
        context={**context, "application": fiche},
    )


def return_inadmissibility(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk, deposit__isnull=False)
    return answer_form(
        request,
        lambda data, _: SendBackForm(data),
        page=fiche_page(fiche, "Renvoyer au secrétariat", "Renvoyer la proposition"),
        right=may_declare_inadmissible(request.hat, fiche),
        turn=lambda: ensure_proposed(fiche),
        deed=lambda form: inadmissibility.send_back(fiche, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda _: redirect_saying(request, "La proposition est renvoyée.", "applications:application", pk),
    )


def withdraw_inadmissibility(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk, deposit__isnull=False)
    found = inadmissibility.decided_of(fiche)
    last = f"Elle se retire jusqu'au {day(inadmissibility.last_withdrawal_on(found))}." if found else ""
    return answer_form(
        request,
        lambda data, _: WithdrawalForm(data),
        page=fiche_page(
            fiche,
            "Retirer la décision d'irrecevabilité",
            "Retirer la décision",
            intro=f"Une décision illégale se retire dans les quatre mois (article L. 243-3 du code des relations entre "
            f"le public et l'administration). {last}",
            consequences=(
                "La fiche redevient déposée : le secrétariat examine de nouveau sa recevabilité.",
                "L'ARS reçoit une décision de retrait par courriel, en PDF et numérotée ; l'Aract en a copie.",
            ),
        ),
        right=may_withdraw_inadmissibility(request.hat, fiche),
        turn=lambda: inadmissibility.ensure_withdrawable(fiche, timezone.now()),
        deed=lambda form: inadmissibility.withdraw_inadmissibility(
            fiche, **form.cleaned_data, by=request.hat, now=timezone.now()
        ),
        done=lambda _: redirect_saying(request, "La décision est retirée.", "applications:application", pk),
    )
