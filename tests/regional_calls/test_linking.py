"""Secret links: the same answer to all, only a digest kept, nothing opened after the end."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core.dates import months_after
from core.verdicts import OutOfTurn
from core.wording import PARIS
from records.models import JournalEntry, Message
from regional_calls.announcing import announce
from regional_calls.enums import JointOutcome
from regional_calls.linking import begin, expression_of, once_over, send_link
from regional_calls.models import AccessLink, Expression, RegionalCall
from regional_calls.models.expression import digest
from tests.factories import NOW
from tests.regional_calls.answering import AFTER, CLOSES, OPENS, Pair, link_to

pytestmark = pytest.mark.django_db
ADDRESS = "direction@ehpad.exemple.test"


def token_of(message: Message) -> str:
    return message.secret


def test_the_mail_carries_a_secret_that_no_page_shows():
    call = Pair().published()
    send_link(call, email=ADDRESS, now=NOW)
    message = Message.objects.get(key__startswith="expression-link")
    assert token_of(message) in message.body
    assert token_of(message) not in message.shown_body
    assert AccessLink.objects.get().token_digest == digest(token_of(message))
    assert not Expression.objects.exists()


def test_asking_again_keeps_former_links_good():
    call = Pair().published()
    for _ in range(2):
        send_link(call, email=ADDRESS, now=NOW)
    links = list(AccessLink.objects.all())
    assert len({link.token_digest for link in links}) == 2
    first, second = (begin(link, now=NOW) for link in links)
    assert first == second
    assert JournalEntry.objects.filter(deed="regional_calls.begin").count() == 1


def test_capitals_do_not_make_another_address():
    call = Pair().published()
    send_link(call, email="Direction@EHPAD.exemple.test", now=NOW)
    assert AccessLink.objects.get().email == ADDRESS


def test_the_page_answers_the_same_of_known_and_unknown_addresses(as_hat):
    """Case 44."""
    pair = Pair()
    call = pair.published()
    known = pair.handed_in()
    client = as_hat(None)
    path = reverse("regional_calls:ask_link", args=[call.slug])
    pages = []
    for email in (known.email, ADDRESS):
        answer = client.post(path, {"email": email})
        pages.append((answer.status_code, answer.content.decode().replace(email, "…")))
    assert pages[0] == pages[1]
    assert Message.objects.filter(key__startswith="expression-link").count() == 2


def test_asking_too_often_is_slowed_by_address_and_by_machine(as_hat, settings):
    """Case 44."""
    settings.ACCOUNT_RATE_LIMITS = {"regional_calls.link": "3/h/ip,2/h/key"}
    call = Pair().published()
    path = reverse("regional_calls:ask_link", args=[call.slug])
    client = as_hat(None)
    assert [client.post(path, {"email": ADDRESS}).status_code for _ in range(3)] == [200, 200, 429]
    assert client.post(path, {"email": "autre@exemple.test"}).status_code == 429
    assert AccessLink.objects.count() == 2


def test_before_the_opening_no_link_leaves():
    call = Pair().published(now=OPENS - timedelta(days=1))
    with pytest.raises(OutOfTurn, match="ouvre le"):
        send_link(call, email=ADDRESS, now=OPENS - timedelta(seconds=1))


def test_after_the_closing_only_who_answered_gets_a_link():
    pair = Pair()
    call = pair.published()
    known = pair.handed_in()
    send_link(call, email=known.email, now=AFTER)
    send_link(call, email=ADDRESS, now=AFTER)
    assert [link.email for link in AccessLink.objects.all()] == [known.email]
    told = Message.objects.get(to=ADDRESS)
    assert "aucune réponse" in told.body
    assert told.secret == ""


def test_nothing_begins_after_the_closing():
    """Case 2."""
    pair = Pair()
    pair.published()
    link = AccessLink.objects.create(call=pair.call, email=ADDRESS, token_digest=digest("x"), sent_at=NOW)
    for at in (CLOSES, CLOSES + timedelta(seconds=1)):
        with pytest.raises(OutOfTurn, match="a fermé"):
            begin(link, now=at)
    assert begin(link, now=CLOSES - timedelta(seconds=1))


def status_on(on, path: str) -> int:
    with time_machine.travel(datetime.combine(on, time(12), tzinfo=PARIS)):
        return Client().get(path).status_code


def test_a_link_lives_thirty_days_more_than_the_time_to_contest_the_decision():
    pair = Pair()
    pair.published()
    expression = pair.handed_in()
    path = reverse("regional_calls:expression", args=[link_to(expression)])
    pair.choose(expression, JointOutcome.NOT_RETAINED)
    announce(pair.call, by=pair.signatory, now=AFTER)
    contested = months_after(AFTER.astimezone(PARIS).date(), 2)
    assert status_on(contested + timedelta(days=30), path) == 200
    assert status_on(contested + timedelta(days=31), path) == 410
    assert "La décision vous a été envoyée" in once_over(pair.call, expression_of(pair.call, expression.email))


def test_a_dead_link_says_what_to_do_and_no_other_is_sent(as_hat):
    pair = Pair()
    pair.published()
    draft = pair.written()
    path = reverse("regional_calls:expression", args=[link_to(draft)])
    client = as_hat(None)
    RegionalCall.objects.update(announced_at=NOW - timedelta(days=30))
    assert client.get(path).status_code == 200
    RegionalCall.objects.update(announced_at=NOW - timedelta(days=31))
    page = client.get(path)
    assert page.status_code == 410
    assert 'href="mailto:acia@aract.exemple.test"' in page.text
    assert "La décision" not in page.text
    send_link(RegionalCall.objects.get(), email=draft.email, now=NOW)
    message = Message.objects.get(to=draft.email)
    assert (message.secret, AccessLink.objects.count()) == ("", 1)
    assert "acia@aract.exemple.test" in message.body


def test_an_unknown_link_opens_nothing(as_hat):
    """Case 33."""
    pair = Pair()
    pair.published()
    link_to(pair.handed_in())
    client = as_hat(None)
    for token in ("jeton-secre", digest("jeton-secret"), "%00", "é", "x" * 500):
        assert client.get(f"/expressions/{token}/").status_code == 404


def test_the_log_does_not_tell_the_secret(as_hat, capsys):
    pair = Pair()
    pair.published()
    as_hat(None).get(reverse("regional_calls:expression", args=[link_to(pair.handed_in())]))
    logged = capsys.readouterr().out
    assert "/expressions/•••/" in logged
    assert "jeton-secret" not in logged


def test_the_page_is_neither_cached_nor_indexed_nor_told_to_other_sites(as_hat):
    pair = Pair()
    pair.published()
    answer = as_hat(None).get(reverse("regional_calls:expression", args=[link_to(pair.handed_in())]))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
