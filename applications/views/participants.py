"""The structures of a fiche: searching, entering, changing and removing them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.views.telling import refusals_told
from applications.fiche_edit import edit
from applications.models import Application
from applications.tables import section_url
from applications.views.tables import back, fiche_to_write
from calls.enums import SectionKind
from core.verdicts import Refused
from core.wording import counted
from directory.forms.groupings import GroupingForm
from directory.models import Establishment
from directory.registering import register_grouping
from directory.searching import is_key
from regional_calls.retaining import take_in_all
from regions import participating
from regions.forms.participants import ToolForm
from regions.models import DigitalProject, Participation, RegionalProject
from regions.participating import describe_tool, ensure_eligible, take_part
from regions.searching import search
from regions.views.entry import Entry

KIND = SectionKind.PARTICIPANTS
# A structure brings its seats to the groups, and takes them away.
TOUCHED = (KIND, SectionKind.COLLECTIVE, SectionKind.EXTENDED_GROUP)


def tool_of(entry: Entry, project: RegionalProject) -> DigitalProject:
    """The digital project chosen, or described just now."""
    return entry.form.chosen or describe_tool(project, entry.tool_form.described())


def add_participant(request: HatRequest, pk: int) -> HttpResponse:
    """Search a structure; then, once chosen (`?etablissement=`), say what it explores."""
    fiche = fiche_to_write(request, pk)
    chosen = request.GET.get("etablissement", "")
    if chosen:
        return enter(request, fiche, structure_or_404(chosen))
    return search_page(request, fiche)


def search_page(request: HatRequest, fiche: Application, refusal: str = "") -> HttpResponse:
    context = {
        "application": fiche,
        "project": fiche.project,
        "found": search(fiche.project, request.GET.get("q", "")),
        "refusal": refusal,
        "section_url": section_url(fiche, KIND),
    }
    return render(request, "applications/tables/add_participant.html", context)


def structure_or_404(chosen: str) -> Establishment:
    if not is_key(chosen):
        raise Http404("Cette structure n'existe pas.")
    return get_object_or_404(Establishment.objects.select_related("region"), pk=int(chosen))


def enter(request: HatRequest, fiche: Application, establishment: Establishment) -> HttpResponse:
    try:
        ensure_eligible(fiche.project, establishment)
    except Refused as refusal:
        return search_page(request, fiche, refusal.reason)
    entry = Entry(request, fiche.project)
    if request.method == "POST" and entry.is_valid():
        now = timezone.now()
        try:
            with edit(fiche, *TOUCHED, by=request.hat, now=now, summary=f"Structure ajoutée : {establishment}") as held:
                tool = tool_of(entry, held.project)
                take_part(held.project, establishment, tool, **entry.form.referent(), now=now)
        except Refused as refusal:
            entry.form.add_error(None, refusal.reason)
        else:
            return back(request, fiche, KIND, f"{establishment.name} est dans la fiche.")
    return entry_page(request, fiche, "applications/tables/enter_participant.html", entry, establishment=establishment)


def entry_page(request: HatRequest, fiche: Application, template: str, entry: Entry, **more: Any) -> HttpResponse:
    context = {"application": fiche, "section_url": section_url(fiche, KIND), **entry.context(), **more}
    return render(request, template, context)


@require_POST
def take_in_retained(request: HatRequest, pk: int) -> HttpResponse:
    """Enter the structures that the region's own call retained, as one edit of the fiche."""
    fiche = fiche_to_write(request, pk)
    now = timezone.now()
    with (
        refusals_told(request),
        edit(
            fiche, *TOUCHED, by=request.hat, now=now, summary="Structures retenues par l'appel régional reprises"
        ) as held,
    ):
        entered = take_in_all(held.project, by=request.hat, now=now)
        said = counted(len(entered), "structure retenue est", "structures retenues sont")
        messages.success(request, f"{said} dans la fiche.")
    return redirect(section_url(fiche, KIND))


