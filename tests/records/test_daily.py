"""What is done once a day, from seven in the morning."""

from datetime import datetime, timedelta

import pytest

from core.wording import PARIS
from records import daily
from records.models import DailyRun

pytestmark = pytest.mark.django_db

SEVEN = datetime(2026, 11, 23, 7, 0, tzinfo=PARIS)


@pytest.fixture
def work(monkeypatch):
    done = []

    def write(now: datetime) -> None:
        done.append(now)

    monkeypatch.setattr(daily, "WORK", [write])
    return done


def test_once_a_day_and_not_before_seven(work):
    daily.do_the_day(SEVEN - timedelta(minutes=1))
    assert work == []
    for minutes in range(3):
        daily.do_the_day(SEVEN + timedelta(minutes=minutes))
    assert work == [SEVEN]
    daily.do_the_day(SEVEN + timedelta(days=1))
    assert len(work) == 2


def test_what_fails_is_tried_again_and_keeps_nothing_else_back(work, monkeypatch, caplog):
    def fail(_now: datetime) -> None:
        raise OSError("disque plein")

    monkeypatch.setattr(daily, "WORK", [fail, *daily.WORK])
    daily.do_the_day(SEVEN)
    assert work == [SEVEN]
    assert DailyRun.objects.count() == 1
    assert "fail failed" in caplog.text
