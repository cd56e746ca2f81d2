"""Case 6: two committees, or two authors, at the same instant."""

from decimal import Decimal

import pytest
from django.urls import reverse

from meetings.complement import UseLine, current_use, decide_complement
from meetings.convening import convene
from meetings.models import ComplementUse, Meeting
from meetings.preparing import prepare
from records.models import Message
from tests.autosaving import save_one
from tests.factories import NOW
from tests.meetings.rooms import draft_of, facts, held, prepared, room
from tests.together import at_once
from tests.two_people import typed_on

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_versions_at_once_never_pass_the_complement_nor_hide_one_another(as_hat):
    """From the page, which compares what was read with what is saved once the award is locked."""
    where = room()
    committee = held(where)
    decide_complement(committee, [UseLine("Restitution", Decimal(1000))], by=where.ars, now=NOW)
    address = reverse("meetings:decide_complement", args=[where.project.pk, committee.pk])
    clients, statuses = [as_hat(hat) for hat in (where.ars, where.aract) * 2], []
    pages = [(client, typed_on(client.get(address))) for client in clients]

    def send(client, page, number):
        typed = {"ligne-0-purpose": f"Objet {number}", "ligne-0-amount": "20 000", "attested": "on"}
        statuses.append(client.post(address, page | typed).status_code)

    at_once(*(lambda c=client, p=page, n=n: send(c, p, n) for n, (client, page) in enumerate(pages)))
    assert sorted(statuses) == [302, 409, 409, 409]
    assert ComplementUse.objects.count() == 2
    assert current_use(where.project).total == 20_000


def test_two_texts_at_once_one_is_kept_and_the_other_told(as_hat):
    where = room()
    meeting = held(where)
    address = reverse("meetings:minutes", args=[meeting.project_id, meeting.pk])
    name, outcomes = f"partie-{draft_of(meeting).parts.first().pk}", []
    clients = (("De l'ARS", as_hat(where.ars)), ("De l'Aract", as_hat(where.aract)))
    at_once(
        *(
            lambda text=text, client=client: outcomes.append(save_one(client, address, name, text).status_code)
            for text, client in clients
        )
    )
    assert sorted(outcomes) == [200, 409]


def test_a_double_click_prepares_and_convenes_once():
    where = room()
    at_once(*(lambda: prepare(where.project, facts(), by=where.ars, now=NOW) for _ in range(3)))
    assert Meeting.objects.count() == 1
    meeting = prepared(where, kind="collectif")
    at_once(*(lambda: convene(meeting, by=where.ars, now=NOW) for _ in range(3)))
    assert Message.objects.count() == 2
