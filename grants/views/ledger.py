"""Pages of the ledger: its rows, its exports, what is written by hand, what is undone."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import HatRequest
from core.form_page import answer_form, redirect_saying
from core.wording import day, euros
from grants import bookkeeping, pdfs
from grants.accounting import holdings_of
from grants.exporting import ledger_sheet
from grants.forms.ledger import EntryForm, LedgerFilterForm, ReverseForm
from grants.models.ledger import LedgerQuerySet
from grants.permissions import may_keep_money
from grants.views.answering import funded_project, page_of
from records import documents
from records.spreadsheets import About, xlsx_response
from regions.models import RegionalProject

PER_PAGE = 25


def rows_of(project: RegionalProject) -> LedgerQuerySet:
    return project.ledger.with_balance().in_full().order_by("on", "pk")


def ledger(request: HatRequest, project_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    form = LedgerFilterForm(request.GET or None) if request.GET.keys() - {"page"} else LedgerFilterForm({})
    rows = form.narrow(rows_of(project)).order_by("-on", "-pk")
    context = {
        "project": project,
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "accounts": holdings_of(project).values(),
        "may_keep": may_keep_money(request.hat, project),
    }
    return render(request, "grants/ledger.html", context)


def ledger_xlsx(request: HatRequest, project_pk: int) -> HttpResponse:
    """The rows that the filters of the address leave, oldest first."""
    project = funded_project(request, project_pk)
    form = LedgerFilterForm(request.GET)
    rows = form.narrow(rows_of(project))
    about = About(f"Registre du projet « {project.title} »", request.hat.named, form.worded)
    name = f"registre-{project.region.slug}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return xlsx_response(name, [ledger_sheet(rows)], about)


def ledger_pdf(request: HatRequest, project_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    form = LedgerFilterForm(request.GET)
    entries = list(form.narrow(rows_of(project)))
    content = pdfs.ledger_pdf(project, entries, asked=filters_in_words(form), at=timezone.now())
    name = f"registre-{project.region.slug}-{timezone.localdate():%Y-%m-%d}.pdf"
    return documents.download(name, content, media_type=documents.PDF)


def filters_in_words(form: LedgerFilterForm) -> str:
    """The filters in words, for a print that must say what it leaves out."""
    return ", ".join(f"{label.lower()} : {asked}" for label, asked in form.worded)


def listed(project: RegionalProject) -> tuple[str, str]:
    return "Registre", reverse("grants:ledger", args=[project.pk])


def record(request: HatRequest, project_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    return answer_form(
        request,
        lambda data, files: EntryForm(data, files, project=project, initial={"on": timezone.localdate()}),
        page=page_of(
            project,
            "Inscrire un mouvement",
            "Inscrire le mouvement",
            listed(project),
            intro="Une échéance se verse depuis sa convention ; cofinancements et reversements ont aussi leur page.",
        ),
        right=may_keep_money(request.hat, project),
        deed=lambda form: bookkeeping.record(project, **form.cleaned_data, by=request.hat),
        refusal_at="amount",
        done=lambda entry: redirect_saying(
            request, f"Écriture n° {entry.pk} inscrite : {euros(entry.amount)}.", "grants:ledger", project.pk
        ),
    )


def reverse_entry(request: HatRequest, project_pk: int, entry_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    entry = get_object_or_404(project.ledger.in_full(), pk=entry_pk)
    return answer_form(
        request,
        lambda data, _: ReverseForm(data),
        page=page_of(
            project,
            f"Corriger l'écriture n° {entry.pk}",
            "Corriger l'écriture",
            listed(project),
            intro=f"{entry.label} : {euros(entry.amount)}, le {day(entry.on)} ({entry.counterpart}).",
            consequences=(
                "L'écriture reste dans le registre, suivie de son contraire à la date du jour et de votre motif.",
                "Une échéance ainsi annulée redevient à verser.",
            ),
        ),
        right=may_keep_money(request.hat, project),
        turn=lambda: bookkeeping.ensure_reversible(entry),
        deed=lambda form: bookkeeping.reverse(entry, reason=form.cleaned_data["reason"], by=request.hat),
        done=lambda reversal: redirect_saying(
            request,
            f"L'écriture n° {entry.pk} est corrigée par l'écriture n° {reversal.pk}.",
            "grants:ledger",
            project.pk,
        ),
    )


def piece(request: HatRequest, project_pk: int, entry_pk: int) -> HttpResponseBase:
    project = funded_project(request, project_pk)
    entry = get_object_or_404(project.ledger.select_related("piece"), pk=entry_pk)
    if entry.piece is None:
        raise Http404("Cette écriture n'a pas de pièce.")
    return documents.serve(entry.piece)
