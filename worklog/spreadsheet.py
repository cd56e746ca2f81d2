"""Reading a consultants' spreadsheet: XLSX or CSV bytes become rows of plain text, within bounds (cases 25, 29)."""

import csv
import io
import re
import zipfile
import zlib
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from core.verdicts import Refused
from records.documents import check_office, displayed_name

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 2000
MAX_COLUMNS = 40
MAX_CELL = 500
MAX_TEXT = 1024 * 1024
# A title, a blank line and a header may stand above the days.
SPARE_ROWS = 20
# What a sheet of days may hold once inflated. The reader lays a sheet out as a full rectangle: its corner counts too.
MAX_INFLATED = 20 * 1024 * 1024
MAX_WIDTH = 702
# Where a cell or a line says that it stands, and where one begins without saying so.
REFERENCE = re.compile(rb"\sr\s*=\s*[\"']\$?([A-Za-z]*)\$?([0-9]+)[\"']")
ROW = re.compile(rb"<(?:[^<>\s/:]+:)?row(?=[\s/>])")
CELL = re.compile(rb"<(?:[^<>\s/:]+:)?c(?=[\s/>])")
# Such a part would hide from these patterns; no spreadsheet program writes it.
UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
UNREADABLE = "Ce fichier ne se lit pas comme un classeur : enregistrez-le de nouveau en .xlsx ou en .csv."

Table = list[list[str]]


def read_table(name: str, content: bytes) -> Table:
    """The rows of the first sheet, blank ones included so that line numbers are those of the file."""
    if not content:
        raise Refused("Ce fichier est vide.")
    if len(content) > MAX_BYTES:
        raise Refused("Ce fichier dépasse 2 Mo : un an de jours tient en bien moins.")
    match PurePosixPath(displayed_name(name).lower()).suffix:
        case ".xlsx":
            table = read_xlsx(content)
        case ".csv" | ".txt":
            table = read_csv(content)
        case _:
            raise Refused("Choisissez un classeur .xlsx ou un fichier .csv.")
    while table and not any(table[-1]):
        table.pop()
    if len(table) > MAX_ROWS + SPARE_ROWS:
        raise Refused(f"Ce fichier a plus de {MAX_ROWS} lignes : importez-le en plusieurs fois.")
    if sum(len(cell) for row in table for cell in row) > MAX_TEXT:
        raise Refused("Ce fichier contient trop de texte pour un relevé de jours.")
    return table


def read_xlsx(content: bytes) -> Table:
    check_office(content, "xlsx")
    sound = judged(content)
    try:
        book = CalamineWorkbook.from_filelike(sound)
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise Refused(UNREADABLE) from error
    return [[plain_cell(cell) for cell in row[:MAX_COLUMNS]] for row in rows]


def judged(content: bytes) -> io.BytesIO:
    """The workbook, packed again from the same bytes whose size was found acceptable.

    A table of contents may lie about sizes, and a file may be of two formats at once: no reader opens it as it came.
    """
    total, sound = 0, io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(sound, "w") as copy:
            for part in archive.infolist():
                total += part.file_size
                if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                    raise Refused(UNREADABLE)  # Python inflates the other kinds without bound
                if total > MAX_INFLATED:
                    raise Refused("Ce classeur deviendrait démesuré une fois ouvert : il n'est pas accepté.")
                with archive.open(part) as stream:
                    inflated = stream.read(MAX_INFLATED)  # never all at once: its size may be a lie
                check_corner(inflated)
                copy.writestr(part.filename, inflated)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused(UNREADABLE) from error
    sound.seek(0)
    return sound


def check_corner(part: bytes) -> None:
    """Refuse a part that holds a cell far away, by what it says or by how many stand before it."""
    if part.startswith(UTF16):
        raise Refused(UNREADABLE)
    rows = ROW.split(part)
    if len(rows) == 1:
        return  # not a sheet: «r» has other meanings there
    last = MAX_ROWS + SPARE_ROWS
    far = any(len(column) > 2 or len(row) > 7 or int(row) > last for column, row in REFERENCE.findall(part))  # noqa: PLR2004
    if far or len(rows) - 1 > last or any(len(CELL.findall(row)) > MAX_WIDTH for row in rows):
        raise Refused(f"Ce classeur a des cellules au-delà de {MAX_ROWS} lignes ou de {MAX_WIDTH} colonnes.")


def read_csv(content: bytes) -> Table:
    text = decoded(content)
    first = text.split("\n", 1)[0]
    separator = max(";\t,", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise Refused("Ce fichier .csv est coupé ou mal formé : vérifiez ses guillemets.") from error
    return [[plain_cell(cell) for cell in row[:MAX_COLUMNS]] for row in rows]


def decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else Windows-1252, which old exports still write."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("L'encodage de ce fichier n'est pas reconnu : enregistrez-le en UTF-8 ou en .xlsx.")


def plain_cell(value: Any) -> str:
    """A cell as text: ISO dates, numbers without a useless «.0», nothing for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case float() if value.is_integer():
            return str(int(value))
        case date():
            # An instant is a date too; its hour says nothing here.
            return value.isoformat()[:10]
        case _:
            return str(value).strip()[:MAX_CELL]
