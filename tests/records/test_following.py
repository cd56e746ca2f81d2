"""The journal's news: what others did to the rows that one follows, all rooms in one query."""

from datetime import timedelta

import pytest

from core.watch import Followed, once, one_page
from records import following, journal
from records.models import Job
from tests.factories import NOW, MembershipFactory

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(days=1)


def job(label: str) -> Job:
    return Job.objects.create(deed="tests.job", label=label)


def pages(keys):
    return {key: f"/travaux/{key}/" for key in keys}


def followed(rows, deeds=("tests.",), **more) -> Followed:
    return Followed("records.job", rows, deeds, pages, **more)


def told(hat, *rows_followed, since=BEFORE, now=NOW, most=10):
    return following.moves(hat, rows_followed, since, now, most=most)


def test_what_others_did_to_followed_rows_is_told_with_where_it_leads():
    hat, other = MembershipFactory(), MembershipFactory()
    mine, elsewhere = job("Suivi"), job("Ailleurs")
    for row in (mine, elsewhere):
        journal.record("tests.move", row, by=other, summary="Ligne changée", now=NOW)
    journal.record("tests.move", mine, by=hat, summary="Par moi", now=NOW)
    (move,) = told(hat, followed(Job.objects.filter(pk=mine.pk)))
    assert move.text.startswith("Suivi : Ligne changée (")
    assert (move.at, move.url) == (NOW, f"/travaux/{mine.pk}/")
    assert told(hat, followed(Job.objects.none())) == []
    assert told(hat) == []
    assert told(hat, followed(Job.objects.all()), since=NOW) == []
    assert told(hat, followed(Job.objects.all()), now=BEFORE) == []


def test_deeds_are_named_or_begin_alike_and_some_stay_silent():
    hat, other, row = MembershipFactory(), MembershipFactory(), job("Suivi")
    for deed in ("tests.move", "tests.note", "elsewhere.move"):
        journal.record(deed, row, by=other, summary=deed, now=NOW)
    rows = Job.objects.all()
    assert [move.text.split()[2] for move in told(hat, followed(rows, silent=["tests.note"]))] == ["tests.move"]
    assert [move.text.split()[2] for move in told(hat, followed(rows, ["elsewhere.move"]))] == ["elsewhere.move"]


def test_the_same_line_again_and_again_is_told_once_and_there_are_few():
    hat, other = MembershipFactory(), MembershipFactory()
    row, rows = job("Suivi"), Job.objects.all()
    for minute in range(4):
        journal.record("tests.save", row, by=other, summary="Enregistrée", now=NOW - timedelta(minutes=minute))
    assert len(told(hat, followed(rows))) == 1
    for number in range(5):
        journal.record("tests.save", row, by=other, summary=f"Note {number}", now=NOW)
    assert len(told(hat, followed(rows), most=3)) == 3


def test_all_rooms_are_asked_in_one_query(django_assert_num_queries):
    hat, other, row = MembershipFactory(), MembershipFactory(), job("Suivi")
    journal.record("tests.move", row, by=other, summary="Ligne changée", now=NOW)
    rows = Job.objects.all()
    with django_assert_num_queries(1):
        told(hat, followed(rows), Followed("accounts.membership", type(hat).objects.all(), ["tests."], pages))


def test_what_rooms_share_is_read_once_a_page_and_never_kept_after_it():
    asked = []

    def read(about):
        asked.append(about)
        return len(asked)

    assert [once(read, 1), once(read, 1)] == [1, 2]
    with one_page():
        assert [once(read, 1), once(read, 1), once(read, 2)] == [3, 3, 4]
    with one_page():
        assert once(read, 1) == 5
