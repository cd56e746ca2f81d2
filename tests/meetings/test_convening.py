"""Convening, changing, cancelling: mails, calendar files, links."""

from datetime import timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from core.verdicts import NotAllowed, OutOfTurn, Refused
from meetings.convening import cancel, convene, remind
from meetings.enums import MeetingState, Reply
from meetings.inviting import Guest, add_invitee, change_invitee, guest_of, remove_invitee
from meetings.models import Meeting
from meetings.preparing import change
from meetings.replying import answer
from meetings.tokens import bearer, token_of
from records import documents
from records.models import JournalEntry, Message
from tests.factories import NOW, member_of, retained_project
from tests.mails import told
from tests.meetings.rooms import convened, facts, held, prepared, room

pytestmark = pytest.mark.django_db


def calendar_of(message: Message) -> Calendar:
    (document,) = message.attachments.all()
    return Calendar.from_ical(documents.read(document))


def event_of(message: Message):
    (event,) = calendar_of(message).walk("VEVENT")
    return event


def test_everyone_with_an_address_gets_a_mail_with_their_own_file():
    where = room()
    meeting = convened(where)
    assert meeting.state == MeetingState.CONVENED
    first, second = Message.objects.order_by("pk")
    assert (first.to, second.to) == ("siege0@exemple.test", "siege1@exemple.test")
    event = event_of(first)
    assert str(calendar_of(first)["method"]) == "REQUEST"
    assert event.decoded("dtstart") == meeting.starts_at
    assert event.decoded("dtend") == meeting.ends_at
    assert str(event["attendee"]) == "mailto:siege0@exemple.test"
    assert "siege1" not in documents.read(first.attachments.get()).decode()
    assert event_of(second)["uid"] == event["uid"]


def test_the_mail_itself_carries_the_calendar(django_capture_on_commit_callbacks):
    where = room()
    meeting = prepared(where, seats=1)
    with django_capture_on_commit_callbacks(execute=True):
        convene(meeting, by=where.ars, now=NOW)
    (sent,) = mail.outbox
    (attached,) = [part for part in sent.message().walk() if part.get_filename()]
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "REQUEST"
    assert Calendar.from_ical(attached.get_payload(decode=True)).walk("VEVENT")
    assert "/reunions/reponse/" in sent.body


def test_the_link_is_hidden_from_the_outbox_pages():
    where = room()
    meeting = convened(where, seats=1)
    message = Message.objects.get()
    token = token_of(meeting.invitees.get())
    assert token in message.body
    assert token not in message.shown_body


def test_convened_twice_the_mails_leave_once():
    where = room()
    meeting = convened(where)
    convene(meeting, by=where.ars, now=NOW + timedelta(minutes=1))
    assert len(told("meetings.convocation")) == Message.objects.count() == 2
    assert JournalEntry.objects.filter(deed="meetings.convene").count() == 1


@pytest.mark.parametrize(
    ("lack", "said"),
    [({"seats": 0}, "Personne"), ({"agenda": 0}, "ordre du jour"), ({"place": ""}, "lieu ou un lien")],
)
def test_an_unready_meeting_is_not_convened(lack, said):
    where = room()
    with pytest.raises(Refused, match=said):
        convened(where, **lack)
    assert not Message.objects.exists()


def test_a_stranger_convenes_nothing():
    meeting = prepared(room())
    with pytest.raises(NotAllowed):
        convene(meeting, by=member_of(retained_project().ars), now=NOW)


def test_a_past_meeting_is_not_convened():
    where = room()
    meeting = prepared(where, starts_at=NOW - timedelta(days=1), now=NOW - timedelta(days=2))
    with pytest.raises(Refused, match="a commencé"):
        convene(meeting, by=where.ars, now=NOW)


