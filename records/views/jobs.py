"""Background jobs: the list for administrators, and the progress page for those who may start such a job."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.list_page import ListPage, Nothing, show_list
from core.verdicts import ensure
from records import jobs as work
from records.forms.filters import JobFilterForm
from records.models import Job
from records.permissions import TraceRequest, follows, may_administer

JOBS = ListPage(
    "records/jobs.html",
    "Travaux de fond",
    counted="travail,travaux",
    intro="Ce que le portail fait sans faire attendre personne : lettres, exports, vérifications.",
    nothing=Nothing("Aucun travail pour l'instant", "L'émission des lettres de décision, par exemple, en crée un."),
    unmatched="Aucun travail n'est dans cet état.",
    context={"styles": "css/records.css"},
)


@require_safe
def jobs(request: TraceRequest) -> HttpResponse:
    ensure(may_administer(request.hat))
    form = JobFilterForm(request.GET)
    rows = Job.objects.select_related("created_by").defer("report", "arguments")
    return show_list(request, form.narrow(rows), JOBS, form=form)


@require_safe
def job(request: TraceRequest, key: UUID) -> HttpResponse:
    return render(request, "records/job.html", context_of(request, key))


@require_safe
def job_progress(request: TraceRequest, key: UUID) -> HttpResponse:
    """The part of the page that moves, asked for every second until the job is over."""
    return render(request, "records/_job.html", context_of(request, key) | {"live": True})


def context_of(request: TraceRequest, key: UUID) -> dict[str, Any]:
    """`opens`: the person may open the file that the job is about; an administrator who only watches may not."""
    run = get_object_or_404(Job.objects.visible_to(request.hat).select_related("created_by"), key=key)
    return {"job": run, "opens": run.created_by_id == request.hat.user_id or follows(request.hat, run)}


def joined(request: HttpRequest, found: work.UnderWay) -> HttpResponse:
    """Lead someone who asks for what is already being done to that job, and say so."""
    messages.info(request, found.reason)
    return redirect("records:job", key=found.run.key)


@require_POST
def restart_job(request: TraceRequest, key: UUID) -> HttpResponse:
    run = get_object_or_404(Job.objects.visible_to(request.hat), key=key)
    work.restart(run, by=request.hat)
    messages.success(request, "Le travail est relancé.")
    return redirect("records:job", key=key)
