"""The public's first page."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from calls.calendar import phase
from calls.enums import CallPhase
from calls.models import AllocationRule, Call
from core.wording import counted, euros
from regions.models import Participation, RegionalProject


@dataclass(frozen=True)
class Figure:
    number: str
    meaning: str


def figures() -> list[Figure]:
    """What the published calls amount to; a figure that would be zero is not shown."""
    published = Q(call__published_at__isnull=False)
    calls = AllocationRule.objects.filter(published).aggregate(count=Count("pk"), total=Sum("envelope"))
    regions = RegionalProject.objects.filter(published).aggregate(count=Count("region", distinct=True))
    places = Participation.objects.present().filter(project__call__published_at__isnull=False)
    establishments = places.aggregate(count=Count("establishment", distinct=True))
    shown = [
        (calls["count"], counted(calls["count"], "appel", "appels"), "publiés"),
        (calls["total"], euros(calls["total"]).replace(",00", ""), "d'enveloppes ouvertes au total"),
        (regions["count"], counted(regions["count"], "région"), "avec un projet ARS–Aract"),
        (establishments["count"], counted(establishments["count"], "structure"), "associées aux projets"),
    ]
    return [Figure(number, meaning) for value, number, meaning in shown if value]


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    calls = [(call, phase(call, now)) for call in Call.objects.published().select_related("rule", "phase")]
    context = {
        "current": [line for line in calls if line[1] != CallPhase.CONCLUDED],
        "past": [line for line in calls if line[1] == CallPhase.CONCLUDED],
        "figures": figures(),
    }
    return render(request, "dashboards/home.html", context)
