"""What the first page says of mails and jobs."""

from datetime import timedelta

import pytest

from records import outbox, todos
from records.models import Job, JobState, Message, MessageState
from tests.factories import MembershipFactory, administrator, secretary
from tests.mails import TRIAL

pytestmark = pytest.mark.django_db


def failed_mail(number: int, now) -> None:
    message = outbox.write(f"essai:{number}", TRIAL, to="a@exemple.test", subject="Objet", body="Bonjour.")
    Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED, created_at=now)


def job_of(hat, state: JobState, now) -> Job:
    return Job.objects.create(
        deed="tests.break", label="Émettre", state=state, created_by=hat.user, created_at=now, finished_at=now
    )


def test_nothing_waits_when_nothing_failed(now):
    assert todos.todos(administrator(), now) == []


def test_administrators_see_failures(now):
    admin, asker = administrator(), secretary()
    failed_mail(1, now)
    failed_mail(2, now)
    job_of(asker, JobState.FAILED, now)
    mails, job = todos.todos(admin, now)
    assert mails.subject == "2\xa0courriels en échec"
    assert mails.url.endswith("?etat=failed")
    assert job.subject == "Émettre"
    assert [todo.subject for todo in todos.todos(asker, now)] == ["Émettre"]
    assert todos.todos(MembershipFactory(), now) == []


def test_old_failures_no_longer_ask_for_anything(now):
    failed_mail(1, now - timedelta(days=31))
    assert todos.todos(administrator(), now) == []


def test_todos_cost_the_same_for_one_failure_and_for_three(now, django_assert_num_queries):
    admin = administrator()
    for number in (1, 2, 3):
        failed_mail(number, now)
        job_of(admin, JobState.FAILED, now)
        with django_assert_num_queries(2):
            todos.todos(admin, now)


def test_one_hears_of_jobs_that_ended_since_the_last_visit(now):
    hat = secretary()
    job_of(hat, JobState.DONE, now)
    job_of(hat, JobState.DONE, now - timedelta(days=3))
    job_of(secretary(), JobState.DONE, now)
    (move,) = todos.moves(hat, now - timedelta(days=1), now)
    assert move.text == "Travail terminé : Émettre"
