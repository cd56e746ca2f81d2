"""Pages of journal, messages and jobs: who may open them, what they find, what they cost."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.enums import Role
from records import documents, outbox
from records.journal import record
from records.models import Job, JobState, Message, MessageState
from records.moments import MOMENTS
from tests.factories import MembershipFactory, administrator, secretary
from tests.mails import TRIAL

pytestmark = pytest.mark.django_db
LISTS = ["records:journal", "records:journal_export", "records:outbox", "records:jobs"]


@pytest.fixture
def admin():
    return administrator()


@pytest.fixture
def text_of(as_hat, admin):
    """Open a page as an administrator and return its text."""
    client = as_hat(admin)

    def text(url: str) -> str:
        response = client.get(url)
        assert response.status_code == 200
        return response.content.decode()

    return text


def mail(key: str = "essai:1", **changed) -> Message:
    message = outbox.write(
        key, TRIAL, to=f"{key.replace(':', '-')}@exemple.test", subject=f"Objet {key}", body="Bonjour."
    )
    if changed:
        Message.objects.filter(pk=message.pk).update(**changed)
    return message


def work(**kwargs) -> Job:
    return Job.objects.create(deed="tests.break", label="Émettre les lettres", **kwargs)


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_for_administrators(as_hat, admin, name):
    assert as_hat(admin).get(reverse(name)).status_code == 200
    for hat in (secretary(), MembershipFactory(role=Role.SIGNATORY)):
        assert as_hat(hat).get(reverse(name)).status_code == 403
    assert reverse("account_login") in as_hat(None).get(reverse(name)).url


def test_a_message_is_for_administrators(as_hat, admin):
    url = reverse("records:message", args=[mail(state=MessageState.FAILED).pk])
    resend = f"{url}renvoi/"
    assert as_hat(admin).get(url).status_code == 200
    assert as_hat(secretary()).get(url).status_code == 403
    assert as_hat(secretary()).post(resend).status_code == 403
    assert as_hat(admin).get(resend).status_code == 405
    assert Message.objects.get().state == MessageState.FAILED


def test_a_job_is_for_who_asked_and_administrators(as_hat, admin):
    asker = secretary()
    run = work(created_by=asker.user)
    for name in ("records:job", "records:job_progress"):
        url = reverse(name, args=[run.key])
        assert as_hat(asker).get(url).status_code == 200
        assert as_hat(admin).get(url).status_code == 200
        assert as_hat(MembershipFactory()).get(url).status_code == 404
    assert as_hat(asker).get(reverse("records:job", args=[uuid.uuid4()])).status_code == 404
    assert as_hat(MembershipFactory()).post(reverse("records:restart_job", args=[run.key])).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_lists_cost_the_same_for_one_row_and_for_three(as_hat, admin, name):
    def make(number: int) -> None:
        hat = MembershipFactory()
        record("records.test", hat, by=hat)
        mail(f"essai:{number}")
        work(created_by=hat.user)

    def cost() -> int:
        client = as_hat(admin)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name))
        return len(queries)

    make(1)
    one = cost()
    make(2)
    make(3)
    assert cost() == one


def test_the_journal_shows_rows_and_their_data(text_of):
    hat = MembershipFactory()
    entry = record("records.test", hat, by=hat, summary="Fiche déposée", data={"numéro": "2026-00012"})
    text = text_of(reverse("records:journal"))
    assert "Fiche déposée" in text
    assert entry.hash in text
    assert "2026-00012" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Ancienne", "Récente"}),
        ("?du=2026-11-22", {"Récente"}),
        ("?au=2026-11-21", {"Ancienne"}),
        ("?du=2026-11-12&au=2026-11-12", {"Ancienne"}),
        ("?acte=records.autre", {"Ancienne"}),
        ("?auteur=martini", {"Récente"}),
        ("?auteur=exemple.test", {"Récente"}),
        ("?objet=ancien", {"Ancienne"}),
        ("?objet=%25", set()),
        ("?auteur=' OR 1=1 --", set()),
    ],
)
def test_the_journal_is_filtered(text_of, now, query, found):
    hat = MembershipFactory(job_title="Direction de la Martinière")
    record("records.autre", hat, summary="Ancienne ligne", now=now - timedelta(days=10))
    record("records.test", hat, by=hat, summary="Récente ligne", now=now)
    text = text_of(reverse("records:journal") + query)
    assert {word for word in ("Ancienne", "Récente") if f"{word} ligne" in text} == found
    if not found:
        assert "Rien ne répond" in text


def test_days_are_those_of_paris(text_of, now):
    """23:30 UTC on the 21st is already the 22nd in Paris."""
    record("records.test", MembershipFactory(), summary="Dans la nuit", now=now.replace(day=21, hour=23, minute=30))
    assert "Dans la nuit" in text_of(reverse("records:journal") + "?du=2026-11-22&au=2026-11-22")
    assert "Dans la nuit" not in text_of(reverse("records:journal") + "?au=2026-11-21")


@pytest.mark.parametrize(
    "query",
    ["?du=2026-12-01&au=2026-01-01", "?du=hier", "?du=0001-01-01", "?au=9999-12-31", "?acte=inconnu", "?objet=%00"],
)
def test_senseless_filters_are_explained_and_kept(text_of, query):
    record("records.test", MembershipFactory())
    assert "À corriger avant de continuer" in text_of(reverse("records:journal") + query)


def test_the_export_holds_what_the_filters_show(as_hat, admin, now):
    hat = MembershipFactory()
    record("records.test", hat, summary="Ancienne", now=now - timedelta(days=10))
    entry = record("records.test", hat, by=hat, summary="=1+1", data={"a": 1}, now=now)
    response = as_hat(admin).get(reverse("records:journal_export") + "?du=2026-11-22")
    assert response["Content-Disposition"].startswith("attachment")
    header, *rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(1).to_python()
    (row,) = (dict(zip(header, row, strict=True)) for row in rows)
    assert (row["Résumé"], row["Données"], row["Empreinte"]) == ("=1+1", '{"a":1}', entry.hash)


def test_too_long_an_export_is_refused_in_words(as_hat, admin, monkeypatch):
    monkeypatch.setattr("records.views.journal.EXPORT_MAX_ROWS", 0)
    record("records.test", admin)
    response = as_hat(admin).get(reverse("records:journal_export"))
    assert response.status_code == 422
    assert "resserrez la période" in response.content.decode()


def test_messages_are_filtered_by_state_and_address(text_of):
    mail("a", state=MessageState.FAILED)
    mail("b", state=MessageState.SENT)
    text = text_of(reverse("records:outbox") + "?etat=failed")
    assert "Objet a" in text
    assert "Objet b" not in text
    assert "1\xa0courriel n&#x27;est pas parti" in text
    assert "Objet b" in text_of(reverse("records:outbox") + "?q=b@exemple")
    assert "cherchez une autre adresse" in text_of(reverse("records:outbox") + "?q=zzz")


def test_a_message_shows_its_text_attachments_and_failure(text_of):
    letter = documents.store("lettre.pdf", b"%PDF-1.7", media_type="application/pdf")
    message = outbox.write(
        "a", TRIAL, to="a@exemple.test", subject="<b>Objet</b>", body="<script>", attachments=[letter]
    )
    Message.objects.update(state=MessageState.FAILED, last_error="Le serveur refuse")
    text = text_of(reverse("records:message", args=[message.pk]))
    assert "&lt;b&gt;Objet" in text
    assert "&lt;script&gt;" in text
    assert "lettre.pdf" in text
    assert "Le serveur refuse" in text
    assert "Renvoyer à a@exemple.test" in text


def test_a_message_keeps_its_secret_from_the_page_but_not_from_the_mail(
    text_of, mailoutbox, django_capture_on_commit_callbacks
):
    body = "Ouvrez https://portail.test/invitation/jeton-secret/ avant lundi."
    with django_capture_on_commit_callbacks(execute=True):
        message = outbox.write("a", TRIAL, to="a@exemple.test", subject="Objet", body=body, secret="jeton-secret")
    text = text_of(reverse("records:message", args=[message.pk]))
    assert "https://portail.test/invitation/•••/ avant lundi." in text
    assert "jeton-secret" not in text
    assert "jeton-secret" in mailoutbox[0].body


def test_a_failed_message_is_resent(as_hat, admin, mailoutbox, django_capture_on_commit_callbacks):
    message = mail(state=MessageState.FAILED, attempts=5)
    with django_capture_on_commit_callbacks(execute=True):
        response = as_hat(admin).post(reverse("records:resend", args=[message.pk]), follow=True)
    assert "Le courriel repart" in response.content.decode()
    assert len(mailoutbox) == 1


def test_a_job_page_asks_for_news_until_the_job_is_over(text_of, admin):
    run = work(
        state=JobState.RUNNING,
        total=18,
        done=7,
        report=["Lettre 1 émise"],
        back_url="/appels/",
        created_by=admin.user,
    )
    url = reverse("records:job_progress", args=[run.key])
    for text in (text_of(reverse("records:job", args=[run.key])), text_of(url)):
        assert f'hx-get="{url}"' in text
        assert "7 sur 18" in text
        assert "Lettre 1 émise" in text
    Job.objects.update(state=JobState.DONE, done=18)
    over = text_of(url)
    assert "hx-get" not in over
    assert "Voir le résultat" in over
    Job.objects.update(created_by=None)
    assert "Voir le résultat" not in text_of(url), "somebody else who follows the job may not open its file"
    assert 'hx-swap-oob="innerHTML"' in over


def test_a_job_of_which_something_was_refused_does_not_pass_for_a_success(text_of):
    run = Job.objects.create(
        deed="tests.refuse_some", label="Notifier", state="done", refusals=2, last_error="Corse : enveloppe dépassée."
    )
    for url in (reverse("records:job", args=[run.key]), reverse("records:job_progress", args=[run.key])):
        page = text_of(url)
        assert "Le travail est terminé avec 2\xa0refus" in page
        assert "Corse : enveloppe dépassée." in page
        assert "fr-alert--success" not in page
        assert "fr-badge--success" not in page
    assert "terminé avec 2\xa0refus" in text_of(reverse("records:jobs"))


def test_a_failed_job_is_restarted_from_its_page(as_hat, text_of, admin):
    run = work(state=JobState.FAILED, attempts=3, last_error="Disque plein", created_by=admin.user)
    assert "Disque plein" in text_of(reverse("records:job", args=[run.key]))
    client = as_hat(admin)
    assert client.post(reverse("records:restart_job", args=[run.key])).status_code == 302
    run.refresh_from_db()
    assert run.state == JobState.WAITING
    assert client.post(reverse("records:restart_job", args=[run.key])).status_code == 409


def test_empty_lists_say_so(text_of):
    assert "Aucun courriel pour" in text_of(reverse("records:outbox"))
    assert "Aucun travail pour" in text_of(reverse("records:jobs"))
    work()
    assert "Rien ne répond" in text_of(reverse("records:jobs") + "?etat=failed")


def test_administrators_see_every_moment_with_its_count_and_nobody_else(as_hat):
    outbox.write("a", next(iter(MOMENTS.values())), to="a@exemple.test", subject="Objet", body="Bonjour.")
    page = as_hat(administrator()).get(reverse("records:moments"))
    rooms = page.context["rooms"]
    assert len({name for name, _ in rooms}) == len(rooms)
    lines = {moment.code: count for _, told in rooms for moment, count in told}
    assert len(lines) == len(MOMENTS)
    assert [count["count"] for count in lines.values() if count["count"]] == [1]
    assert as_hat(secretary()).get(reverse("records:moments")).status_code == 403
