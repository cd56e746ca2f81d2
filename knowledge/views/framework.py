"""The framework: the words and findings that every call relies on."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from calls.enums import Vocabulary
from calls.models import Call, Programme, Term
from core.wording import counted
from knowledge.models import Proposition

SHOWN = (
    Vocabulary.DIMENSION,
    Vocabulary.CONDITION,
    Vocabulary.AXIS,
    Vocabulary.ACTION_FORM,
    Vocabulary.ISSUE,
    Vocabulary.STAGE,
)


@login_not_required
@require_safe
def framework(request: HttpRequest) -> HttpResponse:
    terms: dict[str, list[Term]] = {vocabulary.name.lower(): [] for vocabulary in SHOWN}
    for term in Term.objects.in_use().filter(vocabulary__in=SHOWN, programme=None):
        terms[Vocabulary(term.vocabulary).name.lower()].append(term)
    opened = Call.objects.published().filter(phase__programme=OuterRef("pk"))
    propositions = list(Proposition.objects.all())
    context = {
        "programmes": Programme.objects.filter(Exists(opened)).order_by("pk"),
        "terms": terms,
        "headings": [
            (heading, list(rows))
            for heading, rows in groupby(propositions, key=lambda proposition: proposition.heading)
        ],
        "quoted_label": f"{counted(len(propositions), 'citée')} sur {Proposition.ANNOUNCED} annoncées",
    }
    return render(request, "knowledge/framework.html", context)
