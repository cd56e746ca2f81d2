"""The dates of a call, in pages."""

from django import template
from django.template import Context

from calls.calendar import words_of
from calls.models import Call
from core.templatetags.french import reader_place

register = template.Library()


@register.filter
def date_of(call: Call, name: str) -> str:
    """A date of the call's calendar, by its field."""
    return words_of(call, name)


@register.simple_tag(takes_context=True)
def date_here(context: Context, call: Call, name: str) -> str:
    """The same, with the reader's own time if they live by another."""
    return words_of(call, name, reader_place(context))
