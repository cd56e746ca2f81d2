"""A project's life on one page, a region's projects, and all regions side by side."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.middleware import HatRequest
from accounts.models import Region
from core.verdicts import ensure
from core.wording import PARIS
from dashboards.network import DEFAULT_SORT, SORTS, Network, arranged, followed_calls
from dashboards.overview import standings
from fieldwork.gantt import gantt
from fieldwork.models import Milestone
from fieldwork.stages import stages_of
from grants.charts import chart as money_chart
from meetings.complement import current_use
from regional_calls.alerts import facts as regional_calls
from regions.awarding import lives
from regions.composition import mix
from regions.models import RegionalProject
from regions.permissions import may_close_project, may_follow_network, may_follow_region
from regions.views.projects import followed_project
from worklog.breakdown import days_by_stage
from worklog.charts import days_chart


def project(request: HatRequest, project_pk: int) -> HttpResponse:
    """Where a project stands, for its pair and for those who follow it nationally."""
    shown = followed_project(request, project_pk)
    now = timezone.now()
    participations = list(shown.participations.present().select_related("establishment"))
    context = {
        "project": shown,
        "now": now,
        "participations": participations,
        "mix": mix(row.establishment for row in participations),
        "regional_call": regional_calls([shown], now).get(shown.pk),
        "may_close": may_close_project(request.hat, shown),
        **life_of(shown, now),
    }
    return render(request, "dashboards/project.html", context)


def life_of(shown: RegionalProject, now: datetime) -> dict[str, Any]:
    """What only an awarded project has: drawings, money, what each room watches."""
    for standing in standings([shown], now):
        today = now.astimezone(PARIS).date()
        stages = stages_of(shown, today, done_days=days_by_stage(shown))
        milestones = list(Milestone.objects.filter(project=shown))
        return {
            "standing": standing,
            "gantt": gantt(stages, milestones, today, running=lives(shown)),
            "days_chart": days_chart(shown, standing.burn, [stage.plan for stage in stages], today),
            "money_chart": money_chart(standing.money),
            "use": current_use(shown),
        }
    return {}


def my_region(request: HatRequest) -> HttpResponse:
    """The region that the hat acts for."""
    region = request.hat.organisation.region if request.hat is not None and request.hat.regional else None
    if region is None:
        raise Http404("Ce rôle n'est pas celui d'une région.")
    return redirect("region", region.slug)


def region(request: HatRequest, region_slug: str) -> HttpResponse:
    """A region's projects, those under way first, what waits for them and when."""
    shown = get_object_or_404(Region, slug=region_slug)
    if not may_follow_region(request.hat, shown):
        raise Http404("Cette région ne se lit pas avec ce rôle.")
    now = timezone.now()
    projects = list(
        RegionalProject.objects.followed_by(request.hat)
        .filter(region=shown)
        .with_parties()
        .order_by("-call__opens_at", "-pk")
    )
    known = {standing.project.pk: standing for standing in standings(projects, now)}
    under_way_first = sorted(projects, key=lambda one: (not lives(one), one.pk in known))
    calls = regional_calls(projects, now)
    lines = [(one, known.get(one.pk), calls.get(one.pk)) for one in under_way_first]
    coming = sorted(
        ((date, one) for one, standing, _ in lines if standing and lives(one) for date in standing.coming),
        key=lambda pair: pair[0].at,
    )
    context = {"region": shown, "lines": lines, "coming": coming}
    return render(request, "dashboards/region.html", context)


def network(request: HatRequest) -> HttpResponse:
    """Every region's project for one call: the map, the figures, a line each."""
    ensure(may_follow_network(request.hat))
    calls = followed_calls()
    asked = request.GET.get("appel", "")
    call = next((one for one in calls if one.slug == asked), calls[0] if calls else None)
    if asked and (call is None or call.slug != asked):
        raise Http404("Cet appel n'a pas de projet retenu.")
    sort = request.GET.get("tri", DEFAULT_SORT)
    context: dict[str, Any] = {"calls": calls, "sorts": SORTS, "sort": sort if sort in SORTS else DEFAULT_SORT}
    if call is not None:
        projects = RegionalProject.objects.followed_by(request.hat).filter(call=call).awarded().with_parties()
        shown = Network(call, standings(list(projects), timezone.now()), list(Region.objects.all()))
        context |= {"network": shown, "rows": arranged(shown.standings, sort)}
    return render(request, "dashboards/network.html", context)
