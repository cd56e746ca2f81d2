"""What a full fiche costs: its sections, its reading, one answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.models import Question
from tests.applications.full import QUESTIONS, SECTIONS, STRUCTURES, full
from tests.autosaving import save_one

pytestmark = pytest.mark.django_db
MOST_FOR_A_PAGE, MOST_FOR_AN_ANSWER = 25, 20


def asked(captured) -> list[str]:
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


def test_every_section_of_a_full_fiche_costs_few_queries(as_hat):
    """The whole request, session and person included."""
    fiche = full()
    client = as_hat(fiche.ars_writer)
    assert fiche.application.project.participations.count() == STRUCTURES
    assert Question.objects.filter(section__questionnaire=fiche.call.questionnaire).count() == QUESTIONS
    for number in range(1, SECTIONS + 1):
        address = reverse("applications:section", args=[fiche.application.pk, number])
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert len(asked(captured)) <= MOST_FOR_A_PAGE, "\n".join([address, *asked(captured)])


def test_an_answer_of_a_full_fiche_costs_few_queries(as_hat):
    fiche = full()
    client = as_hat(fiche.ars_writer)
    address = reverse("applications:section", args=[fiche.application.pk, 2])
    code = fiche.call.questionnaire.sections.get(number=2).questions.filter(kind="long_text").first().code
    seen = fiche.application.sections.get(section__number=2).answers[code]
    with CaptureQueriesContext(connection) as captured:
        assert save_one(client, address, code, "Un autre texte", seen).status_code == 200
    assert len(asked(captured)) <= MOST_FOR_AN_ANSWER, "\n".join(asked(captured))