def add_grouping(request: HatRequest, pk: int) -> HttpResponse:
    """A grouping or a territory without FINESS number: named and entered at once."""
    fiche = fiche_to_write(request, pk)
    entry = Entry(request, fiche.project)
    naming = GroupingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and all([naming.is_valid(), entry.is_valid()]):
        now = timezone.now()
        name = naming.cleaned_data["name"]
        try:
            with edit(fiche, *TOUCHED, by=request.hat, now=now, summary=f"Structure ajoutée : {name}") as held:
                structure = register_grouping(held.project.region, **naming.cleaned_data, by=request.hat, now=now)
                tool = tool_of(entry, held.project)
                take_part(held.project, structure, tool, **entry.form.referent(), now=now)
        except Refused as refusal:
            naming.add_error(None, refusal.reason)
        else:
            return back(request, fiche, KIND, f"{name} est dans la fiche.")
    forms = [naming, entry.form, entry.tool_form]
    template = "applications/tables/add_grouping.html"
    return entry_page(request, fiche, template, entry, naming=naming, forms=forms)


def participation_or_404(fiche: Application, pk: int) -> Participation:
    """A present participation of this fiche; another project's does not exist."""
    return get_object_or_404(fiche.project.participations.present().in_full(), pk=pk)


def edit_participant(request: HatRequest, pk: int, participation_pk: int) -> HttpResponse:
    fiche = fiche_to_write(request, pk)
    participation = participation_or_404(fiche, participation_pk)
    establishment = participation.establishment
    entry = Entry(request, fiche.project, participation)
    if request.method == "POST" and entry.is_valid():
        try:
            with edit(
                fiche, *TOUCHED, by=request.hat, now=timezone.now(), summary=f"Structure modifiée : {establishment}"
            ) as held:
                row = participation_or_404(held, participation_pk)
                participating.change_participation(row, tool_of(entry, held.project), **entry.form.referent())
        except Refused as refusal:
            entry.form.add_error(None, refusal.reason)
        else:
            return back(request, fiche, KIND, f"{establishment.name} est à jour.")
    template = "applications/tables/edit_participant.html"
    return entry_page(request, fiche, template, entry, participation=participation)


def remove_participant(request: HatRequest, pk: int, participation_pk: int) -> HttpResponse:
    """Ask once, saying what leaves with the structure; then remove it."""
    fiche = fiche_to_write(request, pk)
    participation = participation_or_404(fiche, participation_pk)
    if request.method == "POST":
        now = timezone.now()
        name = participation.establishment.name
        with edit(
            fiche, *TOUCHED, by=request.hat, now=now, summary=f"Structure retirée : {participation.establishment}"
        ) as held:
            participating.leave(participation_or_404(held, participation_pk), now=now)
        return back(request, fiche, KIND, f"{name} n'est plus dans la fiche.")
    sharing = participation.digital_project.participations.present().exclude(pk=participation.pk)
    context = {
        "application": fiche,
        "participation": participation,
        "members": participation.members.select_related("profile"),
        "tool_disappears": not sharing.exists(),
        "section_url": section_url(fiche, KIND),
    }
    return render(request, "applications/tables/remove_participant.html", context)


def tool_or_404(fiche: Application, pk: int) -> DigitalProject:
    """A digital project that a structure of this fiche explores; another project's does not exist."""
    return get_object_or_404(DigitalProject.objects.filter(project=fiche.project).explored(), pk=pk)


def edit_tool(request: HatRequest, pk: int, tool_pk: int) -> HttpResponse:
    """What the fiche says of a digital project, for all the structures that explore it."""
    fiche = fiche_to_write(request, pk)
    tool = tool_or_404(fiche, tool_pk)
    form = ToolForm(request.POST or None, project=fiche.project, tool=tool)
    if request.method == "POST" and form.is_valid():
        try:
            with edit(
                fiche, *TOUCHED, by=request.hat, now=timezone.now(), summary=f"Projet numérique modifié : {tool}"
            ) as held:
                tool = participating.change_tool(tool_or_404(held, tool_pk), form.described())
        except Refused as refusal:
            form.add_error("title", refusal.reason)
        else:
            return back(request, fiche, KIND, f"Le projet numérique « {tool.title} » est à jour.")
    context = {
        "application": fiche,
        "tool": tool,
        "form": form,
        "structures": tool.participations.present().select_related("establishment"),
        "section_url": section_url(fiche, KIND),
    }
    return render(request, "applications/tables/edit_tool.html", context)
