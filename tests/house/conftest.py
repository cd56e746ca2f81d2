"""The demonstration, loaded once for all the tests of this folder and rolled back after them.

`tests/conftest.py` sends them to one worker, so that it alone loads it.
"""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from demo.management.commands.load_demo import load


@pytest.fixture(scope="package")
def demonstration(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        load(date(2026, 11, 22))
        yield
        transaction.set_rollback(True)
