"""What the addresses of fieldwork need in `tests/house/test_routes.py`."""

from typing import Any

from fieldwork.models import Deliverable, Hypothesis, Indicator, Measure, Milestone
from regions.models import StagePlan

PUBLIC: set[str] = set()
OWN_PAGE = {"regions:set_priority_rule"}


def known(project: Any) -> dict[str, object]:
    """Hypotheses are those of another call: an exploration has none."""
    return {
        "stage_pk": StagePlan.objects.filter(project=project).earliest("pk").stage_id,
        "milestone_pk": Milestone.objects.filter(project=project).earliest("pk").pk,
        "deliverable_pk": Deliverable.objects.filter(milestone__project=project).earliest("pk").pk,
        "hypothesis_pk": Hypothesis.objects.earliest("pk").pk,
        "indicator_pk": Indicator.objects.earliest("pk").pk,
        "measure_pk": Measure.objects.earliest("pk").pk,
    }
