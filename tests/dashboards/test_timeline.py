"""The calendar of the calls: in order, within the drawing, its title saying what comes next."""

from datetime import date, timedelta

import pytest

from dashboards.timeline import timeline
from tests.factories import NOW, CallFactory

pytestmark = pytest.mark.django_db


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def marks(shown, kind):
    return [mark for mark in shown.drawing.marks if mark.kind == kind]


def place(mark, name):
    return float(mark.at[name].removesuffix("%"))


def test_nothing_to_draw():
    CallFactory(concluded_at=NOW - timedelta(days=1))
    CallFactory(published_at=None)
    assert timeline(NOW) is None


def test_the_title_is_the_next_date():
    CallFactory(title="Explorer", commission_on=date(2027, 1, 20))
    CallFactory(title="Expérimenter", closes_at=NOW - timedelta(days=1), commission_on=date(2026, 12, 1))
    assert plain(timeline(NOW).drawing.said) == "Commission de « Expérimenter » le 1er décembre 2026"


def test_a_closing_is_told_with_its_hour():
    CallFactory(title="Explorer")
    assert plain(timeline(NOW).drawing.said) == "« Explorer » se clôt le 2 décembre 2026 à 10 h 00 (heure de Paris)"


def test_when_nothing_is_ahead_it_says_so():
    CallFactory(closes_at=NOW - timedelta(days=1))
    assert timeline(NOW).drawing.said == "Aucune échéance à venir"


def test_all_stays_within_the_drawing_and_in_order():
    CallFactory(commission_on=date(2027, 1, 20), funds_from=date(2027, 6, 1))
    CallFactory(opens_at=NOW + timedelta(days=5), closes_at=NOW + timedelta(days=90))
    shown = timeline(NOW)
    first, second = marks(shown, "solid")
    for bar, dots in ((first, marks(shown, "ring")), (second, [])):
        end = place(bar, "x") + place(bar, "width")
        assert 0 < place(bar, "x") < end < 100
        assert all(end < place(dot, "cx") < 100 for dot in dots)
    assert len(marks(shown, "ring")) == 2
    assert place(first, "y") < place(second, "y") < shown.drawing.height
    (today,) = marks(shown, "today")
    assert place(first, "x") < place(today, "x1") < place(second, "x")
    assert shown.rows[1].state == "annoncé"


def test_months_are_named_once_each_and_never_too_many():
    CallFactory(opens_at=NOW - timedelta(days=900))
    labels = [mark.words for mark in marks(timeline(NOW), "quiet")]
    assert len(labels) == len(set(labels))
    assert len(labels) <= 12


@pytest.mark.parametrize("number", [1, 3])
def test_one_query(number, django_assert_num_queries):
    CallFactory.create_batch(number)
    with django_assert_num_queries(1):
        assert len(timeline(NOW).rows) == number
