"""Two people on one form, as their browsers send it: what a page carries, and what becomes of what each typed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from tests.factories import national

# What is told of the order of locks, where the engine locks rows one by one: SQLite has one lock, the database's.
locks_rows = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database")
LOCK = re.compile(r'FROM "(\w+)".* FOR UPDATE', re.DOTALL)


@dataclass(frozen=True)
class Form:
    """A page that edits: a field with two texts for it, another field with its text, what a save must send besides.

    `shut` makes its turn pass.
    """

    address: str
    first: tuple[str, str, str]
    second: tuple[str, str] | None = None
    besides: Callable[[], dict[str, object]] = dict
    shut: Callable[[], object] = object

    def save(self, client: Client, page: HttpResponse, **typed: object) -> HttpResponse:
        return client.post(self.address, {**typed_on(page), **typed, **self.besides()})

    def saved(self, client: Client, name: str) -> str:
        (value,) = typed_on(client.get(self.address))[name]
        return value


class Fields(HTMLParser):
    """What a browser would send of the first form that a page's content posts; and its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, str]] = []
        self.inside = self.found = self.main = False
        self.name = self.text = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.main = self.main or tag == "main"
        if tag == "form" and self.main and given.get("method") == "post" and not self.found:
            self.inside = self.found = True
        if not self.inside:
            return
        name, value = given.get("name", ""), given.get("value", "on")
        if tag == "input" and name and given.get("type") != "file":
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self.add(name, given.get("value", "") if given.get("type") not in {"checkbox", "radio"} else value)
        elif tag in {"select", "textarea"}:
            self.name, self.text = name, ""
        elif tag == "option" and ("selected" in given or self.name not in self.sent):
            self.sent[self.name] = [given.get("value", "")]
        elif tag == "button" and name:
            self.buttons.append((name, value))

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.inside:
            # The first line end after the tag is the markup's.
            self.add(self.name, self.text.removeprefix("\r").removeprefix("\n"))
        self.inside = self.inside and tag != "form"

    def add(self, name: str, value: str) -> None:
        self.sent.setdefault(name, []).append(value)


def fields_of(page: HttpResponse) -> Fields:
    parser = Fields()
    parser.feed(page.content.decode())
    return parser


def typed_on(page: HttpResponse) -> dict[str, object]:
    """What is sent of this page."""
    return dict(fields_of(page).sent)


def choice_of(page: HttpResponse, side: str) -> dict[str, str]:
    """The button of a clash that keeps `side`, «mine» or «theirs»."""
    (value,) = [value for name, value in fields_of(page).buttons if name == "trancher" and f":{side}:" in value]
    return {"trancher": value}


def check_two_fields_are_both_kept(form: Form, one: Client, other: Client) -> None:
    mine, theirs = one.get(form.address), other.get(form.address)
    (name, text, _), (another, their_text) = form.first, form.second
    assert form.save(other, theirs, **{another: their_text}).status_code == 302
    assert form.save(one, mine, **{name: text}).status_code == 302
    assert (form.saved(one, name), form.saved(one, another)) == (text, their_text)


def check_what_one_leaves_alone_takes_what_the_other_saved(form: Form, one: Client, other: Client) -> None:
    mine, theirs = one.get(form.address), other.get(form.address)
    name, _, their_text = form.first
    assert form.save(other, theirs, **{name: their_text}).status_code == 302
    assert form.save(one, mine).status_code == 302
    assert form.saved(one, name) == their_text


def check_the_same_field_shows_both(form: Form, one: Client, other: Client, *, side: str, by: str) -> None:
    mine, theirs = one.get(form.address), other.get(form.address)
    name, text, their_text = form.first
    assert form.save(other, theirs, **{name: their_text}).status_code == 302
    clash = form.save(one, mine, **{name: text})
    assert clash.status_code == 409
    assert "a changé pendant que vous écriviez" in clash.content.decode()
    assert f"par {by}" in clash.content.decode().replace("&#x27;", "'")
    assert typed_on(clash)[name] == [text]
    assert form.save(one, clash, **choice_of(clash, side)).status_code == 302
    assert form.saved(one, name) == (text if side == "mine" else their_text)


def check_a_right_lost_keeps_the_text(form: Form, one: Client, hat: Membership) -> None:
    page, (name, text, _) = one.get(form.address), form.first
    elsewhere = national(OrganisationKind.DGOS, Role.SECRETARY)
    Membership.objects.filter(pk=hat.pk).update(organisation=elsewhere.organisation, role=elsewhere.role)
    answer = form.save(one, page, **{name: text})
    assert answer.status_code == 403
    assert typed_on(answer)[name] == [text]


def check_a_turn_that_passed_keeps_the_text(form: Form, one: Client) -> None:
    page, (name, text, _) = one.get(form.address), form.first
    form.shut()
    answer = form.save(one, page, **{name: text})
    assert answer.status_code == 409
    assert typed_on(answer)[name] == [text]


def check_a_removal_is_asked_told_and_undone(address: str, one: Client, other: Client, *, by: str) -> str:
    """`other`, who is `by`, removes at this address what `one` removes too; what their page says, once undone."""
    asked = one.get(address)
    assert "annuler ce retrait pendant 24 heures" in asked.content.decode()
    assert other.post(address, typed_on(other.get(address))).status_code == 302
    late = one.post(address, typed_on(asked))
    assert late.status_code == 409
    told = late.content.decode()
    assert f"par {by}" in told.replace("&#x27;", "'")
    (undo,) = [line for line in told.split('"') if line.startswith("/retraits/")]
    back = one.post(undo, follow=True)
    assert "est rétabli" in back.content.decode()
    assert one.post(undo).status_code in {409, 422}
    return undo


def check_locks_follow(order: list[str], form: Form, one: Client) -> None:
    """Otherwise two people would wait for each other, and one be thrown out."""
    page, (name, text, _) = one.get(form.address), form.first
    with CaptureQueriesContext(connection) as queries:
        assert form.save(one, page, **{name: text}).status_code == 302
    locked = [match[1] for query in queries.captured_queries if (match := LOCK.search(query["sql"]))]
    places = [order.index(table) for table in dict.fromkeys(locked)]
    assert places == sorted(places)
