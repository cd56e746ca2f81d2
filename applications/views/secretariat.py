"""The secretary's side: what was received, whether it is admissible, the spreadsheet."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.batches import offered
from accounts.middleware import HatRequest
from accounts.models import Membership
from applications import checking
from applications.batch_acts import ADMIT, PUT, TAKE, WRITE
from applications.completeness import filled
from applications.enums import ApplicationState, ThreadSide
from applications.exporting import ExportLine, fiches_sheet, received_fiches
from applications.forms.check import CheckForm
from applications.forms.received import ReceivedFichesForm
from applications.inadmissibility import proposal_of
from applications.models import Application, ApplicationQuerySet, Inadmissibility, Label, ThreadMessage
from applications.permissions import may_check, may_export, may_export_all, may_keep_labels, may_label
from applications.pieces import asked_of
from applications.todos import fiche_pages
from applications.views.fiches import fiche_or_404
from applications.views.pdfs import reading_context
from applications.warnings import warnings
from calls.models import Call
from core.form_page import FormPage, answer_form, redirect_saying
from core.list_page import ListPage, Nothing, show_list
from core.verdicts import ensure
from core.watch import Followed
from core.wording import PARIS, of
from records.spreadsheets import About, xlsx_response


class ReceivedLine(ExportLine):
    """A row of the list: the fiche and its deposit, with what this person may do of it."""

    def __init__(self, application: Application, hat: Membership) -> None:
        super().__init__(application, whole=bool(may_export_all(hat)))
        self.may_check = may_check(hat, application)
        self.may_label = may_label(hat, application)
        self.in_time = in_time(application)
        self.key, self.name = str(application.pk), str(application.project.region)


def in_time(fiche: Application) -> bool:
    return fiche.in_force.rank > 1 or fiche.in_force.received_at < fiche.project.call.closes_at


def seen_fiches(hat: Membership, call: Call) -> ApplicationQuerySet:
    return Application.objects.visible_to(hat).filter(project__call=call, deposit__isnull=False)


def found_fiches(request: HatRequest, call: Call) -> tuple[ReceivedFichesForm, ApplicationQuerySet]:
    """What the address asks of the fiches that this person may see."""
    seen = received_fiches(call).filter(pk__in=seen_fiches(request.hat, call).values("pk"))
    by_status = Application.objects.filter(project__call=call, deposit__isnull=False).order_by()
    grouped = by_status.exclude(state=ApplicationState.DRAFT).values_list("state", "outcome").annotate(Count("pk"))
    counts = {outcome or state: number for state, outcome, number in grouped}
    form = ReceivedFichesForm(request.GET, counts=counts, labels=list(Label.objects.in_order()))
    return form, form.narrow(seen)


@require_safe
def received(request: HatRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    ensure(may_export(request.hat))
    form, fiches = found_fiches(request, call)
    around = ListPage(
        "applications/received.html",
        "Fiches reçues",
        counted="fiche déposée,fiches déposées",
        crumbs=[(call.title, reverse("calls:call", args=[call.slug]))],
        intro=f"Les fiches déposées pour {call.title}.",
        nothing=Nothing(
            "Aucune fiche n'est encore déposée", "Elles apparaîtront ici à mesure que les régions les déposent."
        ),
        export=reverse("applications:export", args=[call.slug]),
        follows=Followed("applications.application", seen_fiches(request.hat, call), ["applications."], fiche_pages),
        acts=offered(request.hat, PUT, TAKE, ADMIT, WRITE),
        context={"call": call, "styles": "css/applications.css", "row_deeds": "applications/received/deeds.html"},
    )
    waiting = ThreadMessage.objects.to_handle(ThreadSide.SECRETARIAT).filter(application__project__call=call)
    return show_list(
        request,
        fiches,
        around,
        form=form,
        lines=lambda page: [ReceivedLine(fiche, request.hat) for fiche in page],
        to_answer=set(waiting.values_list("application", flat=True)),
        proposed=set(Inadmissibility.objects.proposed().of_call(call).values_list("application", flat=True)),
        keeps_labels=bool(may_keep_labels(request.hat)),
    )


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
    figures = received_fiches(project.call).get(pk=fiche.pk)
    done, total = filled(figures.in_force.content)
    returned = fiche.inadmissibilities.filter(act=None, returned_at__isnull=False).first()
    return reading_context(fiche, request.hat) | {
        "asked": asked_of(fiche, timezone.now().astimezone(PARIS).date()),
        "returned": returned,
        "proposal": proposal_of(fiche),
        "the_call": project.call,
        "warnings": warnings(fiche, writes=False),
        "styles": "css/applications.css",
        "row": {"fiche": figures, "done": done, "total": total, "in_time": in_time(figures)},
        "regional": project.ars.region_id == project.aract.region_id == project.region_id,
        "outside": project.participations.present()
        .exclude(establishment__region=project.region_id)
        .select_related("establishment"),
    }


@require_safe
def export(request: HatRequest, slug: str) -> HttpResponse:
    """The rows that the same filters show, and the columns chosen; all of them and the answers when none is."""
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    ensure(may_export(request.hat))
    form, fiches = found_fiches(request, call)
    about = About(f"Fiches déposées pour l'appel « {call} »", request.hat.named, form.worded)
    sheet = fiches_sheet(call, by=request.hat, fiches=fiches, columns=form.chosen_columns)
    return xlsx_response(f"fiches-{call.slug}.xlsx", [sheet], about)
