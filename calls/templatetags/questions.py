"""Questions in pages: what the script of conditions reads."""

import json
from typing import Any

from django import template

from calls.kinds import ReadTable

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """Plain data for an attribute of the page, which escapes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@register.filter
def heading(table: ReadTable, place: int) -> str:
    """That of a column, for a screen that has no room for the line of headings."""
    return table.headings[place]
