"""The dates of a call, in pages."""

from django import template

from calls.calendar import words_of
from calls.models import Call

register = template.Library()


@register.filter
def date_of(call: Call, name: str) -> str:
    """A date of the call's calendar, by its field."""
    return words_of(call, name)
