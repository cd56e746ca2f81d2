"""«Nouveau» in a list: what others did since one's last look, for as long as the visit lasts."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import ListVisit
from applications.messaging import send_message
from tests.applications.fiches import deposited
from tests.factories import NOW, CallFactory, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def test_what_others_did_since_one_s_last_look_is_new_for_one_visit(as_hat, django_assert_max_num_queries):
    call, hat = CallFactory(closes_at=NOW + timedelta(days=30)), secretary()
    quiet, loud = deposited(project__call=call), deposited(project__call=call)
    client, address = as_hat(hat), reverse("applications:received", args=[call.slug])

    def new() -> frozenset[str]:
        page = client.get(address)
        assert page.content.decode().count(">nouveau</span>") == len(page.context["new_keys"])
        return page.context["new_keys"]

    with time_machine.travel(NOW + timedelta(hours=1), tick=False) as clock:
        assert new() == frozenset(), "a first look has nothing to compare with"
        clock.shift(timedelta(hours=1))
        send_message(loud.application, text="Une précision.", by=loud.ars_writer)
        send_message(quiet.application, text="Merci.", by=hat)
        clock.shift(timedelta(hours=1))
        assert new() == {str(loud.application.pk)}
        clock.shift(timedelta(minutes=20))
        assert new() == {str(loud.application.pk)}, "it stays new while one goes to and fro"
        clock.shift(timedelta(hours=2))
        assert new() == frozenset()
        assert ListVisit.objects.get().person_id == hat.user_id
        with django_assert_max_num_queries(20) as asked:
            new()
        writes = [line["sql"] for line in asked.captured_queries if line["sql"].startswith(("INSERT", "UPDATE"))]
        assert writes == [], "a look is noted at most every five minutes"
