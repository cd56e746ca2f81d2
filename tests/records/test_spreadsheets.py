"""Spreadsheets read back with another library say what was written."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from records.documents import ACCEPTED
from records.spreadsheets import LONGEST_TEXT, About, Sheet, workbook, xlsx_response

NASTY = [
    "=1+1",
    '=HYPERLINK("http://exemple.test")',
    "+33 1 23",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "première\nseconde",
    "avant\x0baprès",
    "_x000B_",
    "http://exemple.test/",
    "mailto:a@exemple.test",
    "  espaces  ",
    "😀 é",
]


def read_back(content: bytes) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_text_is_identical_and_never_a_formula_nor_a_link():
    """Case 31."""
    content = workbook([Sheet("Fiches", ["Texte"], [[text] for text in NASTY])])
    assert [row[0] for row in read_back(content)["Fiches"][1:]] == NASTY
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in page
        assert "<hyperlink" not in page
        assert not [name for name in archive.namelist() if "rels" in name and "sheet1" in name]


def test_numbers_dates_and_booleans_keep_their_type():
    instant = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    row = [Decimal("70000.50"), 3, date(2026, 11, 22), instant, True, None]
    content = workbook([Sheet("Types", ["a", "b", "c", "d", "e", "f"], [row])])
    read = read_back(content)["Types"][1]
    assert read[:2] == [70000.5, 3.0]
    assert read[2] == date(2026, 11, 22)
    assert read[3] == datetime(2026, 7, 2, 0, 30)  # noqa: DTZ001 - spreadsheets hold no zone; ours is Paris
    assert read[4] == "oui"


def test_too_long_a_text_is_cut_visibly_and_half_surrogates_do_not_break():
    content = workbook([Sheet("Longs", ["a", "b"], [["x" * 40_000, "demi \ud800"]])])
    long, half = read_back(content)["Longs"][1]
    assert len(long) == LONGEST_TEXT
    assert long.endswith("[…]")
    assert half == "demi ?"


def test_titles_lose_what_the_format_forbids_and_stay_distinct():
    content = workbook([Sheet(title, ["a"], []) for title in ("Île [1]/2", "ÎLE [1]/2", "", "x" * 50, "x" * 60)])
    names = list(read_back(content))
    assert len({name.lower() for name in names}) == 5
    assert all(len(name) <= 31 for name in names)


def test_header_is_frozen_and_filtered():
    content = workbook([Sheet("Fiches", ["Région", "Montant"], [["Bretagne", Decimal(1)]])])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in page
    assert '<autoFilter ref="A1:B2"' in page


def test_an_export_says_first_what_it_is_and_opens_on_its_rows():
    about = About("Décisions de l'appel", "Lou Petit, secrétaire (DGOS)", [("État", "Validée")])
    content = workbook([Sheet("Décisions", ["Région"], [["Bretagne"], ["Paca"]])], about)
    read = read_back(content)
    assert list(read)[:2] == ["À propos", "Décisions"]
    said = dict(read["À propos"][1:])
    assert said["Contenu"] == "Décisions de l'appel"
    assert said["Par"] == "Lou Petit, secrétaire (DGOS)"
    assert said["Filtre : État"] == "Validée"
    assert said["Feuille « Décisions »"] == "2\N{NO-BREAK SPACE}lignes"
    assert "Établi le" in said
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = archive.read("xl/workbook.xml").decode()
    assert 'activeTab="1"' in book
    assert (
        dict(read_back(workbook([Sheet("a", ["b"], [])], About("Rien", "Lou")))["À propos"][1:])["Filtres"] == "aucun"
    )


@pytest.mark.parametrize(("columns", "paper"), [(3, 9), (45, 8)])
def test_rows_print_wrapped_on_landscape_pages_one_page_wide(columns, paper):
    content = workbook([Sheet("Fiches", [f"Colonne {n}" for n in range(columns)], [["mot " * 30] * columns])])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        book, styles = archive.read("xl/workbook.xml").decode(), archive.read("xl/styles.xml").decode()
    assert 'orientation="landscape"' in page
    assert f'paperSize="{paper}"' in page
    assert '<pageSetUpPr fitToPage="1"/>' in page
    assert 'fitToHeight="0"' in page
    assert "_xlnm.Print_Titles" in book
    assert 'wrapText="1"' in styles


@pytest.mark.parametrize("name", ["décisions.xlsx", 'a"b.xlsx'])
def test_download_carries_its_name_and_is_not_guessed(name):
    response = xlsx_response(name, [Sheet("Fiches", ["a"], [])])
    assert response["Content-Type"] == ACCEPTED["xlsx"]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
