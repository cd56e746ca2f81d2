"""Naming groupings and territories, and saying which establishments they are made of."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.models import Region
from core.verdicts import Refused, ensure
from directory.forms.groupings import GroupingForm
from directory.grouping import add_to, obstacle, take_from
from directory.models import Establishment
from directory.permissions import may_change_members, may_name_grouping
from directory.registering import register_grouping
from directory.searching import found_or_near, is_key

SHOWN = 10
PAGE = 25


def name_grouping(request: HatRequest) -> HttpResponse:
    """Name a grouping or a territory of one's region, then choose its members."""
    ensure(may_name_grouping(request.hat))
    form = GroupingForm(request.POST if request.method == "POST" else None)
    region = cast("Region", request.hat.organisation.region)
    if request.method == "POST" and form.is_valid():
        try:
            grouping = register_grouping(region, **form.cleaned_data, by=request.hat)
        except Refused as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, f"{grouping.name} est dans l'annuaire. Dites maintenant qui en est membre.")
            return redirect("directory:members", establishment_pk=grouping.pk)
    return render(request, "directory/name_grouping.html", {"form": form, "region": region})


def grouping_to_change(request: HatRequest, establishment_pk: int) -> Establishment:
    visible = Establishment.objects.visible_to(request.hat).select_related("region")
    grouping = get_object_or_404(visible, pk=establishment_pk)
    ensure(may_change_members(request.hat, grouping))
    return grouping


def members(request: HatRequest, establishment_pk: int) -> HttpResponse:
    """The members, and a search among the structures of the region."""
    grouping = grouping_to_change(request, establishment_pk)
    if request.method == "POST":
        return change(request, grouping)
    return members_page(request, grouping)


def members_page(request: HatRequest, grouping: Establishment, refusal: str = "") -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    region = Establishment.objects.open().in_region(grouping.region)
    hits = found_or_near(region.exclude(pk=grouping.pk), text, SHOWN + 1) if text else []
    present = set(grouping.members.filter(pk__in=[hit.pk for hit in hits]).values_list("pk", flat=True))
    context = {
        "establishment": grouping,
        "page": Paginator(grouping.members.all(), PAGE).get_page(request.GET.get("page")),
        "text": text,
        "lines": [
            {"structure": hit, "obstacle": "Déjà membre" if hit.pk in present else obstacle(grouping, hit)}
            for hit in hits[:SHOWN]
        ],
        "more": len(hits) > SHOWN,
        "refusal": refusal,
    }
    template = "directory/_members_found.html" if request.htmx else "directory/members.html"
    return render(request, template, context)


def change(request: HatRequest, grouping: Establishment) -> HttpResponse:
    """Add the structure designated by the form."""
    structure = designated(request)
    try:
        add_to(grouping, structure, by=request.hat)
    except Refused as refusal:
        return members_page(request, grouping, refusal.reason)
    messages.success(request, f"{structure.name} est membre de {grouping.name}.")
    return redirect("directory:members", establishment_pk=grouping.pk)


@require_POST
def remove_member(request: HatRequest, establishment_pk: int) -> HttpResponse:
    grouping = grouping_to_change(request, establishment_pk)
    structure = designated(request)
    take_from(grouping, structure, by=request.hat)
    messages.success(request, f"{structure.name} n'est plus membre de {grouping.name}.")
    return redirect("directory:members", establishment_pk=grouping.pk)


def designated(request: HatRequest) -> Establishment:
    key = request.POST.get("structure", "")
    if not is_key(key):
        raise Http404("Aucune structure n'est désignée.")
    return get_object_or_404(Establishment, pk=int(key))
