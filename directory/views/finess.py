"""Imports of the national directory, for administrators."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from core.form_page import FormPage, answer_form
from core.verdicts import ensure
from directory.forms.finess import FinessForm
from directory.import_job import ask_import, last_import
from directory.models import Establishment, FinessImport
from directory.permissions import may_import_finess
from directory.telling import count_lines
from records.jobs import UnderWay
from records.models import Job
from records.views.jobs import joined

PAGE = 25
PROBLEMS = 50


def finess_imports(request: HatRequest) -> HttpResponse:
    """Send files, and see what came of those sent before."""
    rows = FinessImport.objects.select_related("by__organisation", "by__user", "job").defer("problems")
    return answer_form(
        request,
        FinessForm,
        page=lambda _: FormPage(
            "Répertoire FINESS",
            "Importer",
            back="",
            template="directory/finess_imports.html",
            context={
                "imports": Paginator(rows, PAGE).get_page(request.GET.get("page")),
                "last_import": last_import(),
                "known": Establishment.objects.from_finess().open().count(),
            },
        ),
        right=may_import_finess(request.hat),
        deed=lambda form: ask_or_join(request, form),
        done=lambda work: (
            joined(request, work) if isinstance(work, UnderWay) else redirect("records:job", key=work.key)
        ),
    )


def ask_or_join(request: HatRequest, form: FinessForm) -> Job | UnderWay:
    """The import asked, or the one under way."""
    try:
        return ask_import(**form.cleaned_data, by=request.hat)
    except UnderWay as found:
        return found


@require_safe
def finess_import(request: HatRequest, import_pk: int) -> HttpResponse:
    """What came of an import: its tally, and the lines that were wrong."""
    ensure(may_import_finess(request.hat))
    rows = FinessImport.objects.select_related("by__organisation", "by__user", "job")
    run = get_object_or_404(rows, pk=import_pk)
    problems = sorted(run.problems, key=lambda problem: (problem["severity"] != "erreur", problem["line"]))
    context = {
        "run": run,
        "counts": count_lines(run),
        "page": Paginator(problems, PROBLEMS).get_page(request.GET.get("page")),
        "reported": run.counts.get("erreur", 0) + run.counts.get("avertissement", 0),
    }
    return render(request, "directory/finess_import.html", context)
