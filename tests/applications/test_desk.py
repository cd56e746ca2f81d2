"""What a pair has at work: as many queries for three fiches as for one, and the same lines."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import SectionAnswers
from applications.remarks import write_remark
from applications.todos import todos
from core.watch import one_page
from core.wording import NBSP
from tests.applications.fiches import Fiche, signed
from tests.factories import NOW, CallFactory, RegionalProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def remarked(**kwargs) -> Fiche:
    """A fiche whose signatures fell, and on which the Aract asks something."""
    fiche = signed(**kwargs)
    section = SectionAnswers.objects.filter(application=fiche.application).first().section
    write_remark(fiche.application, section, None, text="Est-ce bien cela ?", by=fiche.aract_writer)
    fiche.application.signatures.update(voided_at=NOW, void_reason="La section 1 a changé")
    return fiche


def asked(hat) -> tuple[int, list[str]]:
    with CaptureQueriesContext(connection) as queries, one_page():
        found = todos(hat, NOW)
    return len(queries), [f"{todo.label} : {todo.detail}".replace(NBSP, " ") for todo in found]


def test_three_fiches_cost_what_one_does():
    first = remarked()
    project = first.application.project
    cost, lines = asked(first.ars_writer)
    assert len(lines) == 2
    assert "Votre signature est annulée. La section 1 a changé." in lines[0]
    assert lines[1].startswith("Répondre à 1 remarque : ")
    for _ in range(2):
        again = RegionalProjectFactory(call=CallFactory(), region=project.region, ars=project.ars, aract=project.aract)
        remarked(project=again)
    others, found = asked(first.ars_writer)
    assert others == cost
    assert [line.startswith("Répondre") for line in found] == [False, True] * 3
    CallFactory(title="Un appel que personne n'a commencé")
    assert [line for line in asked(first.ars_writer)[1] if line.startswith("Commencer")] != []
