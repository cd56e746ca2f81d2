"""«Vos tâches»: gathered from every room, most urgent first, never stale, never empty-handed."""

import importlib.util
from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import User
from core.watch import Move, Todo, Watch, watches
from dashboards import todos
from dashboards.permissions_table import ROOMS
from tests.factories import NOW, CallFactory, MembershipFactory, UserFactory, administrator, national, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def todo(label: str, **kwargs) -> Todo:
    return Todo(label=label, subject="Île-de-France", url=f"/{label}/", **kwargs)


def nothing(hat, now) -> list[Todo]:
    return []


QUIET = Watch("quiet", nothing)


class Room:
    """A room that the test fills."""

    def __init__(self) -> None:
        self.waiting: list[Todo] = []
        self.happened: list[Move] = []

    def todos(self, hat, now) -> list[Todo]:
        return self.waiting

    def moves(self, hat, since, now) -> list[Move]:
        return [move for move in self.happened if since < move.at <= now]


@pytest.fixture
def rooms(monkeypatch) -> Room:
    room = Room()
    monkeypatch.setattr(todos, "watches", lambda: [Watch("noisy", room.todos, room.moves), QUIET])
    return room


def page(client) -> str:
    answer = client.get(reverse("todos"))
    assert answer.status_code == 200
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_every_room_that_has_tasks_is_asked():
    with_todos = {room for room in ROOMS if importlib.util.find_spec(f"{room}.todos")}
    assert {watch.room for watch in watches()} == with_todos


def test_urgent_lines_come_first_then_by_date(rooms):
    rooms.waiting = [
        todo("libre"),
        todo("tard", due=NOW + 30 * DAY),
        todo("tot", due=NOW + 2 * DAY),
        todo("urgent", urgent=True),
    ]
    found = todos.todos(MembershipFactory(), NOW)
    assert [line.label for line in found] == ["urgent", "tot", "tard", "libre"]
    assert [(heading, [line.label for line in lines]) for heading, lines in todos.grouped(found, NOW)] == [
        ("À faire d'abord", ["urgent", "tot"]),
        ("À faire avant une date", ["tard"]),
        ("À faire quand vous pouvez", ["libre"]),
    ]


def test_each_line_says_what_of_what_until_when(rooms, as_hat, clock):
    rooms.waiting = [
        todo("Signer", due=NOW + 2 * DAY, detail="L'Aract a déjà signé.", urgent=True),
        todo("Relire", due=NOW - HOUR),
    ]
    text = page(as_hat(MembershipFactory()))
    assert "2 actions vous attendent, dont <strong>1 urgente</strong>." in text
    assert '<a class="portal-todo__link" href="/Signer/"><strong>Signer</strong> <span>Île-de-France</span></a>' in text
    assert "avant le 24 novembre 2026 à 10 h 00 (heure de Paris)" in text
    assert "L&#x27;Aract a déjà signé." in text
    assert "En retard" in text


def test_one_action_is_in_the_singular(rooms, as_hat):
    rooms.waiting = [todo("Signer")]
    assert "1 action vous attend." in page(as_hat(MembershipFactory()))


def test_nothing_waits_and_it_says_where_to_look(rooms, as_hat):
    text = page(as_hat(MembershipFactory()))
    assert "Rien ne vous attend" in text
    assert "Ouvrir « Vos fiches »" in text
    assert reverse("applications:applications") in text


def test_what_moved_since_the_last_visit(rooms, as_hat, clock):
    hat = MembershipFactory(user__seen_at=NOW - 2 * DAY)
    rooms.happened = [
        Move(NOW - 3 * DAY, "Trop ancien"),
        Move(NOW - DAY, "L'appel a ouvert", "/appels/x/"),
        Move(NOW - HOUR, "La fiche est déposée"),
    ]
    text = page(as_hat(hat))
    assert "Trop ancien" not in text
    assert text.index("La fiche est déposée") < text.index("L&#x27;appel a ouvert")
    assert '<a href="/appels/x/">' in text


def test_a_reload_still_shows_what_moved(rooms, as_hat, clock):
    hat = MembershipFactory(user__seen_at=NOW - 2 * DAY)
    rooms.happened = [Move(NOW - DAY, "L'appel a ouvert")]
    client = as_hat(hat)
    page(client)
    clock.shift(timedelta(minutes=20))
    assert "L&#x27;appel a ouvert" in page(client)


def test_after_a_long_silence_a_new_visit_begins(rooms, as_hat, clock):
    client = as_hat(MembershipFactory(user__seen_at=NOW - 2 * DAY))
    rooms.happened = [Move(NOW - DAY, "L'appel a ouvert")]
    page(client)
    clock.shift(5 * HOUR)
    assert "L&#x27;appel a ouvert" not in page(client)


def seen(user: User) -> datetime:
    return User.objects.get(pk=user.pk).seen_at


def test_the_visit_is_noted_once_per_quarter_of_an_hour(rooms, as_hat, clock):
    hat = MembershipFactory()
    client = as_hat(hat)
    page(client)
    assert seen(hat.user) == NOW
    clock.shift(timedelta(minutes=14))
    page(client)
    assert seen(hat.user) == NOW
    clock.shift(timedelta(minutes=2))
    page(client)
    assert seen(hat.user) == NOW + timedelta(minutes=16)


def test_without_any_hat_the_page_says_why(as_hat, client):
    user = UserFactory()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    text = page(client)
    assert "Votre compte n'a pas de rôle en cours" in text
    assert "Se déconnecter" in text


def test_the_public_is_asked_to_sign_in(client):
    answer = client.get(reverse("todos"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("kind", "shown"), [(OrganisationKind.DGOS, True), (OrganisationKind.ANACT, True), (None, False)]
)
def test_the_calendar_is_for_the_nation(rooms, as_hat, clock, kind, shown):
    CallFactory(title="Explorer")
    hat = national(kind, Role.RAPPORTEUR) if kind else MembershipFactory()
    text = page(as_hat(hat))
    assert ("Calendrier des appels" in text) is shown
    assert ("Voir les données" in text) is shown


@pytest.mark.parametrize("maker", [secretary, administrator, MembershipFactory])
def test_it_costs_the_same_for_one_call_and_for_three(maker, as_hat, clock, django_assert_max_num_queries):
    client = as_hat(maker())
    CallFactory()
    page(client)
    with django_assert_max_num_queries(28) as first:
        page(client)
    CallFactory.create_batch(2)
    with django_assert_max_num_queries(len(first)):
        page(client)
