"""The regional collective and the extended group of a project."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.middleware import HatRequest
from core.form_page import FormPage, answer_form, redirect_saying
from core.wording import counted
from records.journal import last_edit
from records.views.removing import ask_to_remove, row_or_gone
from regions import seating
from regions.composition import STAFF, families
from regions.enums import MemberGroup
from regions.forms.collective import MemberForm
from regions.models import CollectiveMember, RegionalProject
from regions.permissions import may_run_project
from regions.views.participants import PARTICIPANTS
from regions.views.projects import award_of, followed_project, project_page

# How addresses name the groups.
GROUPS = {"regional": MemberGroup.COLLECTIVE, "elargi": MemberGroup.EXTENDED}
ABOVE = [*PARTICIPANTS, ("Collectif et groupe élargi", "regions:collective")]


def collective(request: HatRequest, project_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    members = list(project.members.select_related("profile", "participation__establishment"))
    lines = families(members)
    groups = [
        {
            "slug": slug,
            "group": group,
            "members": (seated := [member for member in members if member.group == group]),
            "seats": sum(member.seats for member in seated),
        }
        for slug, group in GROUPS.items()
    ]
    context = {
        "project": project,
        "groups": groups,
        "families": lines,
        "absent": [line.family for line in lines if not line.present],
        "staff_absent": any(line.family == STAFF and not line.present for line in lines),
        "verdict": may_run_project(request.hat, project),
    }
    return render(request, "regions/collective.html", context)


def seat_page(project: RegionalProject, group: MemberGroup, title: str, submit: str, again: str = "") -> FormPage:
    return project_page(project, "participants", ABOVE, f"{title} ({group.label})", submit, again=again)


def give_seat(request: HatRequest, project_pk: int, seat_group: str) -> HttpResponse:
    project = followed_project(request, project_pk)
    if seat_group not in GROUPS:
        raise Http404("Ce groupe n'existe pas.")
    group = GROUPS[seat_group]

    def done(member: CollectiveMember) -> HttpResponse:
        words = f"« {member.function} » est dans le {group.label}."
        if "encore" in request.POST:
            return redirect_saying(request, words, "regions:give_seat", project.pk, seat_group)
        return redirect_saying(request, words, "regions:collective", project.pk)

    return answer_form(
        request,
        lambda data, _: MemberForm(data, project=project, group=group),
        page=seat_page(project, group, "Ajouter un membre", "Ajouter le membre", "Ajouter puis en saisir un autre"),
        right=may_run_project(request.hat, project),
        deed=lambda form: seating.give_seat(project, group, form.seat(), by=request.hat, now=timezone.now()),
        done=done,
    )


def member_or_404(project: RegionalProject, pk: int) -> CollectiveMember:
    """A member of this project's groups; another project's does not exist."""
    member = row_or_gone(project.members.select_related("profile"), pk, project=project.pk)
    member.project = project
    return member


def change_seat(request: HatRequest, project_pk: int, seat_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    member = member_or_404(project, seat_pk)
    group = MemberGroup(member.group)
    return answer_form(
        request,
        lambda data, _: MemberForm(data, project=project, group=group, member=member),
        page=seat_page(project, group, "Modifier un membre", "Enregistrer le membre"),
        right=may_run_project(request.hat, project),
        edits=member,
        under=award_of(project),
        last_edit=last_edit(member),
        deed=lambda form: seating.change_seat(member, form.seat(), by=request.hat, now=timezone.now()),
        done=lambda changed: redirect_saying(
            request, f"« {changed.function} » est à jour.", "regions:collective", project.pk
        ),
    )


def withdraw_seat(request: HatRequest, project_pk: int, seat_pk: int) -> HttpResponse:
    project = followed_project(request, project_pk)
    member = member_or_404(project, seat_pk)
    label, persons = MemberGroup(member.group).label, counted(member.seats, "personne")
    return ask_to_remove(
        request,
        project_page(
            project,
            "participants",
            ABOVE,
            f"Retirer « {member.function} » ?",
            "Retirer le membre",
            keep="Garder le membre",
            consequences=[f"Le {label} perd « {member} » ({persons})."],
        ),
        right=may_run_project(request.hat, project),
        deed=lambda: seating.withdraw_seat(member, by=request.hat, now=timezone.now()),
        done=f"« {member.function} » n'est plus dans le {label}.",
        to=("regions:collective", project.pk),
    )
