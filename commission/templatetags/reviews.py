"""How scores are written."""

from decimal import Decimal

from django import template

from core.wording import grouped

register = template.Library()


@register.filter
def points(number: Decimal | None) -> str:
    """«14,25»; nothing for none."""
    return "" if number is None else grouped(number, 2)
