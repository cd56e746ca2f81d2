"""How states of agreements, instalments and statements are worded and coloured, and lengths of the chart."""

from decimal import Decimal
from typing import Any

from django import template

from core.wording import NBSP, grouped
from grants.enums import AgreementState, InstalmentState, StatementState

register = template.Library()

AGREEMENT_TONES = {AgreementState.DRAFT: "new", AgreementState.SIGNED: "success", AgreementState.ENDED: ""}
INSTALMENT_TONES = {
    InstalmentState.PAID: "success",
    InstalmentState.LATE: "error",
    InstalmentState.DUE: "info",
    InstalmentState.DROPPED: "",
}
STATEMENT_TONES = {
    StatementState.DRAFT: "new",
    StatementState.SUBMITTED: "info",
    StatementState.RETURNED: "warning",
    StatementState.ACCEPTED: "success",
}


@register.inclusion_tag("components/badge.html")
def agreement_badge(state: str) -> dict[str, Any]:
    one = AgreementState(state)
    return {"label": one.label, "tone": AGREEMENT_TONES[one]}


@register.inclusion_tag("components/badge.html")
def instalment_badge(state: InstalmentState) -> dict[str, Any]:
    return {"label": state.label, "tone": INSTALMENT_TONES[state]}


@register.inclusion_tag("components/badge.html")
def statement_badge(state: str) -> dict[str, Any]:
    one = StatementState(state)
    return {"label": one.label, "tone": STATEMENT_TONES[one]}


@register.filter
def x(length: Decimal) -> str:
    """A length along the chart, in % and with the point that SVG wants."""
    return f"{length:.3f}%"


def sign_of(number: Decimal) -> str:
    return f"+{NBSP}" if number > 0 else f"−{NBSP}" if number < 0 else ""


@register.filter
def signed(amount: Decimal) -> str:
    """«+ 1 200,00 €», «− 300,00 €», «0,00 €»."""
    return f"{sign_of(amount)}{grouped(abs(amount), 2)}{NBSP}€"


@register.filter
def percent(number: Decimal | None) -> str:
    """«+ 12,5 %»; a dash where nothing was planned."""
    if number is None:
        return "–"
    return f"{sign_of(number)}{grouped(abs(number), 1)}{NBSP}%"
