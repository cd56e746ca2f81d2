"""What a person had typed in a form that was refused before it could be drawn again (case 54)."""

import re
from collections.abc import Iterator
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context

register = template.Library()

# What a page sends beside what is typed: tokens, what was seen, keys of rows, buttons; and what must never be shown.
NOT_TYPED = re.compile(
    r"csrf|password|secret|token|^code$|^initial-|^vu($|-)|_FORMS$|^(base|etape|structure|methode|precision)-|"
    r"^(trancher|encore|envoi|plus|ajouter|suite|next|approuver|proposition|shown|judged|lignes|rank|revision|decision|compte|"
    r"rattachement|membership|semaine|personne|jour|projet|etablissement|structure|tri|questionnaire|rouvrir|"
    r"vers|rang|retour|offrir|garder|retirer|reponse)$"
)
TICKED = "on"
# A text longer than this, or of several lines, is shown in a box of its own.
SHORT = 80


@register.inclusion_tag("_typed.html", takes_context=True)
def typed(context: Context) -> dict[str, Any]:
    """What was typed in a form that ends in this page of refusal."""
    request = context["request"]
    texts = typed_texts(request)
    return {
        "short": [text for text in texts if not is_long(text)],
        "long": [text for text in texts if is_long(text)],
        "files": files_chosen(request),
    }


def typed_texts(request: HttpRequest) -> list[str]:
    """Each text typed, in the page's order."""
    return list(texts_of(request)) if from_a_page_of_ours(request) else []


def files_chosen(request: HttpRequest) -> list[str]:
    """Names of the files sent: no browser lets a page choose them again."""
    return [str(upload) for upload in request.FILES.values()] if from_a_page_of_ours(request) else []


def from_a_page_of_ours(request: HttpRequest) -> bool:
    """Whether a page of the portal sent this form: another site does not make ours show its words."""
    checked = getattr(request, "csrf_processing_done", False)
    known = request.resolver_match is not None and request.headers.get("Sec-Fetch-Site") == "same-origin"
    return request.method == "POST" and (checked or known)


def texts_of(request: HttpRequest) -> Iterator[str]:
    for name, values in request.POST.lists():
        if NOT_TYPED.search(name) or values == request.POST.getlist(f"initial-{name}"):
            continue
        yield from (value for value in values if value.strip() and value != TICKED)


def is_long(text: str) -> bool:
    return len(text) > SHORT or "\n" in text
