"""Case 75: whatever a demonstration produces says that it is one, and an instance in service never does."""

import io
import re
import zipfile
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.core import mail
from django.test import override_settings
from django.urls import reverse
from python_calamine import CalamineWorkbook

from acts.pdfs import printed
from calls.models import Call
from commission.letters import letter_of
from commission.models import Decision, Notice
from core.demonstration import IN_TITLES, PAPER
from meetings.calendar_file import calendar_file
from meetings.models import Meeting
from records import documents
from records.models import Document, Job, Message
from records.sending import compose
from records.spreadsheets import Sheet, workbook
from records.tasks import run_job
from tests.house.conftest import MORNING

ROOT = Path(settings.BASE_DIR)
in_service = override_settings(DEMO_MARK=False, DEMO=False)
# How a piece that somebody would deposit says that it was made for the demonstration.
DEPOSITED = "document fictif de demonstration"


@pytest.fixture(autouse=True)
def _marked(settings):
    settings.DEMO_MARK = True


def text_of(content: bytes) -> list[str]:
    """The words of each page, whatever their case."""
    return [re.sub(r"\s+", " ", page.extract_text()).casefold() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def workbook_of_one_row() -> bytes:
    return workbook([Sheet("Fiches", ["Région"], [["Bretagne"]])])


def sheets_of(content: bytes) -> list[str]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names


@pytest.mark.django_db
@pytest.mark.one_engine
def test_every_paper_of_the_demonstration_bears_the_mark_on_each_page():
    """On SQLite the papers wait to be drawn: one job of each kind draws some."""
    waiting = {deed: pk for pk, deed in Job.objects.filter(state="waiting").values_list("pk", "deed")}
    for pk in waiting.values():
        run_job(pk)
    kept = Document.objects.filter(media_type=documents.PDF)
    bare = [
        f"{paper.name}, page {number}"
        for paper in kept
        for number, text in enumerate(text_of(documents.read(paper)), start=1)
        if PAPER.casefold() not in text and DEPOSITED not in text
    ]
    assert kept.count() > 10
    assert bare == []


@pytest.mark.django_db
def test_a_letter_is_marked_by_the_instance_that_prints_it():
    letter = letter_of(Decision.objects.filter(application__project__call__slug="exploration-2021")[0])
    assert all(PAPER.casefold() in page for page in text_of(printed(letter)))
    with in_service:
        assert not any("démonstration" in page for page in text_of(printed(letter)))


def test_every_paper_is_drawn_on_the_one_page_that_bears_the_mark():
    drawn = [*ROOT.glob("templates/*/pdf/*.html"), ROOT / "templates/acts/act_pdf.html"]
    papers = [path for path in drawn if not path.name.startswith("_")]
    assert len(papers) > 8
    for path in papers:
        assert '{% extends "pdf/base_pdf.html" %}' in path.read_text(encoding="utf-8"), path
    rooms = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"tests", "bench"}]
    sources = [path for room in rooms for path in room.rglob("*.py")]
    drawing = [path.relative_to(ROOT) for path in sources if "from weasyprint" in path.read_text(encoding="utf-8")]
    assert drawing == [Path("records/pdf.py")]


@pytest.mark.django_db
def test_every_mail_and_appointment_of_the_demonstration_bears_the_mark():
    messages = Message.objects.all()
    assert messages.count() > 50
    assert all(compose(message).subject.startswith(IN_TITLES) for message in messages)
    meeting = Meeting.objects.first()
    assert IN_TITLES in calendar_file(meeting, method="PUBLISH", now=MORNING).decode()
    with in_service:
        assert IN_TITLES not in compose(messages[0]).subject
        assert IN_TITLES not in calendar_file(meeting, method="PUBLISH", now=MORNING).decode()


@pytest.mark.django_db
def test_a_mail_about_a_password_bears_the_mark(client):
    client.post(reverse("account_reset_password"), {"email": "secretariat@dgos.example"})
    with in_service:
        client.post(reverse("account_reset_password"), {"email": "secretariat@dgos.example"})
    assert [message.subject.startswith(IN_TITLES) for message in mail.outbox] == [True, False]


@pytest.mark.django_db
def test_the_check_page_never_calls_a_letter_of_the_demonstration_authentic(client):
    for notice in Notice.objects.exclude(act__document=None).select_related("act")[:10]:
        url = reverse("acts:check", args=[notice.act.check_code])
        page = client.get(url).content.decode()
        assert "Document de démonstration, sans valeur" in page
        assert "authentique" not in page
        with in_service:
            assert "authentique" in client.get(url).content.decode()
            assert "démonstration" not in client.get(url).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["home", "calls:calls", "legal", "account_login", "acts:check_search"])
def test_every_page_has_the_one_banner(client, name):
    assert client.get(reverse(name)).content.decode().count('class="fr-notice__title">Démonstration.') == 1
    with in_service:
        page = client.get(reverse(name)).content.decode()
    assert "Démonstration." not in page
    assert "appel fictif" not in page


def test_a_workbook_bears_the_mark_beside_its_data():
    assert sheets_of(workbook_of_one_row()) == ["Fiches", "Démonstration"]
    with zipfile.ZipFile(io.BytesIO(workbook_of_one_row())) as archive:
        assert PAPER in archive.read("xl/worksheets/sheet1.xml").decode()
    with in_service:
        assert sheets_of(workbook_of_one_row()) == ["Fiches"]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["exploration-2021", "experimentation-2022"])
def test_an_archive_tells_its_sources_from_its_inventions(client, slug):
    """Words for the days that no text gives, and a label beside what is invented."""
    page = client.get(reverse("calls:call", args=[slug])).content.decode()
    call = Call.objects.get(slug=slug)
    assert "Ce qui vient des sources" in page
    assert page.count("exemple fictif") >= 5
    assert all(words in page for words in call.dates_in_words.values())
    for invented in ("17 mai 2021", "18 novembre 2021", "15 décembre 2021", "3 octobre 2022", "12 janvier 2023"):
        assert invented not in page.replace("\N{NO-BREAK SPACE}", " ")
