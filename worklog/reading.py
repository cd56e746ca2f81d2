"""Reading a consultants' spreadsheet: XLSX or CSV bytes become rows of plain text, within bounds (cases 25, 29)."""

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from acia_portal.verdicts import Refused
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
REFERENCE = re.compile(rb"\sr\s*=\s*[\"']\$?([A-Za-z]{1,3})\$?([0-9]{1,7})[\"']")
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
        raise Refused("Ce fichier contient trop de texte pour un journal des jours.")
    return table


def read_xlsx(content: bytes) -> Table:
    check_office(content, "xlsx")
    check_corner(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise Refused(UNREADABLE) from error
    return [[plain_cell(cell) for cell in row[:MAX_COLUMNS]] for row in rows]


def check_corner(content: bytes) -> None:
    """Refuse, before any reader opens it, a workbook that inflates too much or holds a cell far away."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist():
                total += part.file_size
                if total > MAX_INFLATED:
                    raise Refused("Ce classeur deviendrait démesuré une fois ouvert : il n'est pas accepté.")
                for column, row in REFERENCE.findall(archive.read(part)):
                    if len(column) > 2 or int(row) > MAX_ROWS + SPARE_ROWS:  # noqa: PLR2004 - columns up to ZZ
                        raise Refused(f"Ce classeur a des cellules au-delà de {MAX_ROWS} lignes ou de 700 colonnes.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused(UNREADABLE) from error


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
