"""A page whose act is out of turn says so at once, and not after one has typed."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from tests.commission.decided import heard, proposed
from tests.factories import CallFactory, member_of

pytestmark = pytest.mark.django_db


def test_a_fiche_under_decision_has_no_form_of_withdrawal(as_hat):
    fiche = heard(CallFactory())
    client = as_hat(member_of(fiche.project.ars, Role.SIGNATORY))
    address = reverse("applications:withdraw", args=[fiche.pk])
    assert client.get(address).status_code == 200
    proposed(fiche)
    answer = client.get(address)
    assert answer.status_code == 409
    assert "Écrivez à son secrétariat" in answer.content.decode()
    assert 'name="reason"' not in answer.content.decode()
