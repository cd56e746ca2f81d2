"""Who takes part in a project: before the award as the fiche says, afterwards as it goes."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.middleware import HatRequest
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import ensure
from core.wording import PARIS, counted, of_the
from directory.models import Establishment
from records import documents
from records.journal import last_edit
from regions import joining, maturing
from regions.composition import families, mix
from regions.forms.joining import (
    DepartureForm,
    DescriptionForm,
    JoiningForm,
    LetterForm,
    MaturityForm,
    NamedJoiningForm,
)
from regions.history import happenings
from regions.models import DigitalProject, Participation, RegionalProject
from regions.permissions import may_run_project
from regions.views.entering import Entrance
from regions.views.projects import award_of, followed_project, project_page

PAGE = 25
HISTORY_SHOWN = 30
PARTICIPANTS = [("Structures", "regions:participants")]
# A collective action gathers at least that many structures.
MIN_STRUCTURES = 2


def participants(request: HatRequest, project_pk: int) -> HttpResponse:
    """The structures present and those that left, how diverse they are, and what happened."""
    project = followed_project(request, project_pk)
    rows = list(
        project.participations.in_full()
        .select_related("letter")
        .prefetch_related("dimensions", "digital_project__maturity_moves")
        .order_by("left_on", "establishment__search_text", "pk")
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


def participants_page(project: RegionalProject, title: str, submit: str, **around: Any) -> FormPage:
    return project_page(project, "participants", PARTICIPANTS, title, submit, **around)


def back(request: HatRequest, project: RegionalProject, done: str) -> HttpResponse:
    return redirect_saying(request, done, "regions:participants", project.pk)


def entrance(project: RegionalProject) -> Entrance:
    search_url, grouping_url = (reverse(f"regions:{name}", args=[project.pk]) for name in ("join", "join_grouping"))
    crumbs = participants_page(project, "", "").crumbs
    return Entrance(crumbs, search_url, grouping_url, "Dire ce qu'elle explore, et depuis quand")


def entry_page(project: RegionalProject, title: str, establishment: Establishment | None = None) -> FormPage:
    consequences = (
        "La structure confirmera elle-même son engagement, depuis son compte.",
        "La subvention attribuée ne change pas.",
    )
    around = entrance(project).around(establishment)
    return participants_page(project, title, "Ajouter la structure", consequences=consequences, **around)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HatRequest, project_pk: int) -> HttpResponse:
    """Search a structure; then, once chosen, say what it explores and since when."""
    project = followed_project(request, project_pk)
    right = may_run_project(request.hat, project)
    chosen = entrance(project).choose(request, project, right)
    if isinstance(chosen, HttpResponse):
        return chosen
    return answer_form(
        request,
        lambda data, _: JoiningForm(data, project=project),
        page=entry_page(project, f"Ajouter {chosen.name}", chosen),
        right=right,
        deed=lambda form: joining.join(
            project, chosen, form.explored(), **form.about(), by=request.hat, now=timezone.now()
        ),
        done=lambda _: back(request, project, f"{chosen.name} participe au projet."),
    )


def join_grouping(request: HatRequest, project_pk: int) -> HttpResponse:
    """A grouping or a territory without FINESS number: named, and in the project at once."""
    project = followed_project(request, project_pk)
    return answer_form(
        request,
        lambda data, _: NamedJoiningForm(data, project=project),
        page=entry_page(project, "Ajouter un groupement ou un territoire"),
        right=may_run_project(request.hat, project),
        deed=lambda form: joining.join_grouping(
            project, form.named(), form.explored(), **form.about(), by=request.hat, now=timezone.now()
        ),
        done=lambda row: back(request, project, f"{row.establishment.name} participe au projet."),
    )


def participant_or_404(project: RegionalProject, pk: int) -> Participation:
    """A participation of this project; another project's does not exist."""
    return get_object_or_404(project.participations.in_full().select_related("project", "letter"), pk=pk)


