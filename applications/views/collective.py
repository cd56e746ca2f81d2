"""The members of the regional collective and of the extended group."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from applications.fiche_edit import edit
from applications.models import Application
from applications.tables import GROUPS, section_url
from applications.views.tables import back, fiche_to_write
from calls.enums import SectionKind
from core.verdicts import Refused
from regions import composing
from regions.enums import MemberGroup
from regions.forms.collective import MemberForm
from regions.models import CollectiveMember

# How addresses name the groups.
GROUP_SLUGS = {"regional": MemberGroup.COLLECTIVE, "elargi": MemberGroup.EXTENDED}
KIND_OF_GROUP = {group: kind for kind, group in GROUPS.items()}


def kind_of(group: str) -> SectionKind:
    return KIND_OF_GROUP[MemberGroup(group)]


def member_or_404(fiche: Application, pk: int) -> CollectiveMember:
    """A member of this fiche's groups; another project's does not exist."""
    return get_object_or_404(fiche.project.members.select_related("project", "profile"), pk=pk)


def add_member(request: HatRequest, pk: int, group: str) -> HttpResponse:
    fiche = fiche_to_write(request, pk)
    if group not in GROUP_SLUGS:
        raise Http404("Ce groupe n'existe pas.")
    seated = GROUP_SLUGS[group]
    form = MemberForm(request.POST or None, project=fiche.project, group=seated)
    if request.method == "POST" and form.is_valid():
        function = form.cleaned_data["function"]
        try:
            with edit(
                fiche,
                kind_of(seated),
                by=request.hat,
                now=timezone.now(),
                summary=f"Membre ajouté ({seated.label}) : {function}",
            ) as held:
                composing.add_member(held.project, seated, form.seat())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            done = back(request, fiche, kind_of(seated), f"« {function} » est dans le {seated.label}.")
            return redirect("applications:add_member", fiche.pk, group) if "encore" in request.POST else done
    return member_page(request, fiche, form, seated)


def edit_member(request: HatRequest, pk: int, member_pk: int) -> HttpResponse:
    fiche = fiche_to_write(request, pk)
    member = member_or_404(fiche, member_pk)
    group = MemberGroup(member.group)
    form = MemberForm(request.POST or None, project=fiche.project, group=group, member=member)
    if request.method == "POST" and form.is_valid():
        function = form.cleaned_data["function"]
        try:
            with edit(
                fiche,
                kind_of(group),
                by=request.hat,
                now=timezone.now(),
                summary=f"Membre modifié ({group.label}) : {function}",
            ) as held:
                composing.change_member(member_or_404(held, member_pk), form.seat())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return back(request, fiche, kind_of(group), f"« {function} » est à jour.")
    return member_page(request, fiche, form, group, member)


def member_page(
    request: HatRequest,
    fiche: Application,
    form: MemberForm,
    group: MemberGroup,
    member: CollectiveMember | None = None,
) -> HttpResponse:
    context = {
        "application": fiche,
        "form": form,
        "group": group,
        "member": member,
        "section_url": section_url(fiche, kind_of(group)),
    }
    return render(request, "applications/tables/member.html", context)


@require_POST
def remove_member(request: HatRequest, pk: int, member_pk: int) -> HttpResponse:
    fiche = fiche_to_write(request, pk)
    member = member_or_404(fiche, member_pk)
    group = MemberGroup(member.group)
    with edit(
        fiche,
        kind_of(group),
        by=request.hat,
        now=timezone.now(),
        summary=f"Membre retiré ({group.label}) : {member.function}",
    ) as held:
        composing.remove_member(member_or_404(held, member_pk))
    return back(request, fiche, kind_of(group), f"« {member.function} » n'est plus dans le {group.label}.")
