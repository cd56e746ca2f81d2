"""Answering by the link, without an account."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.verdicts import OutOfTurn, Refused
from meetings.convening import cancel
from meetings.enums import Reply
from meetings.replying import answer
from meetings.tokens import bearer, token_of
from records.models import JournalEntry
from tests.factories import NOW
from tests.meetings.rooms import convened, prepared, room

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return convened(room())


@pytest.fixture
def invitee(meeting):
    return meeting.invitees.first()


def page(invitee) -> str:
    return reverse("meetings:reply", args=[token_of(invitee)])


def test_an_answer_is_kept_and_may_change(invitee):
    answer(invitee, Reply.COMING, now=NOW)
    answer(invitee, Reply.REPLACED, replacement="Cadre de santé", now=NOW)
    invitee.refresh_from_db()
    assert (invitee.reply, invitee.replacement) == (Reply.REPLACED, "Cadre de santé")
    assert JournalEntry.objects.filter(deed="meetings.answer").count() == 2


def test_the_same_answer_twice_is_one(invitee):
    answer(invitee, Reply.COMING, now=NOW)
    answer(invitee, Reply.COMING, now=NOW + timedelta(hours=1))
    assert JournalEntry.objects.filter(deed="meetings.answer").count() == 1


def test_a_replacement_is_a_function(invitee):
    for said in ("", "Mme Martin", "Élu CGT", "Deux\nlignes"):
        with pytest.raises(Refused):
            answer(invitee, Reply.REPLACED, replacement=said, now=NOW)


def test_no_answer_once_begun_or_cancelled(meeting, invitee):
    with pytest.raises(OutOfTurn, match="a eu lieu"):
        answer(invitee, Reply.COMING, now=meeting.starts_at)
    cancel(meeting, reason="", by=meeting.created_by, now=NOW)
    with pytest.raises(OutOfTurn, match="annulée"):
        answer(invitee, Reply.COMING, now=NOW)


def test_no_answer_before_the_convocation():
    invitee = prepared(room()).invitees.first()
    with pytest.raises(OutOfTurn, match="pas encore convoquée"):
        answer(invitee, Reply.COMING, now=NOW)


def test_a_link_opens_one_seat_alone(meeting):
    one, other = meeting.invitees.all()
    assert bearer(token_of(one)) == one
    _, _, signature = token_of(one).partition("-")
    assert bearer(f"{other.pk}-{signature}") is None


@pytest.mark.parametrize(
    "token", ["x", "1-", "٣-aaaaaaaaaaaaaaaaaaaaaaaaa", "9" * 30 + "-" + "a" * 30, "1-\x00" + "a" * 30]
)
def test_a_forged_link_opens_nothing(token, meeting):
    """Case 33."""
    assert Client().get(reverse("meetings:reply", args=[token])).status_code == 404


def test_reading_the_page_answers_nothing(invitee):
    response = Client().get(page(invitee))
    assert response.status_code == 200
    invitee.refresh_from_db()
    assert invitee.reply == ""
    assert "no-store" in response["Cache-Control"]


def test_the_page_takes_the_answer(invitee):
    response = Client().post(page(invitee), {"reply": "replaced", "replacement": "Cadre de santé"})
    assert "Votre réponse est enregistrée" in response.content.decode()
    invitee.refresh_from_db()
    assert invitee.replacement == "Cadre de santé"


def test_what_is_missing_is_said_at_the_field(invitee):
    content = Client().post(page(invitee), {"reply": "replaced"}).content.decode()
    assert "Indiquez la fonction" in content
    content = Client().post(page(invitee), {"reply": "nonsense"}).content.decode()
    assert "À corriger" in content
    invitee.refresh_from_db()
    assert invitee.reply == ""


def test_the_page_of_a_cancelled_meeting_says_so(meeting, invitee):
    cancel(meeting, reason="Neige", by=meeting.created_by, now=NOW)
    response = Client().get(page(invitee))
    assert response.status_code == 410
    assert "Neige" in response.content.decode()


def test_a_title_is_shown_as_text():
    """Case 39."""
    meeting = convened(room(), title="<script>alert(1)</script>")
    content = Client().get(page(meeting.invitees.first())).content.decode()
    assert "<script>alert(1)" not in content


def test_the_day_is_that_of_the_regions_clocks():
    """At half past seven in the evening in Martinique, it is already the next day in Paris."""
    where = room()
    type(where.project.region).objects.update(time_zone="America/Martinique")
    meeting = convened(where, starts_at=datetime(2026, 12, 3, 23, 30, tzinfo=UTC))
    assert meeting.on == date(2026, 12, 3)
    answered = Client().post(page(meeting.invitees.first()), {"reply": "coming"}, follow=True)
    assert "attendue le 3\u00a0décembre\u00a02026" in answered.content.decode()
