"""Mails are written once, sent once, tried again, and shown when they fail."""

import smtplib
import socket
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models.functions import Now

from core.verdicts import NotAllowed, OutOfTurn
from records import documents, outbox, sending, sweeping
from records.models import JournalEntry, Message, MessageState
from tests.factories import MembershipFactory, administrator
from tests.mails import TRIAL
from tests.together import outcomes_of


class BrokenBackend(BaseEmailBackend):
    """A mail server that refuses every address."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({"ars@exemple.test": (550, b"User unknown")})


@pytest.fixture
def broken_server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"


def written(key: str = "essai:1", **kwargs) -> Message:
    values = {"to": "ars@exemple.test", "subject": "Objet", "body": "Bonjour."} | kwargs
    return outbox.write(key, TRIAL, **values)


def due_now(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(not_before=Now() - timedelta(minutes=1))


@pytest.mark.django_db
def test_a_mail_leaves_when_the_deed_is_committed(mailoutbox, django_capture_on_commit_callbacks):
    letter = documents.store("lettre.pdf", b"%PDF-1.7 lettre", media_type="application/pdf")
    with django_capture_on_commit_callbacks(execute=True):
        message = written(attachments=[letter])
        assert mailoutbox == []
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (MessageState.SENT, 1, "")
    assert message.sent_at is not None
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["ars@exemple.test"], "Objet")
    assert mail.attachments == [("lettre.pdf", b"%PDF-1.7 lettre", "application/pdf")]
    assert f"message-{message.pk}@" in mail.extra_headers["Message-ID"]


@pytest.mark.django_db
def test_the_same_key_writes_and_sends_once(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = written()
        second = written(body="Autre texte")
    assert first == second
    assert len(mailoutbox) == 1
    assert mailoutbox[0].body == "Bonjour."


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_once(mailoutbox):
    message = Message.objects.create(key="essai:1", to="ars@exemple.test", subject="Objet", body="Bonjour.")
    outcomes_of(*[lambda: sending.send(message.pk)] * 2)
    assert len(mailoutbox) == 1
    assert Message.objects.get().attempts == 1


@pytest.mark.django_db
def test_a_refused_mail_waits_and_gives_up_after_five_attempts(broken_server, caplog):
    message = written()
    for attempt in range(1, Message.MAX_ATTEMPTS + 1):
        sending.send(message.pk)
        sending.send(message.pk)
        message.refresh_from_db()
        assert message.attempts == attempt, "the second try came before its time"
        assert Message.objects.filter(not_before__gt=Now() + timedelta(minutes=1)).exists()
        due_now(message)
    assert message.state == MessageState.FAILED
    assert message.last_error.startswith("Le serveur de messagerie refuse cette adresse")


@pytest.mark.django_db
def test_a_mute_mail_server_blocks_nothing_and_says_so(settings, caplog):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = mute.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        message = written()
        sending.send(message.pk)
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    assert message.last_error.startswith("Le serveur de messagerie ne répond pas")


@pytest.mark.django_db
def test_a_mail_server_that_is_away_says_so(settings, caplog):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    message = written()
    sending.send(message.pk)
    message.refresh_from_db()
    assert message.last_error.startswith("Le serveur de messagerie ne répond pas")


@pytest.mark.django_db
def test_an_attachment_gone_astray_keeps_the_mail_back(caplog):
    letter = documents.store("lettre.pdf", b"%PDF-1.7 lettre", media_type="application/pdf")
    message = written(attachments=[letter])
    letter.file.storage.delete(letter.file.name)
    sending.send(message.pk)
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    assert message.last_error.startswith("Le fichier est introuvable")


@pytest.mark.django_db
def test_the_sweep_sends_what_is_due_and_only_that(mailoutbox, django_capture_on_commit_callbacks):
    late, fresh, later = written("a"), written("b"), written("c")
    due_now(late)
    Message.objects.filter(pk=later.pk).update(not_before=Now() + timedelta(hours=1))
    assert sweeping.due() == [(sending.SEND_MESSAGE, late.pk)]
    assert fresh.state == MessageState.QUEUED


@pytest.mark.django_db
def test_a_worker_that_dies_at_the_last_attempt_leaves_a_visible_failure():
    message = written()
    Message.objects.filter(pk=message.pk).update(attempts=Message.MAX_ATTEMPTS)
    due_now(message)
    sending.send(message.pk)
    assert Message.objects.get().state == MessageState.FAILED


@pytest.mark.django_db
@pytest.mark.parametrize(
    "subject", ["Objet\nBcc: x@exemple.test", "Objet\r\nBcc: x", "Objet\r", "Objet\x00", "Objet\u202e"]
)
def test_a_subject_cannot_write_headers(subject):
    with pytest.raises((ValueError, ValidationError)):
        written(subject=subject)
    assert not Message.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to", ["a@exemple.test\nBcc: x@exemple.test", "a@exemple.test, b@exemple.test", "pas une adresse", ""]
)
def test_an_address_is_one_address(to):
    with pytest.raises(ValidationError):
        written(to=to)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_administrators_resend_and_the_journal_says_so(mailoutbox, django_capture_on_commit_callbacks):
    message = written()
    Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED, attempts=5, last_error="Refusé")
    with pytest.raises(NotAllowed):
        sending.resend(message, by=MembershipFactory())
    with django_capture_on_commit_callbacks(execute=True):
        sending.resend(message, by=administrator())
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (MessageState.SENT, 1, "")
    assert len(mailoutbox) == 1
    kept = JournalEntry.objects.get()
    assert kept.summary == "Nouvel envoi demandé, d'un courriel en échec"
    assert message.to not in f"{kept.subject_label} {kept.summary} {kept.data}"


@pytest.mark.django_db
def test_a_mail_that_waits_is_not_resent():
    with pytest.raises(OutOfTurn):
        sending.resend(written(), by=administrator())
