"""How outcomes of decisions are worded."""

from typing import Any

from django import template

from commission.enums import Outcome
from commission.models import Decision

register = template.Library()


@register.inclusion_tag("components/badge.html")
def outcome_badge(decision: Decision) -> dict[str, Any]:
    label = decision.get_outcome_display()
    if decision.outcome == Outcome.WAITING:
        label += f", rang {decision.rank}"
    return {"label": label, "tone": Outcome(decision.outcome).tone}
