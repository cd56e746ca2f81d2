"""Two acceptances of one invitation at the same instant."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts import inviting
from accounts.models import Invitation, Membership, User
from core.verdicts import OutOfTurn
from tests.accounts.conftest import GOOD_PASSWORD


@pytest.mark.django_db(transaction=True)
def test_one_account_and_one_hat_come_of_it(invited):
    invitation, token = invited()
    barrier = Barrier(2)
    outcomes = []

    def answer(name: str) -> None:
        try:
            seen = Invitation.objects.bearing(token).get()
            barrier.wait(timeout=10)
            inviting.accept_as_newcomer(seen, full_name=name, password=GOOD_PASSWORD)
            outcomes.append("accepted")
        except OutOfTurn as refusal:
            outcomes.append(refusal.reason)
        finally:
            connection.close()

    threads = [Thread(target=answer, args=[name]) for name in ("Une", "Deux")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["Cette invitation a déjà été acceptée.", "accepted"]
    assert User.objects.filter(email=invitation.email).count() == 1
    assert Membership.objects.filter(user__email=invitation.email).count() == 1
