"""Pages of a statement of use: written, handed in, judged, read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.models import Membership
from core.autosave import Around, answer_draft, held_row
from core.editing import THEIRS
from core.form_page import answer_form, redirect_saying
from core.rows import CLASH
from core.states import ensure_turn
from core.verdicts import OutOfTurn, ensure
from core.wording import euros, the
from grants import reporting
from grants.enums import AgreementState, StatementState
from grants.forms.statements import RankForm, ReturnStatementForm, StatementForm, SubmitStatementForm
from grants.models import Agreement, Statement
from grants.pdfs import statement_tables
from grants.permissions import may_bind_money, may_submit_statement, may_write_statement
from grants.views.agreements import link_to
from grants.views.answering import agreement_of, funded_project, page_of
from records import documents
from records.journal import last_edit


def url_of(agreement: Agreement) -> str:
    return reverse("grants:statement", args=[agreement.project_id, agreement.pk])


def to_statement(request: HatRequest, agreement: Agreement, message: str) -> HttpResponse:
    return redirect_saying(request, message, "grants:statement", agreement.project_id, agreement.pk)


def statement_of(agreement: Agreement) -> Statement:
    found: Statement | None = getattr(agreement, "statement", None)
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
    if request.method == "POST" or (found.open and writes):
        return write(request, found, context)
    return read(request, found, context)


def write(request: HatRequest, found: Statement, context: dict[str, Any]) -> HttpResponse:
    """The draft: each text and the table save themselves, or the button saves all."""
    agreement = found.agreement

    def page(form: StatementForm, status: int) -> HttpResponse:
        last = found.submissions.order_by("-rank").first()
        shown = {"form": form, "last": last if found.state == StatementState.RETURNED else None}
        told = context | shown | next_step(request.hat, found)
        return render(request, "grants/statement_write.html", told, status=status)

    return answer_draft(
        request,
        found,
        lambda _, data: StatementForm(data, statement=found, agreement=agreement),
        right=may_write_statement(request.hat, agreement),
        hold=lambda: held_draft(found),
        last_edit=last_edit(agreement.project, deed="grants.save_statement", data__agreement=agreement.pk),
        save=lambda form, _: reporting.save(found, form.typed_statement(), by=request.hat),
        around=lambda form, _: around_draft(request, found, form, context),
        page=page,
        done=lambda _: to_statement(request, agreement, "Le compte rendu est enregistré."),
    )


@contextmanager
def held_draft(found: Statement) -> Iterator[Statement]:
    with held_row(found.agreement.project.award):
        found.refresh_from_db(fields=["state", "achievements", "gaps", "allocation", "edition"])
        yield found


def next_step(hat: Membership, found: Statement) -> dict[str, Any]:
    """What the draft lacks before it can be handed in, and by whom."""
    agreement = found.agreement
    sums = reporting.totals(list(found.lines.all()), reporting.paid_under(agreement))
    return {
        "sums": sums,
        "lacking": reporting.lacking(found, sums),
        "may_submit": may_submit_statement(hat, agreement),
        "too_early": agreement.last_day > timezone.localdate(),
    }


def around_draft(request: HatRequest, found: Statement, form: StatementForm, context: dict[str, Any]) -> Around:
    """What is drawn again once a field is saved: the next step, and the table that was chosen if there was a choice."""
    found.refresh_from_db(fields=["achievements", "gaps", "allocation"])
    clash = form.clashes.get(CLASH)
    drawn = render_to_string("grants/_statement_next.html", context | next_step(request.hat, found), request)
    if clash is not None and clash.chosen == THEIRS:
        fresh = StatementForm(statement=found, agreement=found.agreement)
        fresh.edit()
        drawn += render_to_string("_rows.html", {"form": fresh}, request)
    return Around(fragments=drawn)


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


def submit_statement(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    agreement = agreement_of(project, agreement_pk)
    found = statement_of(agreement)
    sums = reporting.totals(list(found.lines.all()), reporting.paid_under(agreement))
    left = f"{euros(sums.unspent)} non justifiés pourront être réclamés." if sums.unspent else "Tout est justifié."
    return answer_form(
        request,
        lambda data, files: SubmitStatementForm(data, files, statement=found),
        page=page_of(
            project,
            "Déposer le compte rendu financier",
            "Déposer le compte rendu",
            link_to(agreement),
            ("Compte rendu financier", url_of(agreement)),
            intro=f"{euros(sums.paid)} reçus, {euros(sums.used)} justifiés.",
            consequences=(
                "Le contenu ne change plus ; il est mis en PDF.",
                f"La personne habilitée à signer pour {the(project.ars)} l'accepte, ou le renvoie en disant pourquoi.",
                left,
            ),
        ),
        right=may_submit_statement(request.hat, agreement),
        turn=lambda: reporting.ensure_to_submit(found, None, timezone.localdate()),
        deed=lambda form: reporting.submit(found, **form.handed_in(), by=request.hat),
        done=lambda _: to_statement(request, agreement, "Le compte rendu est déposé."),
    )


@require_POST
def accept_statement(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    agreement = agreement_of(project, agreement_pk)
    ensure(may_bind_money(request.hat, project))
    form = RankForm(request.POST)
    rank = form.cleaned_data["rank"] if form.is_valid() else 0
    reporting.judge(statement_of(agreement), rank=rank, accepted=True, by=request.hat)
    return to_statement(request, agreement, "Le compte rendu est accepté.")


def return_statement(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    agreement = agreement_of(project, agreement_pk)
    found = statement_of(agreement)
    return answer_form(
        request,
        lambda data, _: ReturnStatementForm(data, initial={"rank": found.submissions.count()}),
        page=page_of(
            project,
            "Renvoyer le compte rendu financier",
            "Renvoyer le compte rendu",
            link_to(agreement),
            ("Compte rendu financier", url_of(agreement)),
            consequences=(f"{agreement.beneficiary} corrige le compte rendu et le dépose à nouveau.",),
        ),
        right=may_bind_money(request.hat, project),
        turn=lambda: ensure_turn(found, StatementState.RETURNED),
        deed=lambda form: reporting.judge(found, accepted=False, **form.cleaned_data, by=request.hat),
        done=lambda _: to_statement(request, agreement, "Le compte rendu est renvoyé."),
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
