"""Pages of co-funding and of recoveries."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import HatRequest
from core.verdicts import OutOfTurn, ensure
from core.wording import euros
from grants import cofunding as funders
from grants import recovering
from grants.accounting import holdings_of
from grants.enums import Account, AgreementState, RecoveryGround
from grants.forms.funding import ConfirmForm, ReceivedForm, RecoverForm
from grants.models import Contribution, Recovery
from grants.permissions import may_bind_money, may_keep_money
from grants.views.answering import agreement_of, back_to, done, ensure_shown, form_page, funded_project
from records import documents
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


def confirm(request: HatRequest, project_pk: int, cofunding_pk: int = 0) -> HttpResponse:
    """What a funder confirms: of a line of the fiche, or one that came later."""
    project = funded_project(request, project_pk)
    ensure(may_keep_money(request.hat, project))
    line = get_object_or_404(project.cofundings, pk=cofunding_pk) if cofunding_pk else None
    initial = {"on": timezone.localdate(), "amount": line.amount if line else None}
    form = ConfirmForm(request.POST or None, announced=line is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {"funder": "", "purpose": "", **form.cleaned_data}
        made = done(form, lambda: funders.confirm(project, cofunding=line, **given, by=request.hat), at="amount")
        if made:
            return back_to(request, f"Cofinancement de {made.funder} enregistré.", "grants:cofundings", project.pk)
    return form_page(
        request,
        project,
        form,
        title=f"Confirmer le cofinancement : {line.funder}" if line else "Ajouter un cofinancement",
        submit="Enregistrer ce que le financeur confirme",
        back=reverse("grants:cofundings", args=[project.pk]),
        intro=(
            f"Annoncé dans la fiche : {euros(line.amount)}, {line.get_state_display()}. La fiche déposée ne change pas."
            if line
            else "Un financement qui n'était pas annoncé dans la fiche, ou dont le montant change."
        ),
        crumb=("Cofinancements", reverse("grants:cofundings", args=[project.pk])),
    )


def receive(request: HatRequest, project_pk: int, contribution_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    ensure(may_keep_money(request.hat, project))
    one = get_object_or_404(Contribution.objects.with_received().filter(project=project), pk=contribution_pk)
    one.project = project
    left = one.confirmed - one.received
    form = ReceivedForm(
        request.POST or None, request.FILES or None, initial={"on": timezone.localdate(), "amount": left or None}
    )
    if request.method == "POST" and form.is_valid():
        entry = done(form, lambda: funders.receive(one, **form.cleaned_data, by=request.hat), at="amount")
        if entry:
            return back_to(request, f"{euros(entry.amount)} reçus de {one.funder}.", "grants:cofundings", project.pk)
    return form_page(
        request,
        project,
        form,
        title=f"Encaisser le cofinancement : {one.funder}",
        submit="Inscrire la recette",
        back=reverse("grants:cofundings", args=[project.pk]),
        intro=f"{euros(one.confirmed)} confirmés, {euros(one.received)} déjà reçus.",
        crumb=("Cofinancements", reverse("grants:cofundings", args=[project.pk])),
    )


def recover(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    ensure(may_bind_money(request.hat, project))
    agreement = agreement_of(project, agreement_pk)
    back = reverse("grants:agreement", args=[project.pk, agreement.pk])
    statement = getattr(agreement, "statement", None)
    last = statement.submissions.filter(outcome="accepted").first() if statement else None
    initial = {"ground": RecoveryGround.UNSPENT, "amount": last.unspent or None} if last else {}
    ensure_shown(request, agreement, AgreementState.SIGNED, AgreementState.ENDED)
    form = RecoverForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = done(form, lambda: recovering.decide(agreement, **form.cleaned_data, by=request.hat), at="amount")
        if made:
            return back_to(
                request,
                f"La décision {made.number} est prise ; sa lettre est en PDF.",
                "grants:agreement",
                project.pk,
                agreement.pk,
            )
    return form_page(
        request,
        project,
        form,
        title="Décider un reversement",
        submit="Décider le reversement",
        back=back,
        intro=(
            f"{euros(recovering.recoverable(agreement))} sont versés et n'ont pas déjà été réclamés à "
            f"{agreement.beneficiary}."
        ),
        consequences=(
            "La décision reçoit un numéro, et sa lettre porte vos motifs et les voies de recours.",
            "Il vous revient d'adresser la lettre au bénéficiaire.",
            "Le remboursement s'inscrira au registre quand il sera reçu.",
        ),
        crumb=(str(agreement), back),
    )


def recovery_of(project: RegionalProject, recovery_pk: int) -> Recovery:
    rows = Recovery.objects.with_repaid().filter(agreement__project=project)
    found = get_object_or_404(rows.select_related("agreement__beneficiary", "letter"), pk=recovery_pk)
    found.agreement.project = project
    return found


def repay(request: HatRequest, project_pk: int, recovery_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    ensure(may_keep_money(request.hat, project))
    found = recovery_of(project, recovery_pk)
    back = reverse("grants:agreement", args=[project.pk, found.agreement_id])
    form = ReceivedForm(
        request.POST or None,
        request.FILES or None,
        initial={"on": timezone.localdate(), "amount": found.outstanding or None},
    )
    if request.method == "POST" and form.is_valid():
        entry = done(form, lambda: recovering.repay(found, **form.cleaned_data, by=request.hat), at="amount")
        if entry:
            message = f"{euros(entry.amount)} reversés par {entry.counterpart}."
            return back_to(request, message, "grants:agreement", project.pk, found.agreement_id)
    return form_page(
        request,
        project,
        form,
        title=f"Encaisser le reversement {found.number}",
        submit="Inscrire la recette",
        back=back,
        intro=f"{euros(found.amount)} demandés à {found.agreement.beneficiary}, {euros(found.outstanding)} attendus.",
        crumb=(str(found.agreement), back),
    )


def letter(request: HatRequest, project_pk: int, recovery_pk: int) -> HttpResponseBase:
    found = recovery_of(funded_project(request, project_pk), recovery_pk)
    if found.letter is None:
        raise OutOfTurn("La lettre est en préparation : elle sera là dans quelques instants.")
    return documents.serve(found.letter)
