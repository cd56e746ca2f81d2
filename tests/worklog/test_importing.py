"""The consultants' spreadsheet: judged by line, imported whole or not at all, never twice."""

import html
import io
import re
import tracemalloc
import zipfile
import zlib
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.verdicts import NotAllowed, Refused
from records.models import JournalEntry
from records.spreadsheets import Sheet, workbook
from tests.factories import NOW
from tests.worklog.logged import (
    OCTOBER,
    TUESDAY,
    ars_writer,
    consultant,
    entry,
    living,
    method,
    noted,
    plan,
    stage,
    structure,
)
from worklog.entries import Line
from worklog.importing import import_table, judge
from worklog.models import WorkDay
from worklog.recording import record_days
from worklog.sealing import seal
from worklog.spreadsheet import MAX_INFLATED, MAX_ROWS, read_table

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
HEADER = ["date", "consultant", "étape", "jours", "méthode", "structure", "note"]


@pytest.fixture
def project():
    stage()
    method()
    project = living()
    plan(project)
    return project


@pytest.fixture
def hat(project):
    return consultant(project)


def table(*rows: list[str]) -> list[list[str]]:
    return [HEADER, *(row + [""] * (7 - len(row)) for row in rows)]


def wrong(project, hat, *rows: list[str]) -> dict[int, str]:
    report = judge(project, table(*rows), by=hat, now=NOW)
    assert not report.ready
    return {line.number: line.reason for line in report.wrong}


def test_every_column_is_understood(project, hat):
    place = structure(project).establishment
    colleague = consultant(project, job_title="Chargée d'étude")
    rows = [
        ["17/11/2026", hat.user.email.upper(), "Enquete", "0,5", "entretien", place.finess, "Équipe de nuit"],
        ["2026-11-18", str(colleague.user), "ENQUETE", "1 j", "", place.name.upper(), ""],
        ["19.11.2026", "", "Enquête", "0.25", "", "", ""],
    ]
    done = import_table(project, table(*rows), by=hat, name="jours.xlsx", now=NOW)
    assert done.added == 3
    first, second, third = WorkDay.objects.order_by("worked_on")
    assert (first.establishment, first.method.code, first.note) == (place, "ENTRETIEN", "Équipe de nuit")
    assert (second.consultant, second.days, second.establishment) == (colleague, 1, place)
    assert (third.consultant, third.days) == (hat, Decimal("0.25"))
    assert "fichier jours.xlsx" in JournalEntry.objects.get(deed="worklog.record_days").summary


def test_the_same_file_twice_imports_nothing_twice(project, hat):
    rows = table(["17/11/2026", "", "ENQUETE", "0,5"], ["17/11/2026", "", "ENQUETE", "0,25"])
    assert import_table(project, rows, by=hat, name="a.csv", now=NOW).added == 1
    assert import_table(project, rows, by=hat, name="a.csv", now=NOW).touched == 0
    assert WorkDay.objects.get().days == Decimal("0.75")
    report = judge(project, rows, by=hat, now=NOW)
    assert (len(report.known), report.new, report.wrong) == (2, [], [])


def test_each_faulty_line_says_why_by_its_number(project, hat):
    """Case 29."""
    foreign = structure(living()).establishment
    lines = {
        "inconnue": ["17/11/2026", "", "Inconnue", "0,5"],
        "calendrier": ["31/02/2026", "", "ENQUETE", "0,5"],
        "n'est pas une date": ["hier", "", "ENQUETE", "0,5"],
        "La date manque": ["", "", "ENQUETE", "0,5"],
        "L'étape manque": ["17/11/2026", "", "", "0,5"],
        "quarts": ["17/11/2026", "", "ENQUETE", "0,3"],
        "positif": ["17/11/2026", "", "ENQUETE", "-1"],
        "plus d'un jour": ["17/11/2026", "", "ENQUETE", "1,5"],
        "nul": ["17/11/2026", "", "ENQUETE", "0"],
        "jours manque": ["17/11/2026", "", "ENQUETE", ""],
        "consultant": ["17/11/2026", "inconnu@exemple.test", "ENQUETE", "0,5"],
        "structure": ["17/11/2026", "", "ENQUETE", "0,5", "", foreign.finess],
        "méthode": ["17/11/2026", "", "ENQUETE", "0,5", "Divination"],
        "200 caractères": ["17/11/2026", "", "ENQUETE", "0,5", "", "", "x" * 201],
        "invisible": ["17/11/2026", "", "ENQUETE", "0,5", "", "", "a\u202eb"],
        "nombre positif": ["17/11/2026", "", "ENQUETE", "٠٫٥"],
        "1 000 ou 1,00 : « 1,000 » se lit de deux façons": ["17/11/2026", "", "ENQUETE", "1,000"],
        "Avant l'attribution": ["01/08/2026", "", "ENQUETE", "0,5"],
        "n'est pas venu": ["01/12/2026", "", "ENQUETE", "0,5"],
    }
    found = wrong(project, hat, *lines.values())
    assert list(found) == list(range(2, 2 + len(lines)))
    for words, reason in zip(lines, found.values(), strict=True):
        assert words.lower() in reason.lower().replace("\xa0", " ")


