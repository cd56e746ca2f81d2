"""A typed text with its light marks, as HTML."""

from django import template
from django.utils.safestring import SafeString

from core.rich_text import rendered

register = template.Library()


@register.filter
def rich(text: str) -> SafeString:
    return rendered(text)
