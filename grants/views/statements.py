"""Pages of a statement of use: written, handed in, judged, read."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from core.verdicts import OutOfTurn, ensure
from core.wording import euros
from grants import reporting
from grants.enums import AgreementState, StatementState
from grants.forms.statements import RankForm, ReturnForm, StatementForm, SubmitForm
from grants.models import Agreement, Statement
from grants.pdfs import statement_tables
from grants.permissions import may_bind_money, may_submit_statement, may_write_statement
from grants.views.answering import agreement_of, back_to, done, form_page, funded_project
from records import documents


def url_of(agreement: Agreement) -> str:
    return reverse("grants:statement", args=[agreement.project_id, agreement.pk])


def statement_of(agreement: Agreement) -> Statement:
    found = getattr(agreement, "statement", None)
    if found is None:
        raise Http404("Le compte rendu n'est pas commencé.")
    found.agreement = agreement
    return found


def statement(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    """The draft to write, for who writes it; else what was handed in last."""
    project = funded_project(request, project_pk)
    agreement = agreement_of(project, agreement_pk)
    found: Statement | None = getattr(agreement, "statement", None)
    writes = may_write_statement(request.hat, agreement)
    if request.method == "POST":
        ensure(writes)
        if found is None:
            reporting.begin(agreement, by=request.hat)
            return redirect(url_of(agreement))
    context: dict[str, Any] = {"project": project, "agreement": agreement, "statement": found, "may_write": writes}
    if found is None:
        context["signed"] = agreement.state != AgreementState.DRAFT
        return render(request, "grants/statement_none.html", context)
    found.agreement = agreement
    if found.open and writes:
        return write(request, found, context)
    if request.method == "POST":
        raise OutOfTurn(f"Le compte rendu est {found.get_state_display()} : il ne se modifie plus.")
    return read(request, found, context)


def write(request: HatRequest, found: Statement, context: dict[str, Any]) -> HttpResponse:
    agreement = found.agreement
    form = StatementForm(request.POST or None, statement=found, agreement=agreement)
    if request.method == "POST" and form.is_valid():
        if done(form, lambda: reporting.save(found, form.typed_statement(), by=request.hat)):
            return back_to(
                request, "Le compte rendu est enregistré.", "grants:statement", agreement.project_id, agreement.pk
            )
        # The page says that someone else saved; saving once more keeps what stands here.
        form.data = form.data.copy()
        form.data["edition"] = str(Statement.objects.get(pk=found.pk).edition)
    lines = list(found.lines.all())
    paid = reporting.paid_under(agreement)
    sums = reporting.totals(lines, paid)
    last = found.submissions.order_by("-rank").first()
    context |= {
        "form": form,
        "sums": sums,
        "lacking": reporting.lacking(found, sums),
        "last": last if found.state == StatementState.RETURNED else None,
        "may_submit": may_submit_statement(request.hat, agreement),
        "too_early": agreement.last_day > timezone.localdate(),
    }
    return render(request, "grants/statement_write.html", context)


def read(request: HatRequest, found: Statement, context: dict[str, Any]) -> HttpResponse:
    agreement = found.agreement
    submissions = list(found.submissions.select_related("submitted_by__organisation", "decided_by__organisation"))
    last = submissions[-1] if submissions else None
    context |= {
        "submissions": submissions,
        "last": last,
        "may_judge": may_bind_money(request.hat, agreement.project)
        if found.state == StatementState.SUBMITTED
        else None,
    }
    if last is not None:
        context |= {"content": last.content, **statement_tables(last.content)}
    return render(request, "grants/statement.html", context)


def submit(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    agreement = agreement_of(project, agreement_pk)
    ensure(may_submit_statement(request.hat, agreement))
    found = statement_of(agreement)
    if request.method != "POST" and not found.open:
        raise OutOfTurn(f"Le compte rendu est {found.get_state_display()} : il ne se dépose plus.")
    form = SubmitForm(
        request.POST or None,
        request.FILES or None,
        with_copy=not agreement.with_aract,
        initial={"edition": found.edition},
    )
    sums = reporting.totals(list(found.lines.all()), reporting.paid_under(agreement))
    if request.method == "POST" and form.is_valid():
        read, upload = form.cleaned_data["edition"], form.cleaned_data.get("upload")
        if done(form, lambda: reporting.submit(found, edition=read, upload=upload, by=request.hat)):
            return back_to(request, "Le compte rendu est déposé.", "grants:statement", project.pk, agreement.pk)
    return form_page(
        request,
        project,
        form,
        title="Déposer le compte rendu financier",
        submit="Déposer le compte rendu",
        back=url_of(agreement),
        intro=f"{euros(sums.paid)} reçus, {euros(sums.used)} justifiés.",
        consequences=(
            "Le contenu est figé, avec son empreinte, et mis en PDF.",
            f"La personne habilitée à signer pour l'{project.ars} l'accepte, ou le renvoie en disant pourquoi.",
            f"{euros(sums.unspent)} non justifiés pourront être réclamés." if sums.unspent else "Tout est justifié.",
        ),
        crumb=("Compte rendu financier", url_of(agreement)),
    )


@require_POST
def accept(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    agreement = agreement_of(project, agreement_pk)
    ensure(may_bind_money(request.hat, project))
    form = RankForm(request.POST)
    rank = form.cleaned_data["rank"] if form.is_valid() else 0
    reporting.judge(statement_of(agreement), rank=rank, accepted=True, by=request.hat)
    return back_to(request, "Le compte rendu est accepté.", "grants:statement", project.pk, agreement.pk)


def send_back(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    agreement = agreement_of(project, agreement_pk)
    ensure(may_bind_money(request.hat, project))
    found = statement_of(agreement)
    if request.method != "POST" and found.state != StatementState.SUBMITTED:
        raise OutOfTurn(f"Le compte rendu est {found.get_state_display()} : il n'est pas à examiner.")
    form = ReturnForm(request.POST or None, initial={"rank": found.submissions.count()})
    asked = request.method == "POST" and form.is_valid()
    if asked and done(form, lambda: reporting.judge(found, accepted=False, **form.cleaned_data, by=request.hat)):
        return back_to(request, "Le compte rendu est renvoyé.", "grants:statement", project.pk, agreement.pk)
    return form_page(
        request,
        project,
        form,
        title="Renvoyer le compte rendu financier",
        submit="Renvoyer le compte rendu",
        back=url_of(agreement),
        consequences=(f"{agreement.beneficiary} corrige le compte rendu et le dépose à nouveau.",),
        crumb=("Compte rendu financier", url_of(agreement)),
    )


def submission_pdf(request: HatRequest, project_pk: int, agreement_pk: int, submission_pk: int) -> HttpResponseBase:
    agreement = agreement_of(funded_project(request, project_pk), agreement_pk)
    found = get_object_or_404(statement_of(agreement).submissions.select_related("pdf"), pk=submission_pk)
    if found.pdf is None:
        raise OutOfTurn("Le PDF est en préparation : il sera là dans quelques instants.")
    return documents.serve(found.pdf)


def signed_copy(request: HatRequest, project_pk: int, agreement_pk: int, submission_pk: int) -> HttpResponseBase:
    agreement = agreement_of(funded_project(request, project_pk), agreement_pk)
    found = get_object_or_404(statement_of(agreement).submissions.select_related("signed_copy"), pk=submission_pk)
    if found.signed_copy is None:
        raise Http404("Aucune copie signée n'est jointe.")
    return documents.serve(found.signed_copy)
