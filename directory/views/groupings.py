"""Naming groupings and territories, and saying which establishments they are made of."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from accounts.models import Region
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import Refused, ensure
from core.wording import of_the
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
    region = cast("Region", request.hat and request.hat.organisation.region)
    back = reverse("directory:establishments")
    return answer_form(
        request,
        GroupingForm,
        page=FormPage(
            "Nommer un groupement ou un territoire",
            "Nommer et choisir les membres",
            back,
            crumbs=[("Établissements", back)],
            intro=f"De la région {region}, quand il n'a pas de numéro FINESS. Vous direz ensuite quelles structures le "
            "composent ; toutes les régions pourront le lire dans l'annuaire.",
        ),
        right=may_name_grouping(request.hat),
        deed=lambda form: register_grouping(region, **form.cleaned_data, by=request.hat),
        done=lambda grouping: redirect_saying(
            request,
            f"{grouping.name} est dans l'annuaire. Dites maintenant qui en est membre.",
            "directory:members",
            grouping.pk,
        ),
        refusal_at="name",
    )


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


def members_page(request: HatRequest, grouping: Establishment, refusal: Refused | None = None) -> HttpResponse:
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
        "refusal": refusal and refusal.reason,
    }
    template = "directory/_members_found.html" if request.htmx else "directory/members.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


def change(request: HatRequest, grouping: Establishment) -> HttpResponse:
    """Add the structure designated by the form."""
    structure = designated(request)
    try:
        add_to(grouping, structure, by=request.hat)
    except Refused as refusal:
        return members_page(request, grouping, refusal)
    messages.success(request, f"{structure.name} est membre {of_the(grouping.name)}.")
    return redirect("directory:members", establishment_pk=grouping.pk)


@require_POST
def remove_member(request: HatRequest, establishment_pk: int) -> HttpResponse:
    grouping = grouping_to_change(request, establishment_pk)
    structure = designated(request)
    take_from(grouping, structure, by=request.hat)
    messages.success(request, f"{structure.name} n'est plus membre {of_the(grouping.name)}.")
    return redirect("directory:members", establishment_pk=grouping.pk)


def designated(request: HatRequest) -> Establishment:
    key = request.POST.get("structure", "")
    if not is_key(key):
        raise Http404("Aucune structure n'est désignée.")
    return get_object_or_404(Establishment, pk=int(key))
