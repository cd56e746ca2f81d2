"""Pages of agreements: their list, one of them, and what happens to it."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from core.verdicts import ensure
from core.wording import day, euros
from grants import agreeing, paying, scheduling
from grants.accounting import given_in_year
from grants.alerts import owes_statement
from grants.beneficiaries import add_beneficiary as enter_beneficiary
from grants.beneficiaries import aract_of
from grants.enums import AgreementState
from grants.forms.agreements import (
    AgreementForm,
    AmendForm,
    BeneficiaryForm,
    EndForm,
    PayForm,
    ScheduleForm,
    SignForm,
)
from grants.models import Agreement
from grants.models.beneficiary import ARACT_IN_ANACT_SINCE
from grants.permissions import may_bind_money, may_keep_money, may_write_statement
from grants.recovering import recoverable
from grants.thresholds import ACCOUNTS_THRESHOLD, AGREEMENT_THRESHOLD
from grants.views.answering import agreement_of, back_to, done, ensure_shown, form_page, funded_project
from records import documents
from regions.models import RegionalProject

PER_PAGE = 25


def url_of(agreement: Agreement) -> str:
    return reverse("grants:agreement", args=[agreement.project_id, agreement.pk])


def above(agreement: Agreement) -> tuple[str, str]:
    return str(agreement), url_of(agreement)


def agreements(request: HatRequest, project_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    rows = project.agreements.in_full().with_paid().order_by("pk")
    context = {
        "project": project,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_keep": may_keep_money(request.hat, project),
        "threshold": AGREEMENT_THRESHOLD,
    }
    return render(request, "grants/agreements.html", context)


def agreement(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    found = agreement_of(project, agreement_pk)
    today = timezone.localdate()
    instalments = list(found.instalments.with_payment())
    for row in instalments:
        row.agreement = found
    keeps, binds = may_keep_money(request.hat, project), may_bind_money(request.hat, project)
    person = found.beneficiary.legal_person(found.beneficiary_signed_on or today)
    context = {
        "project": project,
        "title": f"Convention avec {found.beneficiary}",
        "agreement": found,
        "instalments": [(row, row.state(today)) for row in instalments],
        "next_pk": next((row.pk for row in instalments if row.amount and not row.paid_on), None),
        "scheduled": sum(row.amount for row in instalments),
        "amendments": found.amendments.select_related("document", "signed_by__organisation"),
        "recoveries": found.recoveries.with_repaid().select_related("letter"),
        "recoverable": recoverable(found) if binds and found.state != AgreementState.DRAFT else 0,
        "person": person,
        "substituted": substituted(found),
        "publishes": not person.public and given_in_year(found.beneficiary, today.year) > ACCOUNTS_THRESHOLD,
        "statement": getattr(found, "statement", None),
        "owes": owes_statement(found),
        "may_keep": keeps,
        "may_bind": binds,
        "may_write": may_write_statement(request.hat, found),
    }
    return render(request, "grants/agreement.html", context)


def substituted(agreement: Agreement) -> bool:
    """Signed by an Aract that was an association: Anact has taken its place since (domain § 8)."""
    signed_on = agreement.beneficiary_signed_on
    if signed_on is None or signed_on >= ARACT_IN_ANACT_SINCE:
        return False
    here = agreement.beneficiary
    return here.legal_person(signed_on) != here.legal_person(ARACT_IN_ANACT_SINCE)


def add_beneficiary(request: HatRequest, project_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    ensure(may_keep_money(request.hat, project))
    form = BeneficiaryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = done(form, lambda: enter_beneficiary(project, **form.cleaned_data, by=request.hat), at="name")
        if made:
            return back_to(
                request, f"{made} peut maintenant recevoir une convention ou une aide.", "grants:draft", project.pk
            )
    return form_page(
        request,
        project,
        form,
        title="Ajouter un bénéficiaire",
        submit="Ajouter le bénéficiaire",
        back=reverse("grants:draft", args=[project.pk]),
        intro="Un organisme que votre ARS paie sur la part complémentaire. Il vaut pour tous les projets de l'ARS.",
    )


def draft(request: HatRequest, project_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    ensure(may_keep_money(request.hat, project))
    form = AgreementForm(request.POST or None, project=project)
    if request.method != "POST":
        form.initial |= usual(project)
    elif form.is_valid():
        made = done(form, lambda: save_draft(request, form), at="amount")
        if made:
            return back_to(
                request, f"La convention avec {made.beneficiary} est préparée.", "grants:agreement", project.pk, made.pk
            )
    return draft_page(request, project, form)


@transaction.atomic
def save_draft(request: HatRequest, form: AgreementForm, agreement: Agreement | None = None) -> Agreement:
    terms = form.terms_with(form.chosen or aract_of(form.project))
    pattern = form.cleaned_data["pattern"]
    if agreement is None:
        return agreeing.draft(form.project, terms, pattern=pattern, by=request.hat)
    return agreeing.redraft(agreement, terms, pattern=pattern, by=request.hat)


def usual(project: RegionalProject) -> dict[str, object]:
    """The first agreement of a project pays the Aract its fixed share."""
    if project.agreements.filter(beneficiary__organisation=project.aract_id).exists():
        return {}
    return {
        "beneficiary": "aract",
        "account": "fixed",
        "amount": project.award.fixed,
        "purpose": f"Interventions de l'Aract dans le projet « {project.title} »"[:300],
        "starts_on": project.award.awarded_on,
    }


def draft_page(
    request: HatRequest, project: RegionalProject, form: AgreementForm, agreement: Agreement | None = None
) -> HttpResponse:
    back = url_of(agreement) if agreement else reverse("grants:agreements", args=[project.pk])
    return form_page(
        request,
        project,
        form,
        title="Modifier la convention en préparation" if agreement else "Préparer une convention",
        submit="Enregistrer les modifications" if agreement else "Préparer la convention",
        back=back,
        intro=(
            "L'ARS, qui reçoit la subvention, convient avec chaque bénéficiaire de l'objet et du montant. "
            f"Une convention est obligatoire au-delà de {euros(AGREEMENT_THRESHOLD)} par an."
        ),
        crumb=above(agreement) if agreement else None,
        extra={"add_beneficiary": True},
    )


def redraft(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    ensure(may_keep_money(request.hat, project))
    found = agreement_of(project, agreement_pk)
    ensure_shown(request, found, AgreementState.DRAFT)
    form = AgreementForm(request.POST or None, project=project, agreement=found)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: save_draft(request, form, found), at="amount")
    ):
        return back_to(request, "La convention est modifiée.", "grants:agreement", project.pk, found.pk)
    return draft_page(request, project, form, found)


@require_POST
def drop(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    ensure(may_keep_money(request.hat, project))
    agreeing.drop(agreement_of(project, agreement_pk), by=request.hat)
    return back_to(request, "Le projet de convention est abandonné.", "grants:agreements", project.pk)


def schedule(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    ensure(may_keep_money(request.hat, project))
    found = agreement_of(project, agreement_pk)
    ensure_shown(request, found, AgreementState.DRAFT)
    form = ScheduleForm(request.POST or None, agreement=found)

    def plan() -> bool:
        scheduling.plan(found, form.planned(), by=request.hat)
        return True

    if request.method == "POST" and form.is_valid() and done(form, plan):
        return back_to(request, "L'échéancier est enregistré.", "grants:agreement", project.pk, found.pk)
    return form_page(
        request,
        project,
        form,
        title="Échéancier de la convention",
        submit="Enregistrer l'échéancier",
        back=url_of(found),
        intro=f"Les échéances s'additionnent à {euros(found.amount)}, le montant de la convention, au centime près.",
        crumb=above(found),
    )


def sign(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    ensure(may_bind_money(request.hat, project))
    found = agreement_of(project, agreement_pk)
    ensure_shown(request, found, AgreementState.DRAFT)
    form = SignForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = done(form, lambda: agreeing.sign(found, **form.cleaned_data, by=request.hat))
        if made:
            return back_to(
                request, f"La convention {made.number} est enregistrée.", "grants:agreement", project.pk, made.pk
            )
    return form_page(
        request,
        project,
        form,
        title="Enregistrer la convention signée",
        submit="Enregistrer la convention signée",
        back=url_of(found),
        intro=f"{found.beneficiary.name}, {euros(found.amount)}, {found.get_account_display()}.",
        consequences=(
            "La convention reçoit un numéro et ne change plus que par avenant.",
            f"{euros(found.amount)} de la {found.get_account_display()} sont engagés.",
            "Les échéances peuvent être versées.",
        ),
        crumb=above(found),
    )


def amend(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    ensure(may_bind_money(request.hat, project))
    found = agreement_of(project, agreement_pk)
    initial = {"amount": found.amount, "ends_on": found.ends_on}
    ensure_shown(request, found, AgreementState.SIGNED)
    form = AmendForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = done(form, lambda: agreeing.amend(found, **form.cleaned_data, by=request.hat))
        if made:
            return back_to(
                request, f"L'avenant n° {made.rank} est enregistré.", "grants:agreement", project.pk, found.pk
            )
    return form_page(
        request,
        project,
        form,
        title="Enregistrer un avenant signé",
        submit="Enregistrer l'avenant signé",
        back=url_of(found),
        intro=f"Aujourd'hui : {euros(found.amount)}, jusqu'au {day(found.ends_on)}.",
        consequences=(
            "Un montant supérieur ajoute une échéance ; un montant inférieur réduit les dernières échéances à verser.",
            "Le montant et la fin d'avant restent dans l'historique de la convention.",
        ),
        crumb=above(found),
    )


def end(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    ensure(may_bind_money(request.hat, project))
    found = agreement_of(project, agreement_pk)
    ensure_shown(request, found, AgreementState.SIGNED)
    form = EndForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    if asked and done(form, lambda: agreeing.end(found, **form.cleaned_data, by=request.hat)):
        return back_to(request, "La convention est terminée.", "grants:agreement", project.pk, found.pk)
    return form_page(
        request,
        project,
        form,
        title="Terminer la convention",
        submit="Terminer la convention",
        back=url_of(found),
        consequences=(
            f"{euros(found.amount - found.paid)} ne sont pas versés : ces échéances deviennent sans objet.",
            "Le compte rendu financier reste dû pour ce qui est versé.",
        ),
        crumb=above(found),
    )


def pay(request: HatRequest, project_pk: int, agreement_pk: int, instalment_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    ensure(may_keep_money(request.hat, project))
    found = agreement_of(project, agreement_pk)
    instalment = get_object_or_404(found.instalments, pk=instalment_pk)
    instalment.agreement = found
    ensure_shown(request, found, AgreementState.SIGNED)
    form = PayForm(request.POST or None, request.FILES or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        entry = done(form, lambda: paying.pay(instalment, **form.cleaned_data, by=request.hat), at="on")
        if entry:
            message = f"{euros(entry.amount)} versés à {entry.counterpart} : écriture n° {entry.pk} du registre."
            return back_to(request, message, "grants:agreement", project.pk, found.pk)
    return form_page(
        request,
        project,
        form,
        title=f"Verser : {instalment.label}",
        submit=f"Inscrire le versement de {euros(instalment.amount)}",
        back=url_of(found),
        intro=f"Convention {found.number}, échéance du {day(instalment.due_on)}.",
        consequences=(
            f"Le registre porte cette dépense ({found.get_account_display()}), payée à {found.beneficiary}.",
            "Une écriture ne s'efface pas : une erreur se contre-passe.",
        ),
        crumb=above(found),
    )


def document(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponseBase:
    found = agreement_of(funded_project(request, project_pk), agreement_pk)
    if found.document is None:
        raise Http404("Aucune convention signée n'est enregistrée.")
    return documents.serve(found.document)


def amendment_document(request: HatRequest, project_pk: int, agreement_pk: int, amendment_pk: int) -> HttpResponseBase:
    found = agreement_of(funded_project(request, project_pk), agreement_pk)
    return documents.serve(get_object_or_404(found.amendments.select_related("document"), pk=amendment_pk).document)
