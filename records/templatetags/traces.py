"""How instants and the journal's data are drawn."""

import json
from typing import Any

from django import template
from django.utils import timezone

from core.wording import NBSP, clock

register = template.Library()


@register.filter
def as_json(data: Any) -> str:
    """Data as indented JSON, accents kept."""
    return json.dumps(data, ensure_ascii=False, indent=2)


@register.filter
def moment(value: Any) -> str:
    """«22/11/2026 à 9 h 53» in Paris time: short enough for a table."""
    return f"{timezone.localtime(value):%d/%m/%Y} à{NBSP}{clock(value)}" if value else ""
