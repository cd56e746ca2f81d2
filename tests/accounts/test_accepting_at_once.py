"""Two acceptances of one invitation at the same instant."""

import pytest

from accounts import inviting
from accounts.models import Invitation, Membership, User
from tests.accounts.conftest import GOOD_PASSWORD
from tests.together import at_once


@pytest.mark.django_db(transaction=True)
def test_one_account_and_one_hat_come_of_it(invited):
    invitation, token = invited()

    def answer(name: str) -> None:
        seen = Invitation.objects.bearing(token).get()
        inviting.accept_as_newcomer(seen, full_name=name, password=GOOD_PASSWORD)

    refusals = at_once(lambda: answer("Une"), lambda: answer("Deux"))
    assert [refusal.reason for refusal in refusals] == ["Cette invitation a déjà été acceptée."]
    assert User.objects.filter(email=invitation.email).count() == 1
    assert Membership.objects.filter(user__email=invitation.email).count() == 1
