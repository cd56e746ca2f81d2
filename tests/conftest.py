"""Fixtures that every test may use."""

import gc
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client, TransactionTestCase

from accounts.middleware import SESSION_KEY
from accounts.models import Membership
from records import executor
from tests import databases
from tests.factories import NOW
from tests.undefined import refuse_undefined_variables

DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--beside",
        choices=("sqlite", "postgresql"),
        help="another run of the suite is on this engine: each test runs once, and on both what an engine can change",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Half of what waits for the demonstration comes first and half last.

    Of two processes, which begin at the top and in the middle, one makes it while the other goes on with the rest.
    """
    seeing = [item for item in items if sees_the_demonstration(item)]
    blind = [item for item in items if not sees_the_demonstration(item)]
    half = len(seeing) // 2
    items[:] = [*seeing[:half], *blind, *seeing[half:]]
    if beside := config.getoption("--beside"):
        left = [item for item in items if runs_on(item) not in {"both", OTHER[beside]}]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]


OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}
# Rooms in which nearly each rule rests on the database.
CLOSE_TO_THE_ENGINE = {"core", "directory", "records"}


def runs_on(item: pytest.Item) -> str:
    """Where a test runs when both engines are at hand: on that of production, unless it says otherwise.

    On both, what an engine can change: locks, constraints, triggers, searches, sums. On SQLite, quicker to make ready,
    what asks no database, and every route and form of the demonstration.
    """
    if not (item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames)):
        return "sqlite"
    if item.get_closest_marker("one_engine"):
        return "sqlite"
    said = item.get_closest_marker("both_engines") or item.path.stem.endswith("at_once")
    return "both" if said or item.path.parent.name in CLOSE_TO_THE_ENGINE else "postgresql"


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: the garbage collector need not walk through it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def sees_the_demonstration(item: pytest.Item) -> bool:
    in_house = item.path.parent.name == "house" and item.get_closest_marker("django_db") is not None
    return in_house or bool({"demo_site", "demo_portal"} & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    """Each process of a run has its own copy of the empty tables."""
    with django_db_blocker.unblock():
        copy = databases.copied(databases.tables(), "tables")
    with databases.connected_to(copy.database):
        yield
    with django_db_blocker.unblock():
        copy.drop()


@pytest.fixture(autouse=True, scope="session")
def _tables_are_emptied_by_rows() -> Iterator[None]:
    """Tests that commit empty the tables afterwards; Django's way would be slower, and refused by the journal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: databases.emptied())
        yield


@pytest.fixture(autouse=True, scope="session")
def _undefined_variables_are_refused() -> None:
    refuse_undefined_variables()


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


def client_of(hat: Membership | None) -> Client:
    """A test client signed in as a person wearing this hat; None is the public."""
    client = Client()
    if hat is not None:
        client.force_login(hat.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[SESSION_KEY] = hat.pk
        session.save()
    return client


@pytest.fixture
def as_hat() -> Callable[[Membership | None], Client]:
    return client_of


@pytest.fixture
def embedded_worker(transactional_db, settings) -> Iterator[executor.EmbeddedWorker]:
    """The thread that works in a web server of one process; everything asked of it is done when the test ends."""
    settings.JOBS_EXECUTOR = "thread"
    worker = executor.embedded_worker
    worker.serving = True
    yield worker
    worker.stop()
