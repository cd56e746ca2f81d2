"""Background jobs: the list for administrators, and the progress page for the person who asked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.list_page import ListPage, Nothing, show_list
from core.verdicts import ensure
from records import jobs as work
from records.forms.filters import JobFilterForm
from records.models import Job
from records.permissions import HatRequest, may_administer

JOBS = ListPage(
    "records/jobs.html",
    "Travaux de fond",
    counted="travail,travaux",
    intro="Ce que le portail fait sans faire attendre personne : courriers, exports, vérifications.",
    nothing=Nothing("Aucun travail pour l'instant", "L'émission des notifications, par exemple, en crée un."),
    unmatched="Aucun travail n'est dans cet état.",
    context={"styles": "css/records.css"},
)


@require_safe
def jobs(request: HatRequest) -> HttpResponse:
    ensure(may_administer(request.hat))
    form = JobFilterForm(request.GET)
    rows = Job.objects.select_related("created_by").defer("report", "arguments")
    return show_list(request, form.narrow(rows), JOBS, form=form)


@require_safe
def job(request: HatRequest, key: UUID) -> HttpResponse:
    run = get_object_or_404(Job.objects.visible_to(request.hat).select_related("created_by"), key=key)
    return render(request, "records/job.html", {"job": run})


@require_safe
def job_progress(request: HatRequest, key: UUID) -> HttpResponse:
    """The part of the page that moves, asked for every second until the job is over."""
    run = get_object_or_404(Job.objects.visible_to(request.hat), key=key)
    return render(request, "records/_job.html", {"job": run, "live": True})


@require_POST
def restart_job(request: HatRequest, key: UUID) -> HttpResponse:
    run = get_object_or_404(Job.objects.visible_to(request.hat), key=key)
    work.restart(run, by=request.hat)
    messages.success(request, "Le travail est relancé.")
    return redirect("records:job", key=key)
