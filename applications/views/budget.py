"""The budget of a fiche: the complement asked, and the other funders."""

from django.http import HttpResponse
from django.template.loader import render_to_string

from accounts.middleware import HatRequest
from applications.forms.budget import CofundingForm, ComplementForm
from applications.models import Application
from applications.tables import budget_context
from applications.views.fiches import fiche_or_404
from applications.views.tables import VOIDED, answer_row, answer_table, ask_to_remove_row, table_page
from calls.enums import SectionKind
from core.form_page import FormPage
from core.wording import euros
from records.views.removing import row_or_gone
from regions import funding
from regions.models import CoFunding

KIND = SectionKind.BUDGET


def budget_page(request: HatRequest, pk: int) -> HttpResponse:
    """The complement and its justification: each field saves itself, or the button saves both."""

    def save(form: ComplementForm, held: Application) -> None:
        project, asked = held.project, form.changes
        funding.ask_complement(
            project,
            amount=asked.get("requested_complement", project.requested_complement),
            reason=asked.get("complement_reason", project.complement_reason),
        )

    def drawn(held: Application) -> str:
        context = {"application": held, "can_write": True} | budget_context(held.project)
        return render_to_string("applications/tables/_budget_table.html", context, request)

    return answer_table(
        request,
        pk,
        KIND,
        lambda held, data: ComplementForm(data, project=held.project),
        summary="Part complémentaire demandée modifiée",
        save=save,
        drawn=drawn,
        done="La part complémentaire demandée est enregistrée.",
        refusal_at="requested_complement",
    )


def cofunding_of(fiche: Application, pk: int) -> CoFunding:
    """A line of this fiche's budget; another project's does not exist."""
    return row_or_gone(fiche.project.cofundings.all(), pk, project=fiche.project_id)


def cofunding_page(fiche: Application, title: str, submit: str) -> FormPage:
    lead = "Le financement national n'est pas exclusif : une autre institution peut soutenir le même projet."
    return table_page(fiche, KIND, title, submit, intro=lead)


def add_cofunding(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    return answer_row(
        request,
        fiche,
        lambda data, _: CofundingForm(data),
        KIND,
        page=cofunding_page(fiche, "Ajouter un cofinancement", "Ajouter le cofinancement"),
        summary=lambda form: f"Cofinancement ajouté : {form.cleaned_data['funder']}",
        write=lambda form, project: funding.add_cofunding(project, **form.cleaned_data),
        done=lambda row: f"Le cofinancement « {row.funder} » est ajouté.",
    )


def edit_cofunding(request: HatRequest, pk: int, cofunding_pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    row = cofunding_of(fiche, cofunding_pk)
    return answer_row(
        request,
        fiche,
        lambda data, _: CofundingForm(data, cofunding=row),
        KIND,
        page=cofunding_page(fiche, f"Cofinancement : {row.funder}", "Enregistrer le cofinancement"),
        row=row,
        summary=lambda _: f"Cofinancement modifié : {row.funder}",
        write=lambda form, _: funding.change_cofunding(row, **form.cleaned_data),
        done=lambda changed: f"Le cofinancement « {changed.funder} » est à jour.",
    )


def remove_cofunding(request: HatRequest, pk: int, cofunding_pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    row = cofunding_of(fiche, cofunding_pk)
    return ask_to_remove_row(
        request,
        fiche,
        row,
        page=table_page(
            fiche,
            KIND,
            f"Retirer le cofinancement « {row.funder} » ?",
            "Retirer le cofinancement",
            keep="Garder le cofinancement",
            consequences=(f"Le budget perd {euros(row.amount)}.", VOIDED),
        ),
        summary=f"Cofinancement retiré : {row.funder}",
        done=f"Le cofinancement « {row.funder} » est retiré.",
    )