def test_a_change_raises_the_sequence_of_the_same_event():
    where = room()
    meeting = convened(where, seats=1)
    first = event_of(Message.objects.get())
    change(meeting, facts(place="Salle Bleue"), by=where.ars, now=NOW)
    second = event_of(Message.objects.latest("pk"))
    assert second["uid"] == first["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert str(second["location"]) == "Salle Bleue"
    assert JournalEntry.objects.get(deed="meetings.change").summary == "Réunion modifiée : 1\u00a0courriel"


def test_cancelling_takes_it_out_of_the_calendars():
    where = room()
    meeting = cancel(convened(where, seats=1), reason="Grève des trains", by=where.ars, now=NOW)
    message = Message.objects.latest("pk")
    assert str(calendar_of(message)["method"]) == "CANCEL"
    assert (str(event_of(message)["status"]), event_of(message)["sequence"]) == ("CANCELLED", 1)
    assert "Grève des trains" in message.body
    assert len(told("meetings.cancellation")) == 1
    cancel(meeting, reason="Encore", by=where.ars, now=NOW)
    assert Message.objects.count() == 2
    meeting.refresh_from_db()
    assert meeting.cancel_reason == "Grève des trains"


def test_a_meeting_not_convened_is_cancelled_without_a_mail():
    where = room()
    cancel(prepared(where), reason="", by=where.ars, now=NOW)
    assert not Message.objects.exists()


def test_a_held_meeting_is_not_cancelled():
    where = room()
    with pytest.raises(OutOfTurn):
        cancel(held(where), reason="", by=where.ars, now=NOW)


def test_a_reminder_goes_to_the_silent_once_a_day():
    where = room()
    meeting = convened(where)
    answer(meeting.invitees.first(), Reply.COMING, now=NOW)
    assert remind(meeting, by=where.ars, now=NOW + timedelta(hours=1)) == 1
    assert remind(meeting, by=where.aract, now=NOW + timedelta(hours=2)) == 0
    assert remind(meeting, by=where.aract, now=NOW + timedelta(days=1)) == 1
    reminders = Message.objects.filter(moment="meetings.reminder")
    assert set(reminders.values_list("to", flat=True)) == {"siege1@exemple.test"}
    assert reminders.count() == 2


def test_nobody_is_reminded_before_the_convocation_or_once_all_answered():
    where = room()
    meeting = prepared(where, seats=1)
    with pytest.raises(OutOfTurn, match="pas encore convoquée"):
        remind(meeting, by=where.ars, now=NOW)
    meeting = convene(meeting, by=where.ars, now=NOW)
    answer(meeting.invitees.get(), Reply.NOT_COMING, now=NOW)
    with pytest.raises(OutOfTurn, match="ont répondu"):
        remind(meeting, by=where.ars, now=NOW)


def test_who_is_added_to_a_convened_meeting_is_invited_at_once():
    where = room()
    meeting = convened(where)
    guest = Guest(None, "Directrice", "Clinique fictive", "directrice@exemple.test")
    add_invitee(meeting, guest, by=where.ars, now=NOW)
    assert Message.objects.latest("pk").to == "directrice@exemple.test"


def test_another_address_gets_the_invitation_and_voids_the_former_link():
    where = room()
    meeting = convened(where, seats=1)
    invitee = meeting.invitees.get()
    former = token_of(invitee)
    guest = guest_of(invitee)
    change_invitee(
        invitee, Guest(guest.profile, guest.function, guest.origin, "neuf@exemple.test"), by=where.ars, now=NOW
    )
    assert Message.objects.latest("pk").to == "neuf@exemple.test"
    assert bearer(former) is None


def test_who_is_taken_away_is_told():
    where = room()
    meeting = convened(where, seats=1)
    remove_invitee(meeting.invitees.get(), by=where.ars, now=NOW)
    message = Message.objects.latest("pk")
    assert "invitation retirée" in message.subject
    assert str(calendar_of(message)["method"]) == "CANCEL"
    assert not Meeting.objects.get().invitees.exists()


def test_the_hour_of_the_region_is_said_overseas():
    """Case 9."""
    where = room()
    where.project.region.time_zone = "Indian/Reunion"
    where.project.region.save()
    convened(where, seats=1)
    assert "13\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}00 (heure de La Réunion)" in Message.objects.get().body
