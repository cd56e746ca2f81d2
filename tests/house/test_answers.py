"""Every form that a page shows, taken from the routes: how it answers what is typed wrongly, and a right just lost.

One rule (core/form_page.py): typed wrongly, 422; not allowed any more, 403, or 404 for whom the page no longer exists;
and whatever is refused, what was typed is on the page that answers.
"""

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from tests.house.pages import Form
from tests.house.test_routes import PUBLIC, addresses
from tests.house.test_two_people import FORMS, Opened, opened, post
from tests.house.visitors import ROLES

__all__ = ["addresses"]
pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
TYPED = "Écrit par quelqu'un"
SHOWN = "Écrit par quelqu&#x27;un"
TEXTS = {"text", "textarea", "search", "email"}
LONGER_THAN_ANYTHING = 30_000


def typed_in(form: Form, text: str) -> dict[str, list[str]]:
    """The same text in every field where one writes."""
    return {name: [text] for name, field in form.fields.items() if field.kind in TEXTS}


def pages(path: str) -> list[tuple[Opened, Form]]:
    """The forms of a page in which one writes."""
    forms = ((page, page.form(page.first)) for page in opened(path))
    return [(page, form) for page, form in forms if form is not None and typed_in(form, TYPED)]


@pytest.mark.parametrize("name", FORMS)
def test_what_is_typed_wrongly_comes_back(addresses, name):
    for page, form in pages(addresses[name]):
        with transaction.atomic():
            answer = post(page.first, page, form, **typed_in(form, TYPED + "." * LONGER_THAN_ANYTHING))
            transaction.set_rollback(True)
        assert answer.status_code in {409, 422}
        assert SHOWN in answer.content.decode()


@pytest.mark.parametrize("name", [name for name in FORMS if name not in PUBLIC])
def test_who_has_just_lost_the_right_reads_back_what_they_typed(addresses, name):
    for page, form in pages(addresses[name]):
        with transaction.atomic():
            Membership.objects.filter(user__email=ROLES[page.role]).update(until=timezone.localdate())
            answer = post(page.first, page, form, **typed_in(form, TYPED))
            transaction.set_rollback(True)
        assert answer.status_code in {403, 404}
        assert SHOWN in answer.content.decode()
