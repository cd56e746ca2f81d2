"""A full fiche: its PDF against bare WeasyPrint on the same HTML, its section's page against the barest view."""

import time
from collections.abc import Callable, Iterator
from statistics import median
from unittest.mock import patch

import weasyprint
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.utils import timezone

from applications import pdfs
from applications.views.pdfs import reading_context
from applications.views.sections import section
from bench.measuring import Result, bench
from bench.pages import barest, compared
from records import pdf
from tests.applications.full import TEXT, full

DRAWN, PAPER_GOAL = 7, 1.2
# The same rows and boxes to type in, with nothing around them.
BARE = """{% extends "base.html" %}{% block content %}<ol>
{% for part in sections %}<li>
<a href="{% url "applications:section" fiche part.number %}">{{ part }}</a></li>{% endfor %}
</ol><form method="post">{% csrf_token %}
{% for question in questions %}<label for="{{ question.code }}">{{ question.label }}</label>
<textarea id="{{ question.code }}" name="{{ question.code }}">{{ text }}</textarea>
<input type="hidden" name="initial-{{ question.code }}" value="{{ text }}">{% endfor %}
</form><ul>{% for row in structures %}<li>
<h3>{{ row.establishment.name }}</h3>{{ row.establishment.category }}, {{ row.establishment.city }},
{{ row.establishment.get_sector_display }}, {{ row.establishment.get_legal_status_display }}
{{ row.establishment.finess }}
{{ row.digital_project.title }} {{ row.digital_project.theme }} {{ row.digital_project.nature }}
{{ row.digital_project.maturity }} {{ row.contact_function }} {{ row.confirmed_at }}
<a href="{% url "applications:edit_tool" fiche row.digital_project_id %}">Projet</a>
<a href="{% url "applications:edit_participant" fiche row.pk %}">Modifier</a>
<a href="{% url "applications:remove_participant" fiche row.pk %}">Retirer</a></li>{% endfor %}</ul>{% endblock %}"""


def processor_seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def paper() -> Result:
    """Medians, in turn. The floor has what any maker of PDFs keeps: parsed style sheets and the fonts found once."""
    fiche = full().application

    def ours() -> bytes:
        context = reading_context(fiche)
        return pdfs.fiche_pdf(
            fiche, content_hash=context["content_hash"], signatures=context["signatures"], at=timezone.now()
        )

    with patch("weasyprint.HTML", wraps=weasyprint.HTML) as asked:
        ours()
    said = asked.call_args.kwargs
    sheets = [pdf.stylesheet(pdf.COMMON_CSS), pdf.stylesheet(pdfs.CSS)]

    def theirs() -> bytes:
        document = weasyprint.HTML(**said)
        return document.write_pdf(stylesheets=sheets, font_config=pdf.fonts(), pdf_variant=pdf.VARIANT)

    spent = [(processor_seconds(ours), processor_seconds(theirs)) for _ in range(DRAWN)]
    return Result(*(median(times[1:]) for times in zip(*spent, strict=True)), PAPER_GOAL, "s de processeur")


def page(number: int, *, with_structures: bool = False) -> Result:
    fiche = full()

    def ours(request: object) -> HttpResponse:
        return section(request, fiche.application.pk, number)

    part = fiche.call.questionnaire.sections.get(number=number)
    drawn = {
        "fiche": fiche.application.pk,
        "sections": list(fiche.call.questionnaire.sections.order_by("number")),
        "questions": list(part.questions.all()),
        "text": TEXT,
        "structures": list(fiche.application.project.participations.present().in_full()) if with_structures else [],
    }
    floor, queries, fewer = barest(ours, fiche.ars_writer, BARE, **drawn)
    print(f"  section {number} : {queries} requêtes, plancher {fewer}")
    return compared(ours, floor, fiche.ars_writer)


@bench("fiche")
def fiche(_scale: float) -> Iterator[tuple[str, Result]]:
    """`_scale`: a fiche is a fiche."""
    with override_settings(ALLOWED_HOSTS=["testserver"], DEBUG=False):
        for name, measured in (
            ("fiche_pdf", paper),
            ("fiche_section_page", lambda: page(7)),
            ("fiche_structures_page", lambda: page(2, with_structures=True)),
        ):
            with transaction.atomic():
                result = measured()
                transaction.set_rollback(True)
            yield name, result
