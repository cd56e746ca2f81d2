"""How people are written to, and at the pace they chose."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from accounts import digests
from accounts.enums import MailPace
from accounts.mailing import Mail, addresses_of, tell
from accounts.models import DigestLine, User
from core.wording import PARIS
from records import documents
from records.models import JournalEntry, Message
from records.moments import MOMENTS, MailClass
from records.sending import compose
from tests.factories import NOW, MembershipFactory, OrganisationFactory, member_of

pytestmark = pytest.mark.django_db

MAIL = Mail("ACIA n° 5 – Bretagne", "une fiche vous est confiée", "Évaluez la fiche.", "/evaluations/", ["Un fait."])
WORK = next(one for one in MOMENTS.values() if one.mail_class == MailClass.WORK)
ACT = next(one for one in MOMENTS.values() if one.mail_class == MailClass.ACT)
MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=PARIS)


@pytest.fixture
def hat():
    return MembershipFactory()


def at_pace(hat, pace: MailPace) -> User:
    hat.user.work_mails = pace
    hat.user.save()
    return hat.user


def test_a_mail_says_what_to_do_first_then_where_and_who_answers(hat, settings):
    tell(WORK, [hat.user.email], MAIL, key="essai")
    sent = Message.objects.get()
    assert sent.subject == "ACIA n° 5 – Bretagne\N{NO-BREAK SPACE}: une fiche vous est confiée"
    assert sent.body.split("\n\n")[1:3] == [f"Évaluez la fiche.\n{settings.SITE_URL}/evaluations/", "Un fait."]
    assert sent.reply_to == settings.PORTAL_CONTACT_EMAIL
    assert sent.reply_to in sent.body


def test_telling_twice_writes_once_and_addresses_are_told_apart_by_case_no_more(hat):
    for _ in range(2):
        tell(WORK, [hat.user.email, hat.user.email.upper(), ""], MAIL, key="essai")
    assert Message.objects.count() == 1


def test_the_mail_leaves_in_text_and_in_html_and_answers_go_to_the_service(hat):
    tell(
        ACT,
        [hat.user.email],
        Mail("ACIA", "essai <b>", "Lisez <ceci>.", "/x/", reply_to="service@exemple.test"),
        key="k",
    )
    mail = compose(Message.objects.get())
    [(html, kind)] = mail.alternatives
    assert (kind, mail.reply_to) == ("text/html", ["service@exemple.test"])
    assert "Lisez &lt;ceci&gt;." in html
    assert '<a href="' in html
    assert "List-Unsubscribe" not in mail.extra_headers


@pytest.mark.parametrize(("pace", "mails", "lines"), [("now", 1, 0), ("daily", 0, 1), ("none", 0, 0)])
def test_work_follows_the_pace_and_an_act_never_waits(hat, pace, mails, lines):
    at_pace(hat, MailPace(pace))
    tell(WORK, [hat.user.email], MAIL, key="travail")
    assert (Message.objects.count(), DigestLine.objects.count()) == (mails, lines)
    tell(ACT, [hat.user.email], MAIL, key="acte")
    assert Message.objects.count() == mails + 1


def test_an_organisation_is_its_people_else_its_own_address():
    peopled, empty = OrganisationFactory(email="a@exemple.test"), OrganisationFactory(email="b@exemple.test")
    writer, signatory = member_of(peopled), member_of(peopled)
    silent = OrganisationFactory(email="")
    assert addresses_of([peopled, empty, silent], now=NOW) == {
        writer.user.email,
        signatory.user.email,
        "b@exemple.test",
    }
    assert addresses_of([peopled], but=writer, now=NOW) == {signatory.user.email}


def test_the_mail_of_the_day_gathers_what_came_before_the_morning_once(hat):
    person = at_pace(hat, MailPace.DAILY)
    for rank in range(3):
        tell(WORK, [person.email], MAIL, key=f"travail-{rank}")
    DigestLine.objects.update(created_at=MORNING - timedelta(hours=1))
    DigestLine.objects.filter(key__startswith="travail-2").update(created_at=MORNING + timedelta(minutes=1))
    assert digests.send_digests(MORNING) == 1
    assert digests.send_digests(MORNING) == 0
    mail = Message.objects.get(moment="accounts.digest")
    assert "2" in mail.subject
    assert mail.body.count("Évaluez la fiche.") == 2
    assert digests.send_digests(MORNING + timedelta(days=1)) == 1


def test_the_daily_mail_is_given_up_in_one_click_without_a_session(hat, client):
    person = at_pace(hat, MailPace.DAILY)
    tell(WORK, [person.email], MAIL, key="travail")
    DigestLine.objects.update(created_at=MORNING - timedelta(hours=1))
    digests.send_digests(MORNING)
    headers = compose(Message.objects.get()).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = urlsplit(headers["List-Unsubscribe"].strip("<>")).path
    assert client.get(path).status_code == 200
    person.refresh_from_db()
    assert person.work_mails == MailPace.DAILY
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    person.refresh_from_db()
    assert (person.work_mails, person.news_mails) == (MailPace.NONE, MailPace.NOW)
    assert JournalEntry.objects.filter(deed="accounts.choose_mails").exists()


@pytest.mark.parametrize("token", ["1", "1:faux", "x", "é"])
def test_a_made_up_link_is_a_404(client, token):
    assert client.post(reverse("accounts:leave_digests", args=[token])).status_code == 404


def test_one_chooses_on_ones_own_page_and_reads_back_only_ones_own_mails(as_hat, hat):
    client, other = as_hat(hat), MembershipFactory()
    chosen = {"work_mails": "daily", "news_mails": "none"}
    assert client.post(reverse("accounts:mail_choices"), chosen).status_code == 302
    hat.user.refresh_from_db()
    assert (hat.user.work_mails, hat.user.news_mails) == ("daily", "none")
    piece = documents.store("accuse.pdf", b"%PDF-1.4", media_type="application/pdf")
    tell(ACT, [hat.user.email], MAIL, key="a", attachments=[piece])
    tell(ACT, [other.user.email], MAIL, key="b", secret="Évaluez")
    mine, theirs = Message.objects.get(to=hat.user.email), Message.objects.get(to=other.user.email)
    page = client.get(reverse("accounts:mails")).content.decode()
    assert page.count("une fiche vous est confiée") == 1
    assert "Joint au courriel reçu : accuse.pdf." in client.get(reverse("accounts:mail", args=[mine.pk])).text
    assert client.get(reverse("accounts:mail", args=[theirs.pk])).status_code == 404
    assert "Évaluez" not in as_hat(other).get(reverse("accounts:mail", args=[theirs.pk])).content.decode()
