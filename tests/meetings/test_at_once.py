"""Case 6: two committees, or two authors, at the same instant."""

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection

from core.verdicts import Refused
from meetings.complement import Line, current_use, decide_complement
from meetings.convening import convene
from meetings.minuting import save_part
from meetings.models import ComplementUse, Meeting
from meetings.preparing import prepare
from records.models import Message
from tests.factories import NOW
from tests.meetings.rooms import draft_of, facts, held, prepared, room

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Start the deeds together; the reasons of the refusals."""
    start, refusals = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait()
            deed()
        except Refused as refusal:
            refusals.append(refusal.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


def test_two_versions_at_once_never_pass_the_complement_nor_hide_one_another():
    where = room()
    committee = held(where)
    lines = [[Line(f"Objet {n}", Decimal(20_000))] for n in range(4)]
    refusals = at_once(
        *(lambda line=line: decide_complement(committee, line, seen=0, by=where.ars, now=NOW) for line in lines)
    )
    assert len(refusals) == 3
    assert ComplementUse.objects.count() == 1
    assert current_use(where.project).total == 20_000


def test_two_texts_at_once_one_is_kept_and_the_other_told():
    where = room()
    minutes = draft_of(held(where))
    part = minutes.parts.first()
    part.minutes = minutes
    outcomes = []
    at_once(
        *(
            lambda text=text, by=by: outcomes.append(save_part(part, text, seen=0, by=by, now=NOW).overtaken)
            for text, by in (("De l'ARS", where.ars), ("De l'Aract", where.aract))
        )
    )
    assert sorted(outcomes) == [False, True]


def test_a_double_click_prepares_and_convenes_once():
    where = room()
    at_once(*(lambda: prepare(where.project, facts(), by=where.ars, now=NOW) for _ in range(3)))
    assert Meeting.objects.count() == 1
    meeting = prepared(where, kind="collectif")
    at_once(*(lambda: convene(meeting, by=where.ars, now=NOW) for _ in range(3)))
    assert Message.objects.count() == 2
