"""How sums that go up or down are written."""

from decimal import Decimal

from django import template

from core.wording import NBSP, grouped

register = template.Library()


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
