"""Pages of co-funding."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import HatRequest
from core.form_page import answer_form, redirect_saying
from core.wording import euros, of_the
from grants import cofunding as funders
from grants.accounting import holdings_of
from grants.enums import Account
from grants.forms.funding import ConfirmForm, ReceivedForm
from grants.models import Contribution
from grants.permissions import may_keep_money
from grants.views.answering import funded_project, page_of
from records.journal import last_edit
from regions.models import CoFunding, RegionalProject

PER_PAGE = 25


def announced_of(project: RegionalProject) -> list[CoFunding]:
    """Lines of the fiche that nobody confirmed yet: few, and all shown."""
    return list(project.cofundings.filter(contribution=None))


def cofundings(request: HatRequest, project_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    rows = Contribution.objects.filter(project=project).select_related("cofunding").with_received().order_by("pk")
    context = {
        "project": project,
        "announced": announced_of(project),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "holdings": holdings_of(project)[Account.COFUNDING],
        "may_keep": may_keep_money(request.hat, project),
    }
    return render(request, "grants/cofundings.html", context)


def listed(project: RegionalProject) -> tuple[str, str]:
    return "Cofinancements", reverse("grants:cofundings", args=[project.pk])


def add_contribution(request: HatRequest, project_pk: int, cofunding_pk: int = 0) -> HttpResponse:
    """What a funder confirms: of a line of the fiche, or one that came later."""
    project = funded_project(request, project_pk)
    line = get_object_or_404(project.cofundings, pk=cofunding_pk) if cofunding_pk else None
    initial = {"on": timezone.localdate(), "amount": line.amount if line else None}
    return answer_form(
        request,
        lambda data, _: ConfirmForm(data, announced=line is not None, initial=initial),
        page=page_of(
            project,
            f"Confirmer le cofinancement : {line.funder}" if line else "Ajouter un cofinancement",
            "Enregistrer ce que le financeur confirme",
            listed(project),
            intro=f"{announced(line)} La fiche déposée ne change pas."
            if line
            else "Un financement qui n'était pas annoncé dans la fiche.",
        ),
        right=may_keep_money(request.hat, project),
        deed=lambda form: funders.confirm(
            project, cofunding=line, **{"funder": "", "purpose": "", **form.cleaned_data}, by=request.hat
        ),
        refusal_at="amount",
        done=lambda contribution: redirect_saying(
            request, f"Cofinancement {of_the(contribution.funder)} enregistré.", "grants:cofundings", project.pk
        ),
    )


def announced(line: CoFunding) -> str:
    return f"Annoncé dans la fiche : {euros(line.amount)}, {line.get_state_display()}."


def contribution_of(project: RegionalProject, contribution_pk: int) -> Contribution:
    rows = Contribution.objects.with_received().filter(project=project).select_related("cofunding")
    contribution: Contribution = get_object_or_404(rows, pk=contribution_pk)
    contribution.project = project
    return contribution


def revise(request: HatRequest, project_pk: int, contribution_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    contribution = contribution_of(project, contribution_pk)
    line = contribution.cofunding
    return answer_form(
        request,
        lambda data, _: ConfirmForm(
            data, announced=True, initial={"amount": contribution.confirmed, "on": contribution.confirmed_on}
        ),
        page=page_of(
            project,
            f"Modifier le cofinancement : {contribution.funder}",
            "Enregistrer ce que le financeur confirme",
            listed(project),
            intro=announced(line) if line else contribution.purpose,
        ),
        right=may_keep_money(request.hat, project),
        edits=contribution,
        under=project.award,
        last_edit=last_edit(project, data__contribution=contribution.pk),
        deed=lambda form: funders.revise(contribution, **form.cleaned_data, by=request.hat),
        refusal_at="amount",
        done=lambda _: redirect_saying(
            request, f"Cofinancement {of_the(contribution.funder)} modifié.", "grants:cofundings", project.pk
        ),
    )


def receive(request: HatRequest, project_pk: int, contribution_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    contribution = contribution_of(project, contribution_pk)
    left = contribution.confirmed - contribution.received
    return answer_form(
        request,
        lambda data, files: ReceivedForm(data, files, initial={"on": timezone.localdate(), "amount": left or None}),
        page=page_of(
            project,
            f"Encaisser le cofinancement : {contribution.funder}",
            "Inscrire la recette",
            listed(project),
            intro=f"{euros(contribution.confirmed)} confirmés, {euros(contribution.received)} déjà reçus.",
        ),
        right=may_keep_money(request.hat, project),
        deed=lambda form: funders.receive(contribution, **form.cleaned_data, by=request.hat),
        refusal_at="amount",
        done=lambda entry: redirect_saying(
            request, f"{euros(entry.amount)} reçus {of_the(contribution.funder)}.", "grants:cofundings", project.pk
        ),
    )
