"""What a deployment refuses: rows of a demonstration in an instance that does not say so."""

import pytest
from django.core.management import CommandError, call_command

from demo.checks import demonstration_is_marked
from tests.factories import EstablishmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "make", [lambda: UserFactory(demo=True), lambda: EstablishmentFactory(fictional=True)], ids=["account", "structure"]
)
def test_rows_of_a_demonstration_ask_for_the_mark(make, settings):
    make()
    assert [fault.id for fault in demonstration_is_marked(databases=["default"])] == ["demo.E001"]
    settings.DEMO_MARK = True
    assert demonstration_is_marked(databases=["default"]) == []


def test_real_rows_need_no_mark():
    UserFactory()
    EstablishmentFactory(fictional=False)
    assert demonstration_is_marked(databases=["default"]) == []


def test_the_demonstration_is_not_loaded_where_nothing_would_say_so():
    with pytest.raises(CommandError, match="DEMO_MARK"):
        call_command("load_demo")
