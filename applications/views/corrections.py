"""Correcting a deposited fiche: opening, prolonging, ending a round, and what a new deposit changed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from applications import correcting
from applications.comparing import compare_contents
from applications.fiche_view import known_to
from applications.forms.correction import RoundEndForm, RoundExtensionForm, RoundForm
from applications.models import Application, Correction
from applications.permissions import may_correct, may_end_correction
from applications.sealing import sections_of
from applications.views.fiches import crumbs_of, fiche_or_404, fiche_page
from applications.views.pdfs import deposit_or_404
from core.form_page import answer_form, redirect_saying
from core.verdicts import OutOfTurn
from core.wording import deadline


def open_correction(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk, deposit__isnull=False)

    def turn() -> None:
        correcting.ensure_undecided(fiche)
        if fiche.correction is not None:
            raise OutOfTurn("Une correction est déjà ouverte sur cette fiche.")

    return answer_form(
        request,
        lambda data, _: RoundForm(data, sections=sections_of(fiche)),
        page=fiche_page(
            fiche,
            "Ouvrir une correction",
            "Ouvrir la correction",
            consequences=(
                "L'ARS et l'Aract sont prévenues par courriel ; elles réécrivent ces sections, et elles seules.",
                f"Jusqu'à un nouveau dépôt, signé des deux côtés, tout le monde lit le dépôt {fiche.deposit}.",
                "Le nouveau dépôt a son numéro, son accusé de réception et la liste de ce qui a changé.",
                f"Sans nouveau dépôt à la date dite, le dépôt {fiche.deposit} reste tel quel.",
            ),
        ),
        right=may_correct(request.hat, fiche),
        turn=turn,
        deed=lambda form: correcting.open_correction(fiche, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda made: redirect_saying(
            request, f"La correction est ouverte sur {made.sections_said}.", "applications:application", pk
        ),
    )


def open_round(fiche: Application) -> Correction:
    """The round of a page that is about one."""
    if fiche.correction is None:
        raise OutOfTurn("Aucune correction n'est ouverte sur cette fiche.")
    return fiche.correction


def extend_correction(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk, deposit__isnull=False)
    now = fiche.correction
    said = f"Elle finit le {deadline(now.closes_at, fiche.project.call.zone)}." if now else ""
    return answer_form(
        request,
        lambda data, _: RoundExtensionForm(data),
        page=fiche_page(fiche, "Prolonger la correction", "Prolonger la correction", intro=said),
        right=may_correct(request.hat, fiche),
        turn=lambda: open_round(fiche),
        deed=lambda form: correcting.extend_correction(fiche, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda made: redirect_saying(
            request,
            f"La correction est prolongée jusqu'au {deadline(made.closes_at, fiche.project.call.zone)}.",
            "applications:application",
            pk,
        ),
    )


def end_correction(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk, deposit__isnull=False)
    return answer_form(
        request,
        lambda data, _: RoundEndForm(data),
        page=fiche_page(
            fiche,
            "Mettre fin à la correction",
            "Mettre fin à la correction",
            consequences=(
                f"Le dépôt {fiche.deposit} reste tel quel, et les sections redeviennent ce qu'il dit.",
                "Ce qui a été écrit entre-temps reste dans les versions de la fiche, que lit le binôme.",
                "Les signatures données à la correction sont annulées.",
            ),
        ),
        right=may_end_correction(request.hat, fiche),
        turn=lambda: open_round(fiche),
        deed=lambda form: correcting.end_correction(fiche, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda ended: redirect_saying(
            request, f"La correction est close : le dépôt {ended.of} reste tel quel.", "applications:application", pk
        ),
    )


@require_safe
def compare_deposits(request: HatRequest, pk: int, rank: int) -> HttpResponse:
    """What a deposit changed in the one before it, for those who read the fiche."""
    if rank < 2:  # noqa: PLR2004 - the first deposit corrects none
        raise Http404
    fiche = fiche_or_404(request, pk)
    after, before = deposit_or_404(fiche, rank), deposit_or_404(fiche, rank - 1)
    context: dict[str, Any] = {
        "application": fiche,
        "call": fiche.project.call,
        "crumbs": crumbs_of(fiche),
        "before": before,
        "after": after,
        "correction": Correction.objects.filter(deposit=after).prefetch_related("sections").first(),
        "sections": compare_contents(*(known_to(request.hat, fiche, made.content) for made in (before, after))),
    }
    return render(request, "applications/compare_deposits.html", context)
