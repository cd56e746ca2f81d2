"""How values of indicators are written in pages."""

from decimal import Decimal

from django import template

from fieldwork.curve import number

register = template.Library()


@register.filter
def measured(value: Decimal | None, unit: str = "") -> str:
    """«12,5 %»."""
    return "" if value is None else number(value, unit)
