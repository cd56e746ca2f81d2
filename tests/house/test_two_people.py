"""Every form that changes what is saved, taken from the routes and opened by two people (case 49).

A form edits a field when, once saved with another value, its page shows that value again. Two people then open the
page; the first saves one value of the field, the second another: nothing may be overwritten in silence, both texts must
be on the page, and a button must choose. A form that only creates or acts does not show the value again, and is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from django.db import transaction
from django.test import Client

from tests.house.pages import Field, Form, forms_of
from tests.house.test_routes import ROUTES, addresses
from tests.house.visitors import ROLES, client_of, seen

__all__ = ["addresses"]
pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
CHANGED = 409
MOST_FIELDS = 3
# Of a list of a hundred choices that are all refused, the first say it.
MOST_GUESSES = 8
WRITERS = (
    "own ARS",
    "own Aract",
    "secretary",
    "administrator",
    "signatory",
    "president",
    "rapporteur",
    "establishment",
)
# Were what these edit not seen, the test would pass whatever they do.
SEEN = ("applications:edit_member", "commission:propose", "fieldwork:replan", "meetings:edit", "worklog:log")
# Each person edits their own row there: there is no other to overwrite.
OWN = {"accounts:mail_choices", "calls:try_section"}
FORMS = sorted(name for name in ROUTES if not name.startswith(("account_", "demo:", "admin:")) and name not in OWN)


@dataclass
class Opened:
    """A page with a form, as two people have it open."""

    path: str
    role: str
    first: Client
    second: Client
    place: int

    def form(self, client: Client) -> Form | None:
        answer = client.get(self.path)
        is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
        forms = forms_of(answer.content.decode()) if is_page else []
        return forms[self.place] if self.place < len(forms) else None


@cache
def writers(path: str) -> tuple[tuple[str, ...], int]:
    """The first two roles that may open a page with a form, and how many forms it has for the first."""
    allowed: dict[str, int] = {}
    for role in WRITERS:
        if len(allowed) < 2 and (forms := forms_of(seen(role, path).page)):
            allowed[role] = len(forms)
    return tuple(allowed), next(iter(allowed.values()), 0)


def opened(path: str) -> Iterator[Opened]:
    """Each form of the page, for the first two roles that may open it (the same person twice when only one may)."""
    roles, count = writers(path)
    for place in range(count):
        yield Opened(path, roles[0], client_of(roles[0]), client_of(roles[-1]), place)


def post(client: Client, page: Opened, form: Form, **changes: list[str]):
    """A change that must say why says it."""
    why = (
        {"reason": ["Ce qui a changé."]} if form.fields.get("reason") and not any(form.fields["reason"].values) else {}
    )
    return client.post(form.action or page.path, form.sent(**{**why, **changes}))


def edited_value(page: Opened, form: Form, row: Field) -> tuple[list[str], list[list[str]]] | None:
    """A value that the form saves and shows again, and others left to try; None when the field is not edited here.

    Two values that are taken and not shown again are enough to tell a form that creates.
    """
    guesses, taken = row.others()[:MOST_GUESSES], 0
    for place, guess in enumerate(guesses):
        kept = None
        with transaction.atomic():
            answer = post(page.first, page, form, **{row.name: guess})
            taken += answer.status_code == 302
            again = page.form(page.first) if answer.status_code == 302 else None
            if again is not None and row.name in again.fields and again.fields[row.name].values == guess:
                kept = guess
            transaction.set_rollback(True)
        if kept is not None:
            return kept, guesses[:place] + guesses[place + 1 :]
        if taken == 2:
            break
    return None


def clash_is_told(page: Opened, form: Form, row: Field, first: list[str], seconds: list[list[str]]) -> str:
    """What is wrong when two people save two values of one field; blank when all is well."""
    for second in seconds:
        wrong = ""
        with transaction.atomic():
            stale = page.form(page.second)
            if stale is None or row.name not in stale.fields:
                return ""
            post(page.first, page, form, **{row.name: first})
            answer = post(page.second, page, stale, **{row.name: second})
            now = page.form(page.second)
            if answer.status_code == CHANGED and "trancher" in answer.content.decode():
                wrong = ""
            elif now is not None and now.fields[row.name].values == second:
                wrong = f"{row.name}: the second person's value replaced the first's in silence"
            elif answer.status_code in {422, 403}:
                wrong = "retry"
            else:
                wrong = f"{row.name}: answered {answer.status_code} without showing both"
            transaction.set_rollback(True)
        if wrong != "retry":
            return wrong
    return ""


@pytest.mark.parametrize("name", FORMS)
def test_nobody_overwrites_another_in_silence(addresses, name):
    wrong = []
    for page in opened(addresses[name]):
        form = page.form(page.first)
        tried = 0
        for row in form.editable if form else []:
            found = edited_value(page, form, row)
            if found is None:
                continue
            problem = clash_is_told(page, form, row, *found)
            if problem:
                wrong.append(problem)
            tried += 1
            if tried == MOST_FIELDS:
                break
    assert wrong == []


@pytest.mark.parametrize("name", SEEN)
def test_what_a_form_edits_is_seen(addresses, name):
    """Were nothing seen, the test above would pass whatever the forms do."""
    forms = ((page, page.form(page.first)) for page in opened(addresses[name]))
    assert any(edited_value(page, form, row) for page, form in forms if form for row in form.editable)


def test_roles_of_writers_exist():
    assert set(WRITERS) <= set(ROLES)
