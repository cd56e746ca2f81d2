"""Every form that adds, taken from the routes: sent twice, it adds once (core/once.py)."""

import datetime as dt
import itertools
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests import databases
from tests.house.pages import Form, forms_of
from tests.house.test_routes import addresses, client_of
from tests.house.test_two_people import FORMS, writers

__all__ = ["addresses"]
pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
KEY = "envoi"
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
# Days that suit a form: one that is to come, one that is past.
DAYS = [databases.TODAY + dt.timedelta(days=days) for days in (20, -3)]
NUMBERS = ("10", "1")
# Fields that take one format.
FORMATTED = {"slug": "texte-plausible", "siret": "73282932000074"}
# What is told of an act beside what it adds.
TRACES = {"core.sentform", "records.journalentry", "records.message", "records.job", "sessions.session"}
# Were these not sent with success, the test would say nothing of them.
ADD = {
    "applications:add_cofunding", "applications:add_grouping", "calls:add_contact", "calls:add_document",
    "calls:add_milestone", "calls:create", "directory:name_grouping", "fieldwork:add_milestone",
    "fieldwork:expect_deliverable", "grants:add_beneficiary", "grants:add_contribution", "grants:receive",
    "meetings:prepare", "regional_calls:create", "regions:depart", "regions:give_seat",
}  # fmt: skip


def plausible(form: Form, first: dt.date, number: str) -> dict[str, object]:
    """A text in every field left blank, days in order, a number, the first choice; every box checked."""
    typed: dict[str, object] = dict(form.sent())
    days = itertools.count()
    for name, field in form.fields.items():
        if name in typed and any(typed[name]):
            continue
        day = first + dt.timedelta(days=next(days))
        match field.kind:
            case "date":
                typed[name] = str(day)
            case "datetime-local":
                typed[name] = f"{day}T09:00"
            case "time":
                typed[name] = "09:00"
            case "email":
                typed[name] = "une@exemple.test"
            case "file":
                typed[name] = SimpleUploadedFile("piece.pdf", PAPER, "application/pdf")
            case "select" | "radio" | "checkbox":
                typed[name] = next((option for option in field.options if option), "")
            case "text" | "textarea" | "search":
                typed[name] = FORMATTED.get(name) or (number if field.number else "Texte plausible")
    return {name: value for name, value in typed.items() if value != ""}


def rows() -> dict[str, int]:
    return {
        model._meta.label_lower: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }


def added(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name in after if after[name] > before[name]}


def send(client: Client, address: str, typed: dict[str, object]) -> HttpResponse:
    for file in (value for value in typed.values() if isinstance(value, SimpleUploadedFile)):
        file.seek(0)
    return client.post(address, typed)


def accepted(client: Client, address: str, typed: dict[str, object]) -> HttpResponse:
    """What is answered to the sending; a field that refuses what it holds is left blank, once."""
    answer = send(client, address, typed)
    if answer.status_code == 422 and answer.context is not None:
        for name in answer.context["form"].errors.keys() & typed.keys():
            del typed[name]
        answer = send(client, address, typed)
    return answer


def sendings(path: str, client: Client) -> Iterator[tuple[str, dict[str, object]]]:
    """The forms of a page that are done once: where each goes, with what a person might send."""
    answer = client.get(path)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return
    for form in forms_of(answer.content.decode()):
        if KEY in form.fields:
            yield from ((form.action or path, plausible(form, day, number)) for day in DAYS for number in NUMBERS)


def sent_twice(path: str, role: str) -> tuple[set[str], str]:
    """What a sending of this page added, and what is wrong with sending it again."""
    client = client_of(role)
    before = rows()
    for address, typed in sendings(path, client):
        with transaction.atomic():
            first = accepted(client, address, typed)
            if first.status_code == 302:
                between = rows()
                again = send(client, address, typed)
                more = added(between, rows())
                led = again.status_code == 302 and again.headers["Location"] == first.headers["Location"]
                return added(before, between) - TRACES, "" if led and not more else f"{again.status_code}, {more}"
            transaction.set_rollback(True)
    return set(), ""


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_twice_is_done_once(addresses, name):
    roles, _ = writers(addresses[name])
    adds, wrong = sent_twice(addresses[name], roles[0]) if roles else (set(), "")
    assert wrong == ""
    assert adds or name not in ADD, "nothing was added: the test says nothing of this form"


@pytest.mark.parametrize("name", FORMS)
def test_a_page_carries_the_key_of_its_form(addresses, name):
    for role in writers(addresses[name])[0][:1]:
        answer = client_of(role).get(addresses[name])
        form = (answer.context or {}).get("form")
        if getattr(form, "sending", ""):
            assert form.sending in answer.content.decode()


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_is_shown_has_its_turn(addresses, name):
    """What the state of things forbids is said by the page, before anybody types."""
    path = addresses[name]
    for role in writers(path)[0][:1]:
        client = client_of(role)
        for form in forms_of(client.get(path).content.decode()):
            with transaction.atomic():
                answer = send(client, form.action or path, plausible(form, DAYS[0], NUMBERS[0]))
                transaction.set_rollback(True)
            assert answer.status_code != 409, answer.context["form"].non_field_errors()
