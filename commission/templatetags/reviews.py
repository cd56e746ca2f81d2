"""How scores and weights are written."""

from decimal import Decimal

from django import template

from commission.what_if import weight as plain_weight
from core.wording import grouped

register = template.Library()


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
