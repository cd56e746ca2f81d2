"""How decisions are worded and coloured."""

from typing import Any

from django import template

from commission.enums import DecisionState, Outcome
from commission.models import Decision

register = template.Library()

STATE_TONES = {
    DecisionState.PROPOSED: "info",
    DecisionState.RETURNED: "warning",
    DecisionState.VALIDATED: "success",
    DecisionState.NOTIFIED: "",
}
OUTCOME_TONES = {Outcome.RETAINED: "success", Outcome.WAITING: "warning", Outcome.NOT_RETAINED: "error"}


@register.inclusion_tag("components/badge.html")
def state_badge(decision: Decision) -> dict[str, Any]:
    return {"label": decision.get_state_display(), "tone": STATE_TONES[DecisionState(decision.state)]}


@register.inclusion_tag("components/badge.html")
def outcome_badge(decision: Decision) -> dict[str, Any]:
    label = decision.get_outcome_display()
    if decision.outcome == Outcome.WAITING:
        label += f", rang {decision.rank}"
    return {"label": label, "tone": OUTCOME_TONES[Outcome(decision.outcome)]}
