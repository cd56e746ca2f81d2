"""The table of the moments at which the portal writes: each is provoked by a test, and reads well."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from records.moments import MOMENTS

TESTS = Path(settings.BASE_DIR) / "tests"


def test_each_moment_is_provoked_by_a_test():
    """By the test that names its code, and finds to whom it was written."""
    here = Path(__file__).name
    sources = "".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py") if path.name != here)
    assert [code for code in MOMENTS if f'"{code}"' not in sources] == []


@pytest.mark.parametrize("code", MOMENTS)
def test_a_moment_belongs_to_its_room_and_says_when_and_to_whom(code):
    moment = MOMENTS[code]
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", code)
    assert moment.when[0].isupper()
    assert moment.to[0].islower()
