"""Pages of agreements: their list, one of them, and what happens to it."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import HatRequest
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import OutOfTurn, Verdict
from core.wording import day, euros, the, to_the
from grants import agreeing, paying, pdfs, scheduling
from grants.agreeing import Terms
from grants.alerts import owes_statement
from grants.beneficiaries import aract_of, lacking
from grants.enums import AgreementState, InstalmentState
from grants.forms.agreements import (
    AgreementForm,
    AmendForm,
    EndForm,
    PayForm,
    ScheduleForm,
    SignAgreementForm,
)
from grants.hearing import recoverable
from grants.kinds import duty_of
from grants.letters import substituted
from grants.models import Agreement
from grants.permissions import may_bind_money, may_keep_money, may_write_statement
from grants.thresholds import AGREEMENT_THRESHOLD
from grants.views.answering import agreement_of, ensure_state, funded_project, page_of
from records import documents
from records.journal import last_edit
from records.views.removing import ask_to_remove
from regions.models import RegionalProject

PER_PAGE = 25


def link_to(agreement: Agreement) -> tuple[str, str]:
    return str(agreement), reverse("grants:agreement", args=[agreement.project_id, agreement.pk])


def listed(project: RegionalProject) -> tuple[str, str]:
    return "Conventions", reverse("grants:agreements", args=[project.pk])


def to_agreement(request: HatRequest, agreement: Agreement, message: str) -> HttpResponse:
    return redirect_saying(request, message, "grants:agreement", agreement.project_id, agreement.pk)


def changing(project: RegionalProject, agreement: Agreement) -> dict[str, Any]:
    """What a form that changes an agreement tells `answer_form`; deeds lock the award first."""
    return {"edits": agreement, "under": project.award, "last_edit": last_edit(project, data__agreement=agreement.pk)}


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
    states = [(row, row.state(today)) for row in instalments]
    keeps, binds = may_keep_money(request.hat, project), may_bind_money(request.hat, project)
    person = found.beneficiary.legal_person(found.beneficiary_signed_on or today)
    context = {
        "project": project,
        "title": f"Convention avec {the(found.beneficiary)}",
        "agreement": found,
        "instalments": states,
        "next_pk": next((row.pk for row, state in states if row.amount and state != InstalmentState.PAID), None),
        "scheduled": sum(row.amount for row in instalments),
        "amendments": found.amendments.select_related("document", "signed_by__organisation"),
        "duty": duty_of(found, today),
        "lacking": lacking(found.beneficiary, today),
        "person": person,
        "substituted": substituted(found),
        "statement": getattr(found, "statement", None),
        "owes": owes_statement(found),
        "may_keep": keeps,
        "may_bind": binds,
        "may_write": may_write_statement(request.hat, found),
        **asked_back(found, today, binds),
    }
    return render(request, "grants/agreement.html", context)


def asked_back(agreement: Agreement, today: date, binds: Verdict) -> dict[str, Any]:
    """What was asked back, what is about to be, and whether something may be."""
    waiting = agreement.hearings.select_related("act").filter(recovery=None)
    return {
        "hearings": [(one, one.ready(today)) for one in waiting],
        "recoveries": agreement.recoveries.with_repaid().select_related("act", "lift", "hearing"),
        "may_invite": bool(binds) and may_be_heard(agreement),
    }


def may_be_heard(agreement: Agreement) -> bool:
    """Money was paid that may be asked back, and no invitation waits for its end."""
    if agreement.state == AgreementState.DRAFT or agreement.hearings.filter(closed_on=None).exists():
        return False
    return recoverable(agreement) > 0


def draft(request: HatRequest, project_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    return answer_form(
        request,
        lambda data, _: AgreementForm(data, project=project, initial=usual(project)),
        page=draft_page(project, "Préparer une convention", "Préparer la convention"),
        right=may_keep_money(request.hat, project),
        deed=lambda form: agreeing.draft(project, terms_of(form), pattern=form.cleaned_data["pattern"], by=request.hat),
        refusal_at="amount",
        done=lambda drafted: to_agreement(
            request, drafted, f"La convention avec {the(drafted.beneficiary)} est préparée."
        ),
    )


def terms_of(form: AgreementForm) -> Terms:
    return form.terms_with(form.chosen or aract_of(form.project))


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


def draft_page(project: RegionalProject, title: str, submit: str, *above: tuple[str, str]) -> FormPage:
    return page_of(
        project,
        title,
        submit,
        listed(project),
        *above,
        template="grants/draft.html",
        intro=(
            "L'ARS, qui reçoit la subvention, convient avec chaque bénéficiaire de l'objet et du montant. "
            f"Une convention est obligatoire au-delà de {euros(AGREEMENT_THRESHOLD)} par an."
        ),
    )


def redraft(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    found = agreement_of(project, agreement_pk)
    return answer_form(
        request,
        lambda data, _: AgreementForm(data, project=project, agreement=found),
        page=draft_page(
            project, "Modifier la convention en préparation", "Enregistrer les modifications", link_to(found)
        ),
        right=may_keep_money(request.hat, project),
        turn=lambda: ensure_state(found, AgreementState.DRAFT),
        **changing(project, found),
        deed=lambda form: agreeing.redraft(found, terms_of(form), pattern=form.cleaned_data["pattern"], by=request.hat),
        refusal_at="amount",
        done=lambda _: to_agreement(request, found, "La convention est modifiée."),
    )


def drop(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    found = agreement_of(project, agreement_pk)
    return ask_to_remove(
        request,
        page_of(
            project,
            "Abandonner ce projet de convention ?",
            "Abandonner le projet",
            listed(project),
            link_to(found),
            keep="Garder le projet",
            consequences=[
                f"Le projet de convention avec {the(found.beneficiary)} et son échéancier sont effacés.",
                "Rien n'était signé ni versé.",
            ],
        ),
        right=may_keep_money(request.hat, project),
        turn=lambda: ensure_state(found, AgreementState.DRAFT),
        deed=lambda: agreeing.drop(found, by=request.hat),
        done="Le projet de convention est abandonné.",
        to=("grants:agreements", project.pk),
    )


def schedule(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    found = agreement_of(project, agreement_pk)
    return answer_form(
        request,
        lambda data, _: ScheduleForm(data, agreement=found),
        page=lambda _: page_of(
            project,
            "Échéancier de la convention",
            "Enregistrer l'échéancier",
            link_to(found),
            intro=f"Les échéances s'additionnent au montant de la convention, {euros(found.amount)}, au centime près.",
        ),
        right=may_keep_money(request.hat, project),
        turn=lambda: ensure_state(found, AgreementState.DRAFT),
        **changing(project, found),
        deed=lambda form: scheduling.plan(found, form.planned(), by=request.hat),
        done=lambda _: to_agreement(request, found, "L'échéancier est enregistré."),
    )


def sign(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    found = agreement_of(project, agreement_pk)
    return answer_form(
        request,
        SignAgreementForm,
        page=page_of(
            project,
            "Enregistrer la convention signée",
            "Enregistrer la convention signée",
            link_to(found),
            intro=f"{found.beneficiary.name}, {euros(found.amount)}, {found.get_account_display()}.",
            consequences=(
                "La convention reçoit un numéro et ne change plus que par avenant.",
                f"{euros(found.amount)} de la {found.get_account_display()} sont engagés.",
                "Les échéances peuvent être versées.",
            ),
        ),
        right=may_bind_money(request.hat, project),
        turn=lambda: ensure_state(found, AgreementState.DRAFT),
        deed=lambda form: agreeing.sign(found, **form.cleaned_data, by=request.hat),
        done=lambda signed: to_agreement(request, signed, f"La convention {signed.number} est enregistrée."),
    )


def amend(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    found = agreement_of(project, agreement_pk)
    return answer_form(
        request,
        lambda data, files: AmendForm(data, files, initial={"amount": found.amount, "ends_on": found.ends_on}),
        page=lambda _: page_of(
            project,
            "Enregistrer un avenant signé",
            "Enregistrer l'avenant signé",
            link_to(found),
            intro=f"Aujourd'hui : {euros(found.amount)}, jusqu'au {day(found.ends_on)}.",
            consequences=(
                "Un montant supérieur ajoute une échéance ; un montant inférieur en réduit les dernières.",
                "Le montant et la fin d'avant restent dans l'historique de la convention.",
            ),
        ),
        right=may_bind_money(request.hat, project),
        turn=lambda: ensure_state(found, AgreementState.SIGNED),
        **changing(project, found),
        deed=lambda form: agreeing.amend(found, **form.cleaned_data, by=request.hat),
        done=lambda amended: to_agreement(request, found, f"L'avenant n° {amended.rank} est enregistré."),
    )


def end(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    found = agreement_of(project, agreement_pk)
    return answer_form(
        request,
        lambda data, _: EndForm(data),
        page=page_of(
            project,
            "Terminer la convention",
            "Terminer la convention",
            link_to(found),
            consequences=(
                f"{euros(found.amount - found.paid)} ne sont pas versés : ces échéances deviennent sans objet.",
                "Le compte rendu financier reste dû pour ce qui est versé.",
            ),
        ),
        right=may_bind_money(request.hat, project),
        turn=lambda: ensure_state(found, AgreementState.SIGNED),
        deed=lambda form: agreeing.end(found, **form.cleaned_data, by=request.hat),
        done=lambda _: to_agreement(request, found, "La convention est terminée."),
    )


def pay(request: HatRequest, project_pk: int, agreement_pk: int, instalment_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    found = agreement_of(project, agreement_pk)
    instalment = get_object_or_404(found.instalments, pk=instalment_pk)
    instalment.agreement = found
    return answer_form(
        request,
        lambda data, files: PayForm(data, files, initial={"on": timezone.localdate()}),
        page=page_of(
            project,
            f"Verser : {instalment.label}",
            f"Inscrire le versement de {euros(instalment.amount)}",
            link_to(found),
            intro=f"Convention {found.number}, échéance du {day(instalment.due_on)}.",
            consequences=(
                f"Le registre porte cette dépense ({found.get_account_display()}), payée {to_the(found.beneficiary)}.",
                "Une écriture ne s'efface pas : une erreur se corrige par une autre écriture.",
            ),
        ),
        right=may_keep_money(request.hat, project),
        turn=lambda: paying.ensure_payable(instalment),
        deed=lambda form: paying.pay(instalment, **form.cleaned_data, by=request.hat),
        refusal_at="on",
        done=lambda entry: to_agreement(
            request, found, f"{euros(entry.amount)} versés à {entry.counterpart} : écriture n° {entry.pk} du registre."
        ),
    )


def project_pdf(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    """The agreement to sign, drawn from what is prepared."""
    found = agreement_of(funded_project(request, project_pk), agreement_pk)
    ensure_state(found, AgreementState.DRAFT)
    today = timezone.localdate()
    missing = lacking(found.beneficiary, today)
    if missing:
        raise OutOfTurn(" ".join([*missing, "Complétez la fiche du bénéficiaire, puis téléchargez le projet."]))
    content = pdfs.agreement_pdf(found, duty_of(found, today), today)
    return documents.download(f"projet-de-convention-{found.pk}.pdf", content, media_type=documents.PDF)


def document(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponseBase:
    found = agreement_of(funded_project(request, project_pk), agreement_pk)
    if found.document is None:
        raise Http404("Aucune convention signée n'est enregistrée.")
    return documents.serve(found.document)


def amendment_document(request: HatRequest, project_pk: int, agreement_pk: int, amendment_pk: int) -> HttpResponseBase:
    found = agreement_of(funded_project(request, project_pk), agreement_pk)
    return documents.serve(get_object_or_404(found.amendments.select_related("document"), pk=amendment_pk).document)