def test_a_day_too_long_over_several_lines_is_refused(project, hat):
    place = structure(project).establishment
    rows = [["17/11/2026", "", "ENQUETE", "0,75"], ["17/11/2026", "", "ENQUETE", "0,5", "", place.name]]
    assert set(wrong(project, hat, *rows)) == {2, 3}
    noted(project, hat, days="0.5")
    assert "déjà 0,5" in wrong(project, hat, rows[0])[2].replace("\xa0", " ")


def test_a_sealed_month_takes_no_import(project, hat):
    noted(project, hat, OCTOBER, "1")
    seal(project, OCTOBER, by=hat, now=NOW)
    assert "scellé" in wrong(project, hat, ["02/10/2026", "", "ENQUETE", "0,5"])[2]


def test_two_structures_of_one_name_want_more_words(project, hat):
    for city in ("Villeneuve", "Vieilleville"):
        place = structure(project).establishment
        place.name, place.city = "Foyer fictif", city
        place.save()
    assert "plusieurs" in wrong(project, hat, ["17/11/2026", "", "ENQUETE", "0,5", "", "foyer fictif"])[2]
    ready = judge(
        project, table(["17/11/2026", "", "ENQUETE", "0,5", "", "Foyer fictif (Villeneuve)"]), by=hat, now=NOW
    )
    assert ready.new[0].entry.line.establishment.city == "Villeneuve"


def test_a_note_of_several_lines_is_the_cell_that_the_week_shows(as_hat, project, hat):
    rows = table(["17/11/2026", "", "ENQUETE", "0,5", "", "", "Équipe\nde  nuit"])
    import_table(project, rows, by=hat, name="a.csv", now=NOW)
    assert WorkDay.objects.get().note == "Équipe de nuit"
    line = Line(stage(), note="Équipe de nuit").name
    cell = f"j-{line}-2026-11-17"
    data = {"semaine": "2026-W47", f"etape-{line}": stage().pk, f"precision-{line}": "Équipe de nuit", cell: "1"}
    as_hat(hat).post(reverse("worklog:log", args=[project.pk]), data | {f"initial-{cell}": "0,5"})
    assert WorkDay.objects.get().days == 1


def test_all_or_nothing(project, hat):
    rows = table(["17/11/2026", "", "ENQUETE", "0,5"], ["18/11/2026", "", "Inconnue", "0,5"])
    with pytest.raises(Refused, match="Ligne 3"):
        import_table(project, rows, by=hat, name="a.csv", now=NOW)
    assert not WorkDay.objects.exists()
    with pytest.raises(NotAllowed):
        import_table(project, rows[:2], by=ars_writer(project), name="a.csv", now=NOW)


def test_headers_are_tolerant_and_others_left_aside(project, hat):
    rows = [
        ["Journal de l'Aract"],
        [],
        ["ÉTAPE", "Nb jours", "Remarques perso", "Date"],
        ["ENQUETE", "0,5", "x", "17/11/2026"],
    ]
    report = judge(project, rows, by=hat, now=NOW)
    assert (report.ready, report.lines[0].number, report.ignored) == (True, 4, ["Remarques perso"])
    for faulty in ([], [["date", "jours"]], [["étape", "jours", "date"]], [["a"], ["b"]]):
        with pytest.raises(Refused):
            judge(project, faulty, by=hat, now=NOW)


