"""What joined files hold: nothing that runs, hides, or does not open (case 68)."""

import pytest

from records import examining
from records.documents import ACCEPTED, PDF
from records.examining import examine
from tests.papers import pdf, png
from tests.records.test_documents import docx, odt, xlsx

PNG, DOCX = ACCEPTED["png"], ACCEPTED["docx"]
LINK = '<Relationship Id="r1" Target="http://ailleurs.example/x" {0}Type="http://schemas.example/relationships/{1}"/>'


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (pdf(), PDF),
        (png(), PNG),
        (docx(), DOCX),
        (odt(), ACCEPTED["odt"]),
        (xlsx(), ACCEPTED["xlsx"]),
        (docx(**{"word/_rels/document.xml.rels": LINK.format('TargetMode="External" ', "hyperlink")}), DOCX),
    ],
)
def test_usual_files_are_sound(content, media_type):
    assert examine(content, media_type) == ""


@pytest.mark.parametrize(
    ("content", "media_type", "said"),
    [
        (pdf(program=True), PDF, "JavaScript"),
        (pdf(joined=True), PDF, "cache un autre fichier"),
        (pdf(password="secret"), PDF, "mot de passe"),
        (b"%PDF-1.7\n%%EOF", PDF, "ne s'ouvre pas"),
        (pdf()[:200], PDF, "ne s'ouvre pas"),
        (png()[:40], PNG, "ne s'ouvre pas"),
        (png(12_000, 9_000), PNG, "trop grande"),
        (docx()[:-30], DOCX, "ne s'ouvre pas"),
        (docx().replace(b"word/document.xml", b"word/document.xmm", 1), DOCX, "ne s'ouvre pas"),
        (docx(**{"word/_rels/a.rels": LINK.format('TargetMode="External" ', "attachedTemplate")}), DOCX, "ailleurs"),
    ],
)  # fmt: skip
def test_others_are_set_aside_with_the_reason(content, media_type, said):
    assert said in examine(content, media_type)


def test_a_pdf_that_is_too_long_is_set_aside(monkeypatch):
    monkeypatch.setattr(examining, "MOST_PAGES", 3)
    assert "de 1 à 3 pages" in examine(pdf(pages=4), PDF)
