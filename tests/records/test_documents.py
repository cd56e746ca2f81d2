"""Files are what they say, keep their bytes, and harm nobody who opens them (cases 25, 26, 28)."""

import re
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from core.verdicts import Refused
from records import documents
from records.documents import displayed_name, read, serve, store, store_upload
from records.models import Document
from tests.factories import MembershipFactory

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0) + b"\x00" * 8
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"


def archive(**parts: str | bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return stream.getvalue()


def docx(**more: str | bytes) -> bytes:
    return archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}, **more)


def odt(**more: str | bytes) -> bytes:
    return archive(**{"mimetype": documents.ACCEPTED["odt"], "content.xml": "<x/>"}, **more)


def xlsx() -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet().write(0, 0, "Bonjour")
    return stream.getvalue()


def upload(name: str, content: bytes) -> Document:
    return store_upload(SimpleUploadedFile(name, content), by=MembershipFactory())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.pdf", PDF),
        ("Note.PDF", PDF),
        ("photo.jpeg", JPEG),
        ("photo.jpg", JPEG),
        ("plan.png", PNG),
        ("fiche.docx", docx()),
        ("fiche.odt", odt()),
        ("budget.xlsx", xlsx()),
    ],
)
def test_usual_files_are_kept_as_they_are(name, content):
    document = upload(name, content)
    assert read(document) == content
    assert document.name == name
    assert document.size == len(content)
    assert document.media_type in documents.ACCEPTED.values()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dessin.svg", b"<svg onload='alert(1)'/>"),
        ("page.html", b"<script>alert(1)</script>"),
        ("programme.exe", b"MZ\x90\x00"),
        ("sans_extension", PDF),
        ("programme.pdf", b"MZ\x90\x00" + b"\x00" * 100),
        ("page.pdf", b"<html><script>alert(1)</script>"),
        ("photo.png", PDF),
        ("fiche.docx", PDF),
        ("fiche.docx", xlsx()),
        ("budget.xlsx", docx()),
        ("fiche.docx", b"PK\x03\x04 coupe"),
        ("archive.docx", archive(**{"vers.exe": "MZ"})),
        ("vide.pdf", b""),
    ],
)
def test_other_files_are_refused(name, content):
    with pytest.raises(Refused):
        upload(name, content)
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_macros_are_refused():
    with pytest.raises(Refused, match="macros"):
        upload("fiche.docx", docx(**{"word/vbaProject.bin": b"\x00"}))
    with pytest.raises(Refused, match="macros"):
        upload("fiche.odt", odt(**{"Basic/Standard/Module1.xml": "<x/>"}))


@pytest.mark.django_db
def test_a_bomb_is_refused_before_it_is_inflated(monkeypatch):
    bomb = docx(**{"word/media/zeros": b"\x00" * (documents.OFFICE_MAX_BYTES + 1)})
    assert len(bomb) < 1024 * 1024
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("the archive was inflated"))
    with pytest.raises(Refused, match="démesuré"):
        upload("fiche.docx", bomb)


@pytest.mark.django_db
def test_an_archive_of_a_thousand_parts_is_refused():
    parts = {f"word/{n}": "" for n in range(documents.OFFICE_MAX_PARTS + 1)}
    with pytest.raises(Refused, match="démesuré"):
        upload("fiche.docx", docx(**parts))


@pytest.mark.django_db
def test_a_heavy_file_is_refused_by_its_announced_size(settings):
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    with pytest.raises(Refused, match="1 Mo au plus"):
        upload("note.pdf", PDF + b"\x00" * 1024 * 1024)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\note.pdf", "note.pdf"),
        ("no\x00te\n.pdf", "note.pdf"),
        ("rap\u202efdp.exe", "rapfdp.exe"),
        ("a\ud800b.pdf", "ab.pdf"),
        ("..", "document"),
        ("", "document"),
        ("Récapitulatif – été.pdf", "Récapitulatif – été.pdf"),
    ],
)
def test_hostile_names_are_neutralised(typed, shown):
    assert displayed_name(typed) == shown


def test_a_very_long_name_is_cut_and_keeps_its_extension():
    name = displayed_name("x" * 300 + ".pdf")
    assert len(name) <= 150
    assert name.endswith(".pdf")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["../../x.pdf", "x" * 300 + ".pdf", "é\u202e.pdf", "a.p f", "nom.<b>", "x"])
def test_the_stored_name_owes_nothing_to_the_typed_one(name):
    document = store(name, PDF, media_type="application/pdf")
    assert re.fullmatch(r"\d{4}/\d{2}/[0-9a-f-]{36}(\.[a-z0-9]{1,8})?", document.file.name)
    assert str(document.key) in document.file.name


@pytest.mark.django_db
def test_files_are_served_so_that_nothing_runs():
    document = upload("note « été ».pdf", PDF)
    response = serve(document)
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_changed_or_missing_file_is_not_served():
    document = store("lettre.pdf", PDF, media_type="application/pdf")
    Path(document.file.path).write_bytes(PDF + b"ajout")
    with pytest.raises(Refused, match="empreinte"):
        serve(document)
    document.file.storage.delete(document.file.name)
    with pytest.raises(Refused, match="introuvable"):
        serve(document)
