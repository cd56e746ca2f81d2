"""Fixtures that every test may use."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client, TransactionTestCase
from xdist.scheduler import LoadScopeScheduling

from accounts.middleware import SESSION_KEY
from accounts.models import Membership
from records import executor
from tests import guard
from tests.factories import NOW

# Loading the demonstration takes a minute: these files' tests go together to one worker.
ON_THE_DEMONSTRATION = (
    "tests/house/test_demonstration.py",
    "tests/house/test_routes.py",
    "tests/house/test_two_people.py",
)


class OneDemonstration(LoadScopeScheduling):
    """Sends each test to whichever worker is free, and those on the demonstration to the same one."""

    def _split_scope(self, nodeid: str) -> str:
        return "demonstration" if nodeid.startswith(ON_THE_DEMONSTRATION) else nodeid


def pytest_xdist_make_scheduler(config, log):
    return OneDemonstration(config, log)


@pytest.fixture(autouse=True, scope="session")
def _journal_lets_tables_be_emptied() -> Iterator[None]:
    """Tests that commit empty the tables afterwards; the journal refuses that unless its guard is lifted."""
    teardown = TransactionTestCase._fixture_teardown

    def teardown_without_guard(case: TransactionTestCase) -> None:
        with guard.lifted():
            teardown(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown_without_guard)
        yield


@pytest.fixture(autouse=True)
def _the_day_of_the_suite(request) -> Iterator[None]:
    """Clocks begin at NOW, so that rows made around it never grow old; other processes keep the true time."""
    if {"browser", "faults"} & {mark.name for mark in request.node.iter_markers()}:
        yield
        return
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def as_hat() -> Callable[[Membership | None], Client]:
    """A test client signed in as a person wearing this hat; None is the public."""

    def client_of(hat: Membership | None) -> Client:
        client = Client()
        if hat is not None:
            client.force_login(hat.user, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = client.session
            session[SESSION_KEY] = hat.pk
            session.save()
        return client

    return client_of


@pytest.fixture
def embedded_worker(transactional_db, settings) -> Iterator[executor.EmbeddedWorker]:
    """The thread that works in a web server of one process; everything asked of it is done when the test ends."""
    settings.JOBS_EXECUTOR = "thread"
    worker = executor.embedded_worker
    worker.serving = True
    yield worker
    worker.stop()