def describe(request: HatRequest, project_pk: int, participant_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    participation = participant_or_404(project, participant_pk)
    structure = participation.establishment
    return answer_form(
        request,
        lambda data, _: DescriptionForm(data, participation=participation),
        page=participants_page(
            project,
            structure.name,
            "Enregistrer la structure",
            intro="À qui écrire dans cette structure, et ce que l'exploration y questionne. Son projet numérique reste "
            f"celui de son arrivée, « {participation.digital_project} ».",
        ),
        right=may_run_project(request.hat, project),
        turn=lambda: joining.present(participation),
        edits=participation,
        under=award_of(project),
        last_edit=last_edit(participation),
        deed=lambda form: joining.describe(participation, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda _: back(request, project, f"{structure.name} est à jour."),
    )


def depart(request: HatRequest, project_pk: int, participant_pk: int) -> HttpResponse:
    """Ask once, saying what leaves with the structure."""
    project = followed_project(request, project_pk)
    participation = participant_or_404(project, participant_pk)
    return answer_form(
        request,
        lambda data, _: DepartureForm(data, initial={"on": timezone.now().astimezone(PARIS).date()}),
        page=participants_page(
            project,
            f"{participation.establishment.name} quitte le projet ?",
            "Noter le départ",
            keep="Garder la structure",
            consequences=what_leaves(project, participation),
        ),
        right=may_run_project(request.hat, project),
        turn=lambda: joining.present(participation),
        deed=lambda form: joining.depart(participation, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda row: back(request, project, f"{row.establishment.name} ne participe plus au projet."),
    )


def what_leaves(project: RegionalProject, participation: Participation) -> list[str]:
    """What a departure takes away and what it leaves, in sentences."""
    members = participation.members.select_related("profile")
    others = project.participations.present().exclude(pk=participation.pk).count()
    alone = f"Il ne restera que {counted(others, 'structure')} : une action collective en réunit au moins deux."
    return [
        "La structure restera dans l'historique du projet, avec la raison de son départ.",
        "La subvention attribuée ne change pas.",
        *(f"Le collectif perd « {member.function} » ({member.profile})." for member in members),
        *([alone] if others < MIN_STRUCTURES else []),
    ]


def letter(request: HatRequest, project_pk: int, participant_pk: int) -> HttpResponseBase:
    """The letter of commitment itself, for those who follow the project."""
    participation = participant_or_404(followed_project(request, project_pk), participant_pk)
    if participation.letter is None:
        raise Http404("Aucune lettre n'est jointe.")
    return documents.serve(participation.letter)


def receive_letter(request: HatRequest, project_pk: int, participant_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    participation = participant_or_404(project, participant_pk)
    name = participation.establishment.name
    return answer_form(
        request,
        LetterForm,
        page=participants_page(
            project,
            f"Lettre d'engagement {of_the(name)}",
            "Joindre la lettre",
            consequences=documents.what_is_replaced(participation.letter),
            seen=documents.mark_of(participation.letter),
        ),
        right=may_run_project(request.hat, project),
        turn=lambda: joining.present(participation),
        refusal_at="file",
        deed=lambda form: joining.receive_letter(
            participation,
            form.cleaned_data["file"],
            by=request.hat,
            now=timezone.now(),
            seen=request.POST.get("vu"),
        ),
        done=lambda _: back(request, project, f"La lettre d'engagement {of_the(name)} est jointe."),
    )


def move_maturity(request: HatRequest, project_pk: int, explored_tool_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    tools = DigitalProject.objects.filter(project=project).select_related("maturity")
    tool = get_object_or_404(tools, pk=explored_tool_pk)
    return answer_form(
        request,
        lambda data, _: MaturityForm(data, tool=tool),
        page=lambda _: participants_page(
            project,
            f"Où en est « {tool.title} »",
            "Enregistrer le nouvel état",
            intro=f"Aujourd'hui : {str(tool.maturity).lower()}. {tool.maturity.definition}",
            template="regions/move_maturity.html",
            context={"moves": tool.maturity_moves.select_related("former", "reached")},
        ),
        right=may_run_project(request.hat, project),
        edits=tool,
        under=award_of(project),
        last_edit=last_edit(tool),
        deed=lambda form: maturing.move_maturity(tool, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda move: back(request, project, f"« {tool} » est dans l'état « {move.reached} »."),
    )
