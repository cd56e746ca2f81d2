"""The structures of a fiche: searching, entering, changing and removing them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import HatRequest
from accounts.views.telling import refusals_told
from applications.fiche_edit import edit
from applications.models import Application
from applications.removing import OF_STRUCTURES
from applications.tables import section_url
from applications.views.fiches import fiche_or_404
from applications.views.tables import VOIDED, answer_row, ask_to_remove_row, table_page, writes_now
from calls.enums import SectionKind
from core.form_page import FormPage
from core.wording import counted, listed
from directory.registering import register_grouping
from records.views.removing import row_or_gone
from regional_calls.retaining import take_in_all
from regions import participating
from regions.forms.participants import NamedParticipationForm, ParticipationForm, ToolForm
from regions.models import DigitalProject, Participation, RegionalProject
from regions.participating import describe_tool, take_part
from regions.views.entering import Entrance

KIND = SectionKind.PARTICIPANTS


def entry_page(fiche: Application, title: str, submit: str, **around: Any) -> FormPage:
    return table_page(fiche, KIND, title, submit, **around)


def entrance(fiche: Application) -> Entrance:
    names = ("add_participant", "add_grouping")
    search_url, grouping_url = (reverse(f"applications:{name}", args=[fiche.pk]) for name in names)
    return Entrance(entry_page(fiche, "", "").crumbs, search_url, grouping_url, "Décrire ce qu'elle explore")


def tool_of(form: ParticipationForm, project: RegionalProject) -> DigitalProject:
    """The digital project chosen, or described just now."""
    return form.chosen or describe_tool(project, form.described())


@require_http_methods(["GET", "HEAD", "POST"])
def add_participant(request: HatRequest, pk: int) -> HttpResponse:
    """Search a structure; then, once chosen, say what it explores."""
    fiche = fiche_or_404(request, pk)
    chosen = entrance(fiche).choose(request, fiche.project, writes_now(request, fiche, *OF_STRUCTURES))
    if isinstance(chosen, HttpResponse):
        return chosen
    return answer_row(
        request,
        fiche,
        lambda data, _: ParticipationForm(data, project=fiche.project),
        *OF_STRUCTURES,
        page=entry_page(fiche, f"Ajouter {chosen.name}", "Ajouter la structure", **entrance(fiche).around(chosen)),
        summary=lambda _: f"Structure ajoutée : {chosen}",
        write=lambda form, project: take_part(
            project, chosen, tool_of(form, project), **form.referent(), now=timezone.now()
        ),
        done=lambda _: f"{chosen.name} est dans la fiche.",
    )


@require_POST
def take_in_retained(request: HatRequest, pk: int) -> HttpResponse:
    """Enter the structures that the region's own call retained, as one edit of the fiche."""
    fiche, now = fiche_or_404(request, pk), timezone.now()
    summary = "Structures retenues par l'appel régional reprises"
    with (
        refusals_told(request),
        edit(fiche, *OF_STRUCTURES, by=request.hat, now=now, summary=summary) as held,
    ):
        entered = take_in_all(held.project, by=request.hat, now=now)
        said = counted(len(entered), "structure retenue est", "structures retenues sont")
        messages.success(request, f"{said} dans la fiche.")
    return redirect(section_url(fiche, KIND))


def add_grouping(request: HatRequest, pk: int) -> HttpResponse:
    """A grouping or a territory without FINESS number: named and entered at once."""
    fiche = fiche_or_404(request, pk)

    def write(form: NamedParticipationForm, project: RegionalProject) -> Participation:
        structure = register_grouping(project.region, **form.named(), by=request.hat)
        return take_part(project, structure, tool_of(form, project), **form.referent(), now=timezone.now())

    return answer_row(
        request,
        fiche,
        lambda data, _: NamedParticipationForm(data, project=fiche.project),
        *OF_STRUCTURES,
        page=entry_page(
            fiche,
            "Ajouter un groupement ou un territoire",
            "Ajouter la structure",
            intro="Une structure qui a un numéro FINESS s'ajoute par la recherche.",
            **entrance(fiche).around(),
        ),
        summary=lambda form: f"Structure ajoutée : {form.cleaned_data['name']}",
        write=write,
        done=lambda row: f"{row.establishment.name} est dans la fiche.",
    )


def participation_of(fiche: Application, pk: int) -> Participation:
    """A present participation of this fiche; another project's does not exist."""
    rows = fiche.project.participations.present().in_full().select_related("project")
    return row_or_gone(rows, pk, project=fiche.project_id)


def edit_participant(request: HatRequest, pk: int, participation_pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    row = participation_of(fiche, participation_pk)
    establishment = row.establishment
    return answer_row(
        request,
        fiche,
        lambda data, _: ParticipationForm(data, project=fiche.project, participation=row),
        *OF_STRUCTURES,
        page=entry_page(
            fiche,
            establishment.name,
            "Enregistrer la structure",
            intro="Changez le projet numérique que cette structure explore ou son référent. Ce que la fiche dit du "
            "projet numérique lui-même se modifie depuis la liste des structures.",
            **entrance(fiche).around(),
        ),
        row=row,
        summary=lambda _: f"Structure modifiée : {establishment}",
        write=lambda form, project: participating.change_participation(row, tool_of(form, project), **form.referent()),
        done=lambda _: f"{establishment.name} est à jour.",
    )


def remove_participant(request: HatRequest, pk: int, participation_pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    row = participation_of(fiche, participation_pk)
    name = row.establishment.name
    return ask_to_remove_row(
        request,
        fiche,
        row,
        page=entry_page(
            fiche,
            f"Retirer {name} ?",
            "Retirer la structure",
            keep="Garder la structure",
            consequences=what_leaves(row),
        ),
        summary=f"Structure retirée : {row.establishment}",
        done=f"{name} n'est plus dans la fiche.",
    )


def what_leaves(participation: Participation) -> list[str]:
    """What a structure takes with it, in sentences."""
    tool = participation.digital_project
    sentences = ["La structure ne participera plus au projet."]
    if not tool.participations.present().exclude(pk=participation.pk).exists():
        sentences.append(f"Le projet numérique « {tool} », qu'elle est seule à explorer, quitte aussi la fiche.")
    members = participation.members.select_related("profile")
    sentences += [f"Le collectif perd « {member.function} » ({member.profile})." for member in members]
    if participation.confirmed_at:
        sentences.append("Elle avait confirmé son engagement : prévenez-la.")
    return [*sentences, VOIDED]


def tool_in(fiche: Application, pk: int) -> DigitalProject:
    """A digital project that a structure of this fiche explores; another project's does not exist."""
    rows = DigitalProject.objects.filter(project=fiche.project).explored()
    return row_or_gone(rows, pk, project=fiche.project_id)


def edit_tool(request: HatRequest, pk: int, tool_pk: int) -> HttpResponse:
    """What the fiche says of a digital project, for all the structures that explore it."""
    fiche = fiche_or_404(request, pk)
    tool = tool_in(fiche, tool_pk)
    structures = tool.participations.present().select_related("establishment")
    return answer_row(
        request,
        fiche,
        lambda data, _: ToolForm(data, project=fiche.project, tool=tool),
        *OF_STRUCTURES,
        page=entry_page(
            fiche,
            tool.title,
            "Enregistrer le projet numérique",
            intro=f"Projet numérique exploré par {listed([row.establishment.name for row in structures])}.",
        ),
        row=tool,
        refusal_at="title",
        summary=lambda _: f"Projet numérique modifié : {tool}",
        write=lambda form, _: participating.change_tool(tool, form.described()),
        done=lambda changed: f"Le projet numérique « {changed} » est à jour.",
    )
