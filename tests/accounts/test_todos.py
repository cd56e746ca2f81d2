"""What accounts put on «Vos tâches»."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import inviting
from accounts.todos import todos as waiting_for
from tests.factories import MembershipFactory, secretary

pytestmark = pytest.mark.django_db


def test_expired_invitations_wait_for_administrators_alone(admin, invited):
    old, _ = invited("vieille@exemple.test", age=timedelta(days=20))
    cancelled, _ = invited("annulee@exemple.test", age=timedelta(days=20))
    inviting.revoke_invitation(cancelled, by=admin)
    invited("neuve@exemple.test")
    (todo,) = waiting_for(admin, timezone.now())
    assert old.email in todo.subject
    assert todo.url.endswith("?etat=expired")
    for hat in (secretary(), MembershipFactory()):
        assert waiting_for(hat, timezone.now()) == []


def test_one_query_for_few_and_a_line_for_the_rest(admin, invited, django_assert_num_queries):
    for n in range(3):
        invited(f"x{n}@exemple.test", age=timedelta(days=20))
    with django_assert_num_queries(1):
        assert len(waiting_for(admin, timezone.now())) == 3
    for n in range(3, 13):
        invited(f"x{n}@exemple.test", age=timedelta(days=20))
    todos = waiting_for(admin, timezone.now())
    assert len(todos) == 11
    assert todos[-1].subject.startswith("3")
