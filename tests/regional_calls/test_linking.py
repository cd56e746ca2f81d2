"""Secret links: the same answer to all, only a digest kept, nothing opened after the end."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.verdicts import OutOfTurn
from records.models import JournalEntry, Message
from regional_calls.linking import begin, send_link
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


def test_a_link_dies_thirty_days_after_the_announcement(as_hat):
    pair = Pair()
    pair.published()
    token = link_to(pair.handed_in())
    path = reverse("regional_calls:expression", args=[token])
    client = as_hat(None)
    assert client.get(path).status_code == 200
    RegionalCall.objects.update(announced_at=NOW - timedelta(days=29))
    assert client.get(path).status_code == 200
    RegionalCall.objects.update(announced_at=NOW - timedelta(days=30))
    assert client.get(path).status_code == 410


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
