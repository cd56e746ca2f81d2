"""The regional collective and the extended group of a project."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import HatRequest
from core.verdicts import Refused
from regions import seating
from regions.composition import STAFF, families
from regions.enums import MemberGroup
from regions.forms.collective import MemberForm
from regions.models import CollectiveMember, RegionalProject
from regions.permissions import may_run_project
from regions.views.participants import project_to_run
from regions.views.projects import followed_project

# How addresses name the groups.
GROUPS = {"regional": MemberGroup.COLLECTIVE, "elargi": MemberGroup.EXTENDED}
editing = require_http_methods(["GET", "HEAD", "POST"])


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


@editing
def give_seat(request: HatRequest, project_pk: int, seat_group: str) -> HttpResponse:
    project = project_to_run(request, project_pk)
    if seat_group not in GROUPS:
        raise Http404("Ce groupe n'existe pas.")
    group = GROUPS[seat_group]
    form = MemberForm(request.POST or None, project=project, group=group)
    if request.method == "POST" and form.is_valid():
        try:
            member = seating.give_seat(project, group, form.seat(), by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            done = back(request, project, f"« {member.function} » est dans le {group.label}.")
            return redirect("regions:give_seat", project.pk, seat_group) if "encore" in request.POST else done
    return render(request, "regions/seat.html", {"project": project, "form": form, "group": group, "member": None})


def back(request: HatRequest, project: RegionalProject, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("regions:collective", project.pk)


def member_or_404(project: RegionalProject, pk: int) -> CollectiveMember:
    """A member of this project's groups; another project's does not exist."""
    member = get_object_or_404(project.members.select_related("profile"), pk=pk)
    member.project = project
    return member


@editing
def change_seat(request: HatRequest, project_pk: int, seat_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    member = member_or_404(project, seat_pk)
    group = MemberGroup(member.group)
    form = MemberForm(request.POST or None, project=project, group=group, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            changed = seating.change_seat(member, form.seat(), by=request.hat, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, project, f"« {changed.function} » est à jour.")
    return render(request, "regions/seat.html", {"project": project, "form": form, "group": group, "member": member})


@require_POST
def withdraw_seat(request: HatRequest, project_pk: int, seat_pk: int) -> HttpResponse:
    project = project_to_run(request, project_pk)
    member = member_or_404(project, seat_pk)
    label = MemberGroup(member.group).label
    seating.withdraw_seat(member, by=request.hat, now=timezone.now())
    return back(request, project, f"« {member.function} » n'est plus dans le {label}.")