def test_judging_costs_the_same_queries_for_one_line_and_for_fifty(project, hat, django_assert_num_queries):
    for number in (1, 50):
        rows = table(
            *([f"{rank % 30 + 1:02d}/10/2026", "", "ENQUETE", "0,25", "", "", f"N{rank}"] for rank in range(number))
        )
        with django_assert_num_queries(7):
            assert judge(project, rows, by=hat, now=NOW).ready


# Reading files


def test_spreadsheets_give_their_dates_and_numbers():
    rows = [
        [
            date(2026, 11, 17),
            "a@exemple.test",
            "ENQUETE",
            Decimal("0.5"),
            datetime(2026, 11, 17, 10, tzinfo=UTC),
            1,
            None,
        ]
    ]
    content = workbook([Sheet("Jours", HEADER, rows)])
    read = read_table("jours.XLSX", content)
    assert read == [HEADER, ["2026-11-17", "a@exemple.test", "ENQUETE", "0.5", "2026-11-17", "1", ""]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_csv_in_the_encodings_that_people_have(encoding, separator):
    """Case 29."""
    text = separator.join(["étape", "jours"]) + "\r\n" + separator.join(["Enquête", "0,5"]) + "\r\n"
    assert read_table("a.csv", text.encode(encoding)) == [["étape", "jours"], ["Enquête", "0,5"]]


def test_a_date_that_lost_its_format_is_still_a_date(project, hat):
    report = judge(project, table(["46343", "", "ENQUETE", "0,5"]), by=hat, now=NOW)
    assert report.new[0].entry.on == TUESDAY


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.pdf", b"%PDF-1.4"),
        ("a.xlsx", b"PK nothing"),
        ("a.xlsx", b"date;jours"),
        ("a.csv", b'date;"jours\n17/11/2026;0,5'),
        ("a.csv", "étape".encode("cp1252") + b"\x81\x8d"),
        ("a.csv", b"x;" * (1024 * 1024 + 1)),
        ("a.csv", b"a;b\n" * (MAX_ROWS + 30)),
        ("../../etc/passwd", b"a;b"),
    ],
)
def test_files_that_are_not_a_table_are_refused(name, content):
    """Cases 26 and 28."""
    with pytest.raises(Refused):
        read_table(name, content)


def bomb(cell: str = "A1", padding: int = 0) -> bytes:
    """A workbook whose only cell stands at `cell`, its sheet inflated by as many bytes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet().write_string("B2", "x")
    source, target = zipfile.ZipFile(io.BytesIO(stream.getvalue())), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b'r="B2"', f'r="{cell}"'.encode()) + b" " * padding
            archive.writestr(part.filename, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "content", [bomb("XFD1048576"), bomb("A1048576"), bomb("AAA1"), bomb(padding=25 * 1024 * 1024)]
)
def test_a_bomb_is_refused_before_it_is_opened(content, monkeypatch):
    """Case 25."""
    assert len(content) < 2 * 1024 * 1024
    monkeypatch.setattr("worklog.spreadsheet.CalamineWorkbook", None)
    with pytest.raises(Refused):
        read_table("a.xlsx", content)


def packed(sheet: bytes, claimed: int | None = None, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook around this sheet; its table of contents gives `claimed` as the sheet's size, if told."""
    target, name = io.BytesIO(), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(bomb())) as source, zipfile.ZipFile(target, "w", way) as archive:
        for part in source.infolist():
            archive.writestr(part.filename, sheet if part.filename == name else source.read(part))
        if claimed is not None:
            archive.getinfo(name).file_size = claimed
            archive.getinfo(name).CRC = zlib.crc32(sheet[:claimed])
    return target.getvalue()


