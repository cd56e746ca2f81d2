"""PDFs read back: archival, tagged, the same each time, and fetching no address found in the text."""

import io
import threading
from pathlib import Path

import pypdf
import pytest
from django.template import engines

from records import pdf

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def template(tmp_path, settings):
    """Write a throwaway template and return its name."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]

    def write(body: str) -> str:
        (tmp_path / "essai.html").write_text(
            "{% extends 'pdf/base_pdf.html' %}{% block content %}" + body + "{% endblock %}", encoding="utf-8"
        )
        engines._engines = {}
        return "essai.html"

    return write


def reader(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def test_a_pdf_is_archival_tagged_french_and_titled(template):
    made = reader(pdf.render(template("<h1>Bonjour</h1><p>Été à La Réunion</p>"), {}, title="Un titre"))
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert "/StructTreeRoot" in root
    assert made.metadata.title == "Un titre"
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3" in xmp.replace(" ", "") or 'pdfaid:part="3"' in xmp
    assert "Été à La Réunion" in made.pages[0].extract_text()


def test_the_same_input_gives_the_same_bytes_even_after_another_document_or_in_another_thread(template):
    name = template("<h1>{{ word }}</h1><p class='hash'>{{ word }}</p>")
    first = pdf.render(name, {"word": "notification"})
    pdf.render(name, {"word": "tout autre texte Ω"})
    assert pdf.render(name, {"word": "notification"}) == first
    elsewhere = []
    worker = threading.Thread(target=lambda: elsewhere.append(pdf.render(name, {"word": "notification"})))
    worker.start()
    worker.join()
    assert elsewhere == [first]


def attacks(secret: Path) -> list[str]:
    """Case 37: seven ways a text could make the portal read a file or call a server."""
    return [
        f'<img src="file://{secret}">',
        '<img src="http://127.0.0.1:9/pixel.png">',
        f'<style>@import url("file://{secret}"); @import url("http://127.0.0.1:9/a.css");</style>',
        f'<link rel="attachment" href="file://{secret}">',
        f'<a rel="attachment" href="file://{secret}">pièce</a>',
        f'<link rel="stylesheet" href="file://{secret}"><base href="file:///etc/">',
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{secret}" width="9" height="9"/></svg>',
        '<link rel="attachment" href="data:text/plain,bonjour"><p style="background:url(http://127.0.0.1:9/b)">texte</p>',
        f'<style>@font-face {{ font-family: x; src: url("file://{secret}") }} p {{ font-family: x }}</style>',
    ]


def test_no_address_is_read_and_nothing_attached_even_from_raw_html(template, tmp_path, monkeypatch):
    """Case 37."""
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    calls = []
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *args, **_: calls.append(args))
    # An @font-face leaves its mark on the font configuration: this document gets its own.
    monkeypatch.setattr(pdf, "kept", threading.local())
    made = reader(pdf.render(template("{{ raw|safe }}<p>La lettre est faite.</p>"), {"raw": "".join(attacks(secret))}))
    assert calls == []
    assert not made.attachments
    assert not [name for name in ("/Filespec", "/EmbeddedFile") if name in str(made.trailer["/Root"])]
    assert "La lettre est faite." in made.pages[0].extract_text()
    assert "SECRET" not in "".join(page.extract_text() for page in made.pages)


def test_typed_html_is_shown_as_text(template):
    """Case 38."""
    text = "<b>gras</b> <img src=file:///etc/passwd> </p><style>p{display:none}</style>"
    made = reader(pdf.render(template("<p>{{ text }}</p>"), {"text": text}))
    assert "<b>gras</b> <img src=file:///etc/passwd>" in made.pages[0].extract_text().replace("\n", " ")


def test_only_the_pictures_passed_in_are_drawn(template):
    made = reader(
        pdf.render(
            template('<img src="image:qr" alt="Code"><img src="image:autre" alt="Absente">'), {}, images={"qr": PIXEL}
        )
    )
    assert len(made.pages[0].images) == 1
