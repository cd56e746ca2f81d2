"""What waits for rapporteurs and secretaries, and what moved."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from commission.declaring import declare_conflict
from commission.enums import NationalParty
from commission.todos import moves, todos
from tests.commission.examined import entrusted, fiche, opened, rapporteur, scored
from tests.factories import NOW, CallFactory, RegionFactory, member_of, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return CallFactory(commission_on=date(2026, 12, 10), closes_at=NOW - timedelta(days=1))


def test_rapporteur_declares_then_scores_then_nothing_waits(call):
    hat = rapporteur()
    assignment = entrusted(fiche(call, RegionFactory(name="Bretagne")), hat)
    [todo] = todos(hat, NOW)
    assert todo.label == "Déclarer un lien d'intérêt, ou aucun"
    assert todo.url == reverse("commission:declare", args=[assignment.pk])
    assert todo.due.date() == call.commission_on
    opened(assignment.application, hat)
    [todo] = todos(hat, NOW)
    assert (todo.label, todo.url) == ("Noter la fiche", reverse("commission:review", args=[assignment.pk]))
    scored(assignment.application, hat)
    assert todos(hat, NOW) == []


def test_secretary_fills_the_places_that_are_empty_or_under_conflict(call):
    by = secretary()
    application, hat = fiche(call), rapporteur()

    def places() -> list[str]:
        return [todo.detail for todo in todos(by, NOW) if todo.label == "Désigner les rapporteurs"]

    assert places() == ["2\N{NO-BREAK SPACE}places à pourvoir."]
    assignment = entrusted(application, hat)
    entrusted(application, rapporteur(NationalParty.ANACT))
    assert places() == []
    declare_conflict(assignment, reason="Un proche y travaille.", by=hat)
    assert places() == ["1\N{NO-BREAK SPACE}place à pourvoir."]


def test_moves_tell_what_happened_since(call):
    by, hat, other = secretary(), rapporteur(), rapporteur(NationalParty.ANACT)
    application = fiche(call, RegionFactory(name="Bretagne"))
    scored(application, hat)
    declare_conflict(entrusted(application, other), reason="Un proche y travaille.", by=other, now=NOW)
    before, after = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    told = [move.text for move in moves(by, before, after)]
    assert any("a remis son évaluation de la fiche de la région Bretagne" in text for text in told)
    assert any("a déclaré un lien d'intérêt" in text for text in told)
    assert [move.text for move in moves(hat, before, after)] == ["La fiche de la région Bretagne vous est confiée."]
    assert moves(hat, after, after) == []


def test_the_pair_has_nothing_here(call):
    assert todos(member_of(fiche(call).project.ars), NOW) == []


def test_queries_do_not_grow_with_the_work(call, django_assert_num_queries):
    hat, by = rapporteur(), secretary()
    for _ in range(3):
        opened(fiche(call), hat)
    with django_assert_num_queries(1):
        assert len(todos(hat, NOW)) == 3
    assert by is not None
