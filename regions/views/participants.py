"""Who takes part in a project: before the award as the fiche says, afterwards as it goes."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.middleware import HatRequest
from core.verdicts import Refused, ensure
from core.wording import PARIS
from directory.forms.groupings import GroupingForm
from directory.models import Establishment
from directory.searching import is_key
from records import documents
from regions import joining, maturing
from regions.composition import families, mix
from regions.forms.joining import DepartureForm, DescriptionForm, JoiningForm, LetterForm, MaturityForm
from regions.history import happenings
from regions.models import DigitalProject, Participation, RegionalProject
from regions.participating import ensure_eligible
from regions.permissions import may_run_project
from regions.searching import search
from regions.views.entry import Entry
from regions.views.projects import followed_project

PAGE = 25
HISTORY_SHOWN = 30
editing = require_http_methods(["GET", "HEAD", "POST"])


def participants(request: HatRequest, project_pk: int) -> HttpResponse:
    """The structures present and those that left, how diverse they are, and what happened."""
    project = followed_project(request, project_pk)
    rows = list(
        project.participations.in_full()
        .select_related("letter")
        .prefetch_related("dimensions", "digital_project__maturity_moves")
        .order_by("left_on", "establishment__name", "pk")
    )
    here = [row for row in rows if row.left_on is None]
    page = Paginator(here + [row for row in rows if row.left_on is not None], PAGE).get_page(request.GET.get("page"))
    context = {
        "project": project,
        "page": page,
        "present": len(here),
        "gone": len(rows) - len(here),
        "confirmed": sum(row.confirmed_at is not None for row in here),
        "mix": mix(row.establishment for row in here),
        "absent": [line.family for line in families(project.members.select_related("profile")) if not line.present],
        "verdict": may_run_project(request.hat, project),
        "history": happenings(project, rows)[:HISTORY_SHOWN],
    }
    return render(request, "regions/participants.html", context)


def project_to_run(request: HatRequest, project_pk: int) -> RegionalProject:
    """The project, if this hat acts on its life now."""
    project = followed_project(request, project_pk)
    ensure(may_run_project(request.hat, project))
    return project


def back(project: RegionalProject, request: HatRequest, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("regions:participants", project.pk)


@editing
def join(request: HatRequest, project_pk: int) -> HttpResponse:
    """Search a structure; then, once chosen (`?etablissement=`), say what it explores and since when."""
    project = project_to_run(request, project_pk)
    chosen = request.GET.get("etablissement", "")
    if not chosen:
        return search_page(request, project)
    if not is_key(chosen):
        raise Http404("Cette structure n'existe pas.")
    establishment = get_object_or_404(Establishment.objects.select_related("region"), pk=int(chosen))
    try:
        ensure_eligible(project, establishment)
    except Refused as refusal:
        return search_page(request, project, refusal.reason)
    entry = Entry(request, project, form_class=JoiningForm)
    if request.method == "POST" and entry.is_valid():
        form: Any = entry.form
        tool = form.chosen or entry.tool_form.described()
        try:
            joining.join(project, establishment, tool, **form.about(), by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(project, request, f"{establishment.name} participe au projet.")
    context = {"project": project, "establishment": establishment, **entry.context()}
    return render(request, "regions/join.html", context)


def search_page(request: HatRequest, project: RegionalProject, refusal: str = "") -> HttpResponse:
    found = search(project, request.GET.get("q", ""))
    return render(request, "regions/join_search.html", {"project": project, "found": found, "refusal": refusal})


@editing
def join_grouping(request: HatRequest, project_pk: int) -> HttpResponse:
    """A grouping or a territory without FINESS number: named, and in the project at once."""
    project = project_to_run(request, project_pk)
    entry = Entry(request, project, form_class=JoiningForm)
    naming = GroupingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and all([naming.is_valid(), entry.is_valid()]):
        form: Any = entry.form
        tool = form.chosen or entry.tool_form.described()
        try:
            row = joining.join_grouping(
                project, naming.cleaned_data, tool, **form.about(), by=request.hat, now=timezone.now()
            )
        except Refused as refusal:
            naming.add_error(None, refusal.reason)
        else:
            return back(project, request, f"{row.establishment.name} participe au projet.")
    context = {"project": project, "naming": naming, **entry.context()}
    context["forms"] = [naming, entry.form, entry.tool_form]
    return render(request, "regions/join.html", context)


def participant_or_404(project: RegionalProject, pk: int) -> Participation:
    """A participation of this project; another project's does not exist."""
    return get_object_or_404(project.participations.in_full().select_related("project", "letter"), pk=pk)


@editing
def describe(request: HatRequest, project_pk: int, participant_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    participation = participant_or_404(project, participant_pk)
    joining.present(participation)
    form = DescriptionForm(request.POST or None, participation=participation)
    if request.method == "POST" and form.is_valid():
        try:
            joining.describe(participation, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(project, request, f"{participation.establishment.name} est à jour.")
    context = {"project": project, "participation": participation, "form": form}
    return render(request, "regions/describe.html", context)


@editing
def depart(request: HatRequest, project_pk: int, participant_pk: int) -> HttpResponse:
    """Ask once, saying what leaves with the structure."""
    project = project_to_run(request, project_pk)
    participation = participant_or_404(project, participant_pk)
    joining.present(participation)
    today = timezone.now().astimezone(PARIS).date()
    form = DepartureForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            joining.depart(participation, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(project, request, f"{participation.establishment.name} ne participe plus au projet.")
    context = {
        "project": project,
        "participation": participation,
        "members": participation.members.select_related("profile"),
        "others": project.participations.present().exclude(pk=participation.pk).count(),
        "form": form,
    }
    return render(request, "regions/depart.html", context)


def letter(request: HatRequest, project_pk: int, participant_pk: int) -> HttpResponseBase:
    """The letter of commitment itself, for those who follow the project."""
    participation = participant_or_404(followed_project(request, project_pk), participant_pk)
    if participation.letter is None:
        raise Http404("Aucune lettre n'est jointe.")
    return documents.serve(participation.letter)


@editing
def receive_letter(request: HatRequest, project_pk: int, participant_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    participation = participant_or_404(project, participant_pk)
    joining.present(participation)
    form = LetterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            joining.receive_letter(participation, upload, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error("file", refusal.reason)
        else:
            return back(project, request, f"La lettre d'engagement de {participation.establishment.name} est jointe.")
    context = {"project": project, "participation": participation, "form": form}
    return render(request, "regions/receive_letter.html", context)


@editing
def move_maturity(request: HatRequest, project_pk: int, explored_tool_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    tools = DigitalProject.objects.filter(project=project).select_related("maturity")
    tool = get_object_or_404(tools, pk=explored_tool_pk)
    tool.project = project
    form = MaturityForm(request.POST or None, tool=tool)
    if request.method == "POST" and form.is_valid():
        try:
            move = maturing.move_maturity(tool, **form.cleaned_data, by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(project, request, f"« {tool} » est dans l'état « {move.reached} ».")
    moves = tool.maturity_moves.select_related("former", "reached")
    context = {"project": project, "tool": tool, "form": form, "moves": moves}
    return render(request, "regions/move_maturity.html", context)
