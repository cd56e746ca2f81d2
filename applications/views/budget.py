"""The budget of a fiche: the complement asked, and the other funders."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import HatRequest
from applications.fiche_edit import edit
from applications.forms.budget import CofundingForm, ComplementForm
from applications.models import Application
from applications.tables import budget_context, section_url
from applications.views.sections import render_section
from applications.views.tables import back, fiche_to_write, section_of
from calls.enums import SectionKind
from core.verdicts import Refused
from regions import funding
from regions.models import CoFunding

KIND = SectionKind.BUDGET


@require_http_methods(["GET", "POST"])
def ask(request: HatRequest, pk: int) -> HttpResponse:
    """The complement and its justification."""
    fiche = fiche_to_write(request, pk)
    if request.method == "GET":
        return redirect(section_url(fiche, KIND))
    try:
        with edit(fiche, KIND, by=request.hat, now=timezone.now(), summary="Complément demandé modifié") as held:
            # Compared with the row under the fiche's lock, so that two saves at once lose nothing (case 5).
            form = ComplementForm(request.POST, project=held.project)
            if form.is_valid() and form.has_changed():
                asked = form.merged()
                amount, reason = asked["requested_complement"], asked["complement_reason"]
                funding.ask_complement(held.project, amount=amount, reason=reason)
    except Refused as refusal:
        form = ComplementForm(request.POST, project=fiche.project)
        form.add_error("requested_complement", refusal.reason)
    if "HX-Request" in request.headers:
        return saved_cells(request, fiche, form)
    if form.errors:
        return render_section(request, fiche, section_of(fiche, KIND), table={"form": form})
    return back(request, fiche, KIND, "Le complément demandé est enregistré.")


def saved_cells(request: HatRequest, fiche: Application, form: ComplementForm) -> HttpResponse:
    """For htmx: the totals, and for the field sent, what was saved or refused."""
    fiche.project.refresh_from_db()
    drawn = form if form.errors else ComplementForm(project=fiche.project)
    cells = [cell for cell in drawn.cells() if cell.bound.html_name in request.POST]
    failed = any(cell.bound.errors for cell in cells)
    context = budget_context(fiche.project, drawn) | {
        "application": fiche,
        "can_write": True,
        "cells": cells,
        "at": timezone.now(),
        "failed": failed,
    }
    return render(request, "applications/tables/_budget_saved.html", context)


def cofunding_or_404(fiche: Application, pk: int) -> CoFunding:
    """A line of this fiche's budget; another project's does not exist."""
    return get_object_or_404(fiche.project.cofundings, pk=pk)


def add_cofunding(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_to_write(request, pk)
    form = CofundingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        funder = form.cleaned_data["funder"]
        try:
            with edit(
                fiche, KIND, by=request.hat, now=timezone.now(), summary=f"Cofinancement ajouté : {funder}"
            ) as held:
                funding.add_cofunding(held.project, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, fiche, KIND, f"Le cofinancement « {funder} » est ajouté.")
    return cofunding_page(request, fiche, form)


def edit_cofunding(request: HatRequest, pk: int, cofunding_pk: int) -> HttpResponse:
    fiche = fiche_to_write(request, pk)
    cofunding = cofunding_or_404(fiche, cofunding_pk)
    form = CofundingForm(request.POST or None, cofunding=cofunding)
    if request.method == "POST" and form.is_valid():
        try:
            with edit(
                fiche, KIND, by=request.hat, now=timezone.now(), summary=f"Cofinancement modifié : {cofunding.funder}"
            ) as held:
                funding.change_cofunding(cofunding_or_404(held, cofunding_pk), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, fiche, KIND, f"Le cofinancement « {form.cleaned_data['funder']} » est à jour.")
    return cofunding_page(request, fiche, form, cofunding)


def cofunding_page(
    request: HatRequest, fiche: Application, form: CofundingForm, cofunding: CoFunding | None = None
) -> HttpResponse:
    context = {
        "application": fiche,
        "form": form,
        "cofunding": cofunding,
        "section_url": section_url(fiche, KIND),
    }
    return render(request, "applications/tables/cofunding.html", context)


@require_POST
def remove_cofunding(request: HatRequest, pk: int, cofunding_pk: int) -> HttpResponse:
    fiche = fiche_to_write(request, pk)
    cofunding = cofunding_or_404(fiche, cofunding_pk)
    funder = cofunding.funder
    with edit(fiche, KIND, by=request.hat, now=timezone.now(), summary=f"Cofinancement retiré : {funder}") as held:
        funding.remove_cofunding(cofunding_or_404(held, cofunding_pk))
    return back(request, fiche, KIND, f"Le cofinancement « {funder} » est retiré.")