def sheet_of(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + space + b'"><sheetData>' + rows + b"</sheetData></worksheet>"


CELL = b"<c><v>1</v></c>"


@pytest.mark.parametrize(
    "rows",
    [
        b"<row>" + CELL + b"</row>" + b"<row/>" * 3000,
        b"<row>" + CELL * 800 + b"</row>",
        b"<x:row xmlns:x='y'>" + CELL * 800 + b"</x:row>",
        b'<row r="1000000">' + CELL + b"</row>",
    ],
)
def test_cells_that_do_not_say_where_they_stand_are_counted(rows, monkeypatch):
    """A few kilobytes of them would fill the memory, a sheet being laid out as a rectangle (case 25)."""
    monkeypatch.setattr("worklog.spreadsheet.CalamineWorkbook", None)
    with pytest.raises(Refused):
        read_table("a.xlsx", packed(sheet_of(rows)))


def test_a_table_of_contents_that_lies_hides_nothing_from_the_judge():
    """The reader opens what was judged, never more: beyond the size that the file claims, nothing is inflated."""
    sound = sheet_of(b"<row>" + CELL + b"</row>")
    assert read_table("a.xlsx", packed(sound + b" " * 9999, claimed=len(sound))) == [["1"]]
    content = packed(sound + b" " * 100 * 1024 * 1024, claimed=len(sound))
    tracemalloc.start()
    with suppress(Refused):
        read_table("a.xlsx", content)
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert highest < 3 * MAX_INFLATED


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_is_packed_as_spreadsheet_programs_do(way):
    """Python inflates the other ways without bound."""
    with pytest.raises(Refused):
        read_table("a.xlsx", packed(sheet_of(b"<row>" + CELL + b"</row>"), way=way))


# The page


def url(project, name="import_days") -> str:
    return reverse(f"worklog:{name}", args=[project.pk])


def sent(client, project, content: str, name="jours.csv"):
    return client.post(url(project), {"file": SimpleUploadedFile(name, content.encode())})


def test_a_file_is_read_then_imported_by_one_act(as_hat, project, hat):
    client = as_hat(hat)
    answer = sent(client, project, "date;étape;jours\n17/11/2026;ENQUETE;0,5\n18/11/2026;ENQUETE;1\n")
    assert not WorkDay.objects.exists()
    page = answer.content.decode()
    assert "Importer 2" in page
    judged = re.search(r'name="judged" value="([^"]+)"', page)[1]
    assert client.post(url(project), {"judged": judged}).headers["Location"] == url(project, "entries")
    client.post(url(project), {"judged": judged})
    assert WorkDay.objects.count() == 2


def test_what_was_judged_is_good_for_its_project_and_author_alone(as_hat, project, hat):
    """Case 34."""
    client = as_hat(hat)
    page = sent(client, project, "date;étape;jours\n17/11/2026;ENQUETE;0,5\n").content.decode()
    judged = re.search(r'name="judged" value="([^"]+)"', page)[1]
    other = living(ars=project.ars, aract=project.aract)
    client.post(url(other), {"judged": judged})
    as_hat(consultant(project)).post(url(project), {"judged": judged})
    client.post(url(project), {"judged": judged[:-2] + "xx"})
    client.post(url(project), {"judged": "\x00"})
    assert not WorkDay.objects.exists()


def test_a_log_that_moved_since_the_reading_is_judged_anew(as_hat, project, hat):
    client = as_hat(hat)
    page = sent(client, project, "date;étape;jours\n17/11/2026;ENQUETE;1\n").content.decode()
    judged = re.search(r'name="judged" value="([^"]+)"', page)[1]
    record_days(project, [entry(hat, TUESDAY, "0.25")], by=hat, now=NOW)
    answer = client.post(url(project), {"judged": judged}, follow=True)
    assert "rien n'est importé" in html.unescape(answer.content.decode())
    assert WorkDay.objects.get().days == Decimal("0.25")


def test_a_faulty_file_gives_its_report_and_no_button(as_hat, project, hat):
    page = sent(as_hat(hat), project, "date;étape;jours\n17/11/2026;<b>?</b>;0,5\n").content.decode()
    assert "&lt;b&gt;?&lt;/b&gt;" in page
    assert 'name="judged"' not in page


def test_unreadable_files_are_refused_at_the_field(as_hat, project, hat):
    client = as_hat(hat)
    assert sent(client, project, "x", "a.exe").context["form"].errors["file"]
    assert client.post(url(project)).context["form"].errors["file"]


def test_only_the_aract_imports(as_hat, project):
    reader = as_hat(ars_writer(project))
    assert {reader.get(url(project)).status_code, reader.get(url(project, "import_template")).status_code} == {403}
    assert as_hat(consultant(living())).get(url(project)).status_code == 404


def test_the_template_reads_back(as_hat, project, hat):
    answer = as_hat(hat).get(url(project, "import_template"))
    report = judge(project, read_table("modele.xlsx", answer.content), by=hat, now=NOW)
    assert [line.reason for line in report.lines] == [""]
