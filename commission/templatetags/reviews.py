"""How reviews, opinions and scores are worded and coloured."""

from decimal import Decimal
from typing import Any

from django import template

from commission.enums import Opinion, ReviewState
from commission.models import Assignment, Review
from commission.what_if import weight as plain_weight
from core.wording import grouped

register = template.Library()

OPINION_TONES = {Opinion.FAVOURABLE: "success", Opinion.RESERVED: "warning", Opinion.UNFAVOURABLE: "error"}


@register.filter
def points(number: Decimal | None) -> str:
    """«14,25»; nothing for none."""
    return "" if number is None else grouped(number, 2)


@register.filter
def weight(number: Decimal) -> str:
    """«1», «1,5»."""
    return plain_weight(Decimal(number))


@register.filter
def x(length: Decimal) -> str:
    """A length along a chart, in % and with the point that SVG wants."""
    return f"{length:.3f}%"


@register.inclusion_tag("components/badge.html")
def opinion_badge(review: Review) -> dict[str, Any]:
    return {"label": review.get_opinion_display(), "tone": OPINION_TONES.get(Opinion(review.opinion), "")}


@register.inclusion_tag("components/badge.html")
def review_badge(assignment: Assignment) -> dict[str, Any]:
    """Where a rapporteur stands with a fiche."""
    label, tone = review_state(assignment)
    return {"label": label, "tone": tone}


def review_state(assignment: Assignment) -> tuple[str, str]:
    if assignment.has_conflict:
        return "lien d'intérêt déclaré", "warning"
    if assignment.has_conflict is None:
        return "à déclarer", "new"
    if assignment.done:
        return ReviewState.SUBMITTED.label, "success"
    started = hasattr(assignment, "review") and assignment.review.edited_at != assignment.declared_at
    return ("en cours", "info") if started else ("à noter", "new")
