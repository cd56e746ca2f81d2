"""The budget of a fiche: the complement asked, and the other funders."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import HatRequest
from applications.fiche_edit import edit
from applications.forms.budget import CofundingForm, ComplementForm
from applications.models import Application
from applications.tables import budget_context, section_url
from applications.views.sections import render_section, saved_in
from applications.views.tables import back, fiche_to_write, section_of
from calls.enums import SectionKind
from core.autosave import answer_draft
from core.verdicts import Refused
from records.journal import last_edit
from regions import funding
from regions.models import CoFunding

KIND = SectionKind.BUDGET
ASKED = "Complément demandé modifié"


@require_http_methods(["GET", "POST"])
def ask(request: HatRequest, pk: int) -> HttpResponse:
    """The complement and its justification: each field saves itself, or the button saves both."""
    fiche = fiche_to_write(request, pk)
    if request.method == "GET":
        return redirect(section_url(fiche, KIND))
    part, now = section_of(fiche, KIND), timezone.now()

    def save(form: ComplementForm, held: Application) -> None:
        project, asked = held.project, form.changes
        funding.ask_complement(
            project,
            amount=asked.get("requested_complement", project.requested_complement),
            reason=asked.get("complement_reason", project.complement_reason),
        )

    def drawn(held: Application) -> str:
        context = {"application": fiche, "can_write": True} | budget_context(held.project)
        return render_to_string("applications/tables/_budget_table.html", context, request)

    return answer_draft(
        request,
        fiche,
        lambda held, data: ComplementForm(data, project=held.project),
        hold=lambda: edit(fiche, KIND, by=request.hat, now=now, summary=ASKED),
        last_edit=last_edit(fiche, summary=ASKED),
        refusal_at="requested_complement",
        save=save,
        around=lambda _, held: saved_in(held, part, drawn(held)),
        page=lambda form, status: render_section(request, fiche, part, table={"form": form}, status=status),
        done=lambda _: back(request, fiche, KIND, "Le complément demandé est enregistré."),
        zone=fiche.project.call.zone,
    )


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
