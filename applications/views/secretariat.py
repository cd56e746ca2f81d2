"""The secretary's side: what was received, whether it is admissible, the spreadsheet."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import HatRequest
from applications import checking
from applications.completeness import filled
from applications.enums import ApplicationState, Outcome, ThreadSide
from applications.exporting import fiches_sheet
from applications.forms.check import CheckForm
from applications.inadmissibility import proposal_of
from applications.models import Application, ApplicationQuerySet, Inadmissibility, ThreadMessage
from applications.permissions import may_check, may_export
from applications.pieces import asked_of
from applications.views.fiches import fiche_or_404
from applications.views.pdfs import reading_context
from applications.warnings import warnings
from calls.models import Call
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import ensure
from core.wording import PARIS, of
from records.spreadsheets import About, xlsx_response

PAGE = 25
SORTS = {
    "region": ("Région", ["project__region__slug"]),
    "recue": ("Date de réception", ["deposit__received_at"]),
    "structures": ("Nombre de structures", ["-structures", "project__region__slug"]),
    "etat": ("État", ["state", "outcome", "project__region__slug"]),
}
# A fiche says its outcome once notified, and its state until then.
STATUSES = {state.value: state.label for state in [*ApplicationState, *Outcome] if state != ApplicationState.DRAFT}


def received(request: HatRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    ensure(may_export(request.hat))
    everything = Application.objects.visible_to(request.hat).filter(project__call=call, deposit__isnull=False)
    state = request.GET.get("etat", "")
    sort = request.GET.get("tri", "region")
    chosen = everything.in_status(state) if state in STATUSES else everything
    fiches = with_figures(chosen).order_by(*SORTS.get(sort, SORTS["region"])[1], "pk")
    page = Paginator(fiches, PAGE).get_page(request.GET.get("page"))
    by_status = everything.order_by().values_list("state", "outcome").annotate(Count("pk"))
    counts = {outcome or state: number for state, outcome, number in by_status}
    context = {
        "call": call,
        "page": page,
        "rows": [_row(fiche, call, request) for fiche in page],
        "to_answer": set(
            ThreadMessage.objects.to_handle(ThreadSide.SECRETARIAT)
            .filter(application__project__call=call)
            .values_list("application", flat=True)
        ),
        "proposed": set(Inadmissibility.objects.proposed().of_call(call).values_list("application", flat=True)),
        "total": sum(counts.values()),
        "waiting": counts.get(ApplicationState.DEPOSITED, 0),
        "states": [(value, label, counts.get(value, 0)) for value, label in STATUSES.items()],
        "sorts": [(key, label) for key, (label, _) in SORTS.items()],
        "state": state,
        "sort": sort,
    }
    return render(request, "applications/received.html", context)


def with_figures(fiches: ApplicationQuerySet) -> ApplicationQuerySet:
    present = Q(project__participations__left_on=None)
    return (
        fiches.with_parties()
        .select_related("deposit__late__access")
        .annotate(
            structures=Count("project__participations", filter=present, distinct=True),
            confirmed=Count(
                "project__participations",
                filter=present & Q(project__participations__confirmed_at__isnull=False),
                distinct=True,
            ),
        )
    )


def _row(fiche: Application, call: Call, request: HatRequest) -> dict[str, Any]:
    done, total = filled(fiche.in_force.content)
    return {
        "fiche": fiche,
        "deposit": fiche.in_force,
        "done": done,
        "total": total,
        "in_time": fiche.in_force.rank > 1 or fiche.in_force.received_at < call.closes_at,
        "may_check": may_check(request.hat, fiche),
    }


def check(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk, deposit__isnull=False)
    above = reverse("applications:received", args=[fiche.project.call.slug])
    return answer_form(
        request,
        lambda data, _: CheckForm(data),
        page=lambda _: FormPage(
            f"Recevabilité : {fiche.project.region}",
            "Enregistrer la conclusion",
            above,
            crumbs=[("Fiches reçues", above)],
            template="applications/check.html",
            context=_check_context(fiche, request),
        ),
        right=may_check(request.hat, fiche),
        deed=lambda form: checking.check(fiche, **form.concluded(), by=request.hat, now=timezone.now()),
        done=lambda checked: redirect_saying(request, concluded(checked), above),
    )


def concluded(fiche: Application) -> str:
    if fiche.state == ApplicationState.ADMISSIBLE:
        return f"La fiche {of(fiche.project.region)} est recevable."
    return f"L'irrecevabilité de la fiche {of(fiche.project.region)} est proposée à la signature de la DGOS."


def _check_context(fiche: Application, request: HatRequest) -> dict[str, Any]:
    """The fiche and what the portal itself finds of the four points."""
    project = fiche.project
    figures = with_figures(Application.objects.filter(pk=fiche.pk)).get()
    returned = fiche.inadmissibilities.filter(act=None, returned_at__isnull=False).first()
    return reading_context(fiche, request.hat) | {
        "asked": asked_of(fiche, timezone.now().astimezone(PARIS).date()),
        "returned": returned,
        "proposal": proposal_of(fiche),
        "the_call": project.call,
        "warnings": warnings(fiche, writes=False),
        "styles": "css/applications.css",
        "row": _row(figures, project.call, request),
        "regional": project.ars.region_id == project.aract.region_id == project.region_id,
        "outside": project.participations.present()
        .exclude(establishment__region=project.region_id)
        .select_related("establishment"),
    }


def export(request: HatRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    ensure(may_export(request.hat))
    about = About(f"Fiches déposées pour l'appel « {call} »", request.hat.named)
    return xlsx_response(f"fiches-{call.slug}.xlsx", [fiches_sheet(call, by=request.hat)], about)
