"""The waiting list after the announcement: in its order, once, by the ARS."""

import pytest
from django.urls import reverse

from core.verdicts import NotAllowed, OutOfTurn
from records.models import JournalEntry
from regional_calls.announcing import announce
from regional_calls.enums import JointOutcome
from regional_calls.models import JointChoice
from regional_calls.waiting_list import call_up
from regions.models import Participation
from tests.regional_calls.answering import AFTER, Pair

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def pair():
    pair = Pair(retained=True)
    pair.published()
    return pair


def waiting(pair: Pair) -> list:
    rows = [pair.handed_in(1), pair.handed_in(2)]
    for rank, row in enumerate(rows, start=1):
        pair.choose(row, JointOutcome.WAITING, rank=rank)
    return rows


def test_the_first_of_the_list_is_retained_once_and_told(pair):
    first, second = waiting(pair)
    announce(pair.call, by=pair.signatory, now=AFTER)
    with pytest.raises(OutOfTurn, match="dans son ordre"):
        call_up(second, by=pair.signatory, now=AFTER)
    for _ in range(2):
        assert call_up(first, by=pair.signatory, now=AFTER).outcome == JointOutcome.RETAINED
    assert Participation.objects.get(project=pair.project).establishment == first.establishment
    assert JointChoice.objects.get(expression=first).act.content["sense"] == "Structure retenue"
    assert JournalEntry.objects.filter(deed="regional_calls.call_up").count() == 1
    assert call_up(second, by=pair.signatory, now=AFTER).outcome == JointOutcome.RETAINED


def test_nobody_is_called_up_before_the_announcement_nor_by_a_stranger(pair):
    first, _ = waiting(pair)
    with pytest.raises(OutOfTurn, match="pas encore annoncés"):
        call_up(first, by=pair.signatory, now=AFTER)
    announce(pair.call, by=pair.signatory, now=AFTER)
    with pytest.raises(NotAllowed):
        call_up(first, by=Pair().signatory, now=AFTER)
    assert JointChoice.objects.filter(outcome=JointOutcome.RETAINED).count() == 0


def test_the_page_offers_it_for_the_first_only(pair, as_hat):
    first, second = waiting(pair)
    announce(pair.call, by=pair.signatory, now=AFTER)
    client = as_hat(pair.signatory)
    paths = [
        reverse("regional_calls:read_expression", args=[pair.project.pk, pair.call.pk, row.pk])
        for row in (first, second)
    ]
    assert ["Retenir cette structure" in client.get(path).content.decode() for path in paths] == [True, False]
    client.post(f"{paths[0]}liste-d-attente/")
    assert ["Retenir cette structure" in client.get(path).content.decode() for path in paths] == [False, True]
    assert as_hat(Pair().aract).post(f"{paths[1]}liste-d-attente/").status_code == 404
