"""A call that opens, or whose closing moves, is told to every ARS and Aract."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind
from calls.models import Call
from calls.postponing import postpone_closing
from calls.telling import tell_openings
from core.wording import deadline
from records.models import Message
from tests.factories import NOW, CallFactory, OrganisationFactory, RegionFactory, member_of, secretary
from tests.mails import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def agencies():
    region = RegionFactory()
    ars = OrganisationFactory(kind=OrganisationKind.ARS, name="ARS d'essai", region=region)
    aract = OrganisationFactory(
        kind=OrganisationKind.ARACT, name="Aract d'essai", region=region, email="a@exemple.test"
    )
    return {member_of(ars).user.email, aract.email}


def test_an_opening_is_told_once_and_neither_before_nor_after(agencies):
    call = CallFactory(opens_at=NOW, published_at=NOW - timedelta(days=1))
    CallFactory(opens_at=NOW - timedelta(days=9), closes_at=NOW - timedelta(days=1))
    tell_openings(NOW - timedelta(minutes=1))
    assert told("calls.opened") == set()
    for _ in range(2):
        tell_openings(NOW)
    assert told("calls.opened") == agencies
    call.refresh_from_db()
    assert call.opening_told


def test_a_postponement_is_told(agencies):
    call = CallFactory()
    postpone_closing(call, closes_at=call.closes_at + timedelta(days=3), reason="Intempéries.", by=secretary(), now=NOW)
    assert told("calls.postponed") == agencies


OVERSEAS = [
    ("America/Guadeloupe", "en Guadeloupe", ", 12 h 00 en Guadeloupe"),
    ("America/Cayenne", "en Guyane", ", 13 h 00 en Guyane"),
    ("Indian/Reunion", "à La Réunion", ", 20 h 00 à La Réunion"),
    ("Indian/Mayotte", "à Mayotte", ", 19 h 00 à Mayotte"),
    ("Europe/Paris", "en Bretagne", ""),
]


@pytest.mark.parametrize(("zone", "located", "said"), OVERSEAS)
def test_each_region_reads_its_own_time_beside_that_of_paris(zone, located, said):
    there = RegionFactory.build(time_zone=zone, located=located)
    read = deadline(datetime(2027, 1, 15, 16, tzinfo=UTC), there=there).replace("\N{NO-BREAK SPACE}", " ")
    assert read == f"15 janvier 2027 à 17 h 00 (heure de Paris){said}"


def test_a_midnight_falls_on_another_day_elsewhere_and_winter_time_is_that_of_paris():
    there = RegionFactory.build(time_zone="Indian/Reunion", located="à La Réunion")
    winter, summer = datetime(2027, 1, 15, 23, tzinfo=UTC), datetime(2027, 7, 15, 22, tzinfo=UTC)
    words = [deadline(at, there=there).replace("\N{NO-BREAK SPACE}", " ") for at in (winter, summer)]
    assert words == [
        "15 janvier 2027 à 23 h 59 (heure de Paris), le 16 janvier à 2 h 59 à La Réunion",
        "15 juillet 2027 à 23 h 59 (heure de Paris), le 16 juillet à 1 h 59 à La Réunion",
    ]


def test_overseas_people_read_it_in_their_mails_and_pages_and_the_others_do_not(agencies, as_hat):
    region = RegionFactory(time_zone="America/Guadeloupe", located="en Guadeloupe")
    hat = member_of(OrganisationFactory(kind=OrganisationKind.ARS, region=region))
    call = CallFactory(opens_at=NOW, closes_at=NOW + timedelta(days=30), published_at=NOW - timedelta(days=1))
    tell_openings(NOW)
    postpone_closing(call, closes_at=call.closes_at + timedelta(days=3), reason="Intempéries.", by=secretary(), now=NOW)
    for moment in ("calls.opened", "calls.postponed"):
        assert told(moment) == agencies | {hat.user.email}
        for message in Message.objects.filter(moment=moment):
            assert ("en Guadeloupe" in message.body) == (message.to == hat.user.email)
    Call.objects.update(opens_at=timezone.now(), closes_at=timezone.now() + timedelta(days=9))
    for url in (call.get_absolute_url(), reverse("calls:calls"), reverse("home")):
        assert "en Guadeloupe" in as_hat(hat).get(url).content.decode()
        assert "en Guadeloupe" not in as_hat(secretary()).get(url).content.decode()
