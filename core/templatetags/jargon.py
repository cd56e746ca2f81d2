"""What a word of the trade means, said at its first use on a page."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

MEANINGS = {
    "EI": "EI : expression d'intérêt",
    "FINESS": "répertoire national des établissements sanitaires et sociaux",
    "empreinte": "code SHA-256, qui change si le contenu change",
}


@register.simple_tag(takes_context=True)
def meaning(context: Context, word: str) -> SafeString:
    """«FINESS{% meaning "FINESS" %}»: the meaning in brackets, once a page, in plain text that everybody can read."""
    request = getattr(context, "request", None)
    page = context.dicts[0] if request is None else vars(request)
    told = page.setdefault("meanings_told", set())
    if word in told:
        return SafeString("")
    told.add(word)
    return format_html('<span class="portal-meaning"> ({})</span>', MEANINGS[word])
