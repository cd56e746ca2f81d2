"""The public page behind the QR code."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from acts.views import verification
from commission.notices import issue
from records import documents
from tests.commission.decided import heard, validated
from tests.factories import NOW, CallFactory, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_window():
    cache.clear()


@pytest.fixture
def notice():
    return issue(validated(heard(CallFactory())), by=secretary(), now=NOW)


def test_anyone_with_the_code_reads_what_the_letter_says(client, notice):
    page = client.get(reverse("acts:check", args=[notice.act.check_code])).content.decode()
    project = notice.decision.application.project
    for expected in (
        notice.act.number,
        notice.act.document.sha256,
        project.ars.name,
        "100\N{NO-BREAK SPACE}000,50",
        "authentique",
    ):
        assert expected in page


def test_the_right_file_is_recognised_and_another_is_not(client, notice):
    url = reverse("acts:check", args=[notice.act.check_code])
    content = documents.read(notice.act.document)
    same = client.post(url, {"file": SimpleUploadedFile("lettre.pdf", content)})
    other = client.post(url, {"file": SimpleUploadedFile("lettre.pdf", content + b" ")})
    assert "C'est le même fichier" in same.content.decode().replace("&#x27;", "'")
    assert "Ce n'est pas le même fichier" in other.content.decode().replace("&#x27;", "'")


def test_nothing_sent_is_an_error_at_the_field_and_too_heavy_a_file_too(client, notice, settings):
    url = reverse("acts:check", args=[notice.act.check_code])
    assert "file" in client.post(url).context["form"].errors
    settings.DOCUMENT_MAX_BYTES = 10
    heavy = client.post(url, {"file": SimpleUploadedFile("lettre.pdf", b"x" * 11)})
    assert "bien plus lourd" in heavy.content.decode()


@pytest.mark.parametrize("code", ["inconnu", "ACIA-2026-N-0001", "%00", "é"])
def test_an_unknown_code_is_a_clear_404(client, notice, code):
    response = client.get(f"/verifier/{code}/")
    assert response.status_code == 404
    assert "Aucun document ne porte ce code" in response.content.decode()


def test_the_code_may_be_typed_or_the_whole_address_pasted(client, notice):
    url = reverse("acts:check", args=[notice.act.check_code])
    for typed in (notice.act.check_code, f" http://testserver{url} "):
        assert client.get(reverse("acts:check_search"), {"code": typed}).headers["Location"] == url
    wrong = client.get(reverse("acts:check_search"), {"code": "nimporte"})
    assert wrong.status_code == 200
    assert "Aucun document ne porte ce code" in wrong.content.decode()


def test_too_many_checks_from_one_address_wait(client, monkeypatch):
    monkeypatch.setattr(verification, "ASKED_AT_MOST", 2)
    statuses = [client.get("/verifier/inconnu/").status_code for _ in range(3)]
    assert statuses == [404, 404, 429]
