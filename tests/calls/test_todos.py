"""What «Vos tâches» says of calls."""

from datetime import timedelta

import pytest

from calls import todos as desk
from calls.postponing import postpone_closing
from calls.preparing import add_document, create_call
from calls.todos import moves, todos
from tests.calls.drafting import outsiders, pdf, values
from tests.factories import NOW, CallFactory, OrganisationFactory, member_of, secretary
from tests.news import news

pytestmark = pytest.mark.django_db


def test_a_secretary_finishes_drafts_and_nobody_else():
    by = secretary()
    call = create_call(values(opens_at=NOW + timedelta(days=3)), by=by)
    CallFactory()
    (todo,) = todos(by, NOW)
    assert (todo.subject, todo.due, todo.urgent) == (call.title, call.opens_at, True)
    assert todo.url.endswith("/preparation/")
    assert all(todos(hat, NOW) == [] for hat in outsiders())


def test_everyone_learns_of_calls_since_their_last_visit():
    hat = member_of(OrganisationFactory())
    since = NOW - timedelta(days=2)
    CallFactory(title="Ancien", opens_at=NOW - timedelta(days=30), closes_at=NOW + timedelta(days=60))
    CallFactory(title="Annoncé", published_at=NOW - timedelta(days=1), opens_at=NOW + timedelta(days=9))
    CallFactory(title="Ouvert", opens_at=NOW - timedelta(hours=3), closes_at=NOW + timedelta(days=60))
    CallFactory(title="Bientôt fermé", closes_at=NOW + timedelta(days=6))
    CallFactory(title="Fermé", closes_at=NOW - timedelta(hours=1))
    CallFactory(title="Brouillon", published_at=None, opens_at=NOW - timedelta(hours=1))
    texts = [move.text for move in moves(hat, since, NOW)]
    assert [text.split("»")[0].split("«")[1].strip() for text in texts] == [
        "Fermé",
        "Ouvert",
        "Annoncé",
        "Bientôt fermé",
    ]


def test_documents_and_postponements_are_news():
    by, reader = secretary(), member_of(OrganisationFactory())
    call = CallFactory(title="Appel", closes_at=NOW + timedelta(days=60))
    postpone_closing(call, closes_at=NOW + timedelta(days=70), reason="Motif", by=by, now=NOW - timedelta(minutes=5))
    add_document(call, kind="guide", title="Guide", upload=pdf(), by=by, now=NOW - timedelta(minutes=4))
    joined, postponed = news(desk, reader, NOW - timedelta(hours=1), NOW)
    assert "Clôture reportée au" in postponed.text
    assert "Guide" in joined.text
    assert {joined.url, postponed.url} == {call.get_absolute_url()}
    call.published_at = None
    call.save()
    assert news(desk, reader, NOW - timedelta(hours=1), NOW) == []


def test_costs_the_same_for_one_and_three(django_assert_num_queries):
    by = secretary()
    hats = (by, member_of(OrganisationFactory()))
    for _ in range(2):
        for hat in hats:
            with django_assert_num_queries(1):
                moves(hat, NOW - timedelta(days=900), NOW)
        with django_assert_num_queries(2):
            todos(by, NOW)
        for call in CallFactory.create_batch(3):
            add_document(call, kind="guide", title="Guide", upload=pdf(), by=by)
            create_call(values(), by=by)
