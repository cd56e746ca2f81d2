"""The tests of this folder that use the database see the demonstration of today, in the morning."""

from collections.abc import Iterator
from datetime import datetime, time

import pytest
import time_machine
from django.test import override_settings

from core.wording import PARIS
from tests import databases
from tests.house.visitors import sign_everyone_in

MORNING = datetime.combine(databases.TODAY, time(9), tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _the_day_of_the_suite() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=True):
        yield


@pytest.fixture(scope="session")
def demonstration(django_test_environment, django_db_blocker) -> Iterator[databases.Copy]:
    with django_db_blocker.unblock():
        copy = databases.copied(databases.demonstration(), "house")
    yield copy
    with django_db_blocker.unblock():
        copy.drop()


@pytest.fixture(scope="package")
def django_db_setup(django_db_setup, demonstration, django_db_blocker) -> Iterator[None]:
    with (
        databases.connected_to(demonstration.database),
        override_settings(MEDIA_ROOT=demonstration.documents, DEMO_MARK=True),
    ):
        with django_db_blocker.unblock(), time_machine.travel(MORNING):
            sign_everyone_in()
        yield
