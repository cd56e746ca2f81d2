"""Django's admin defines every kind of question, and says in French what is wrong with its settings."""

import json

import pytest
from django.urls import reverse

from calls.models import Question
from tests.factories import QuestionnaireFactory, administrator

pytestmark = pytest.mark.django_db


def sent(section, **question) -> dict[str, str]:
    values = {"label": section.title, "number": section.number, "code": section.code, "title": section.title}
    values |= {"kind": section.kind, "guidance": "", "condition": "{}"}
    values |= {"questions-TOTAL_FORMS": "1", "questions-INITIAL_FORMS": "0"}
    asked = {"code": "cout", "label": "Coûts", "position": "9", "owner": "ars", "required": "on", "condition": "{}"}
    return values | {f"questions-0-{name}": value for name, value in (asked | question).items()}


def test_a_table_is_defined_there_and_its_faults_are_said(as_hat):
    section = QuestionnaireFactory().sections.get(number=1)
    client, page = as_hat(administrator()), reverse("admin:calls_section_change", args=[section.pk])
    assert client.get(page).status_code == 200
    wrong = {"columns": [{"code": "a", "label": "A", "kind": "short_text", "sum": True}]}
    answer = client.post(page, sent(section, kind="table", settings=json.dumps(wrong)))
    assert answer.status_code == 200
    assert "n&#x27;a pas de total" in answer.content.decode()
    assert not Question.objects.filter(code="cout").exists()
    broken = client.post(page, sent(section, kind="short_text", settings="{}", condition='{"question": "x"}'))
    assert "Un test nomme une question" in broken.content.decode()
    right = {"columns": [{"code": "a", "label": "A", "kind": "amount", "sum": True}], "least": 1}
    depends = json.dumps({"question": "lien", "answered": True})
    assert (
        client.post(page, sent(section, kind="table", settings=json.dumps(right), condition=depends)).status_code == 302
    )
    made = Question.objects.get(code="cout")
    assert (made.asks.columns[0].summed, made.owner, made.clause.codes) == (True, "ars", {"lien"})
