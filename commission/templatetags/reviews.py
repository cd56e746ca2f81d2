"""How scores are written."""

from decimal import Decimal

from django import template

from core.wording import grouped

register = template.Library()


@register.filter
def points(number: Decimal | None) -> str:
    """«14,25»; nothing for none."""
    return "" if number is None else grouped(number, 2)


@register.filter
def x(length: Decimal) -> str:
    """A length along a chart, in % and with the point that SVG wants."""
    return f"{length:.3f}%"
