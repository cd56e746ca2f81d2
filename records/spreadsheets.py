"""Making XLSX files that say exactly what the rows say: no cell is ever a formula or a link (case 31)."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse

from core import demonstration
from core.wording import PARIS
from records.documents import ACCEPTED, download

# Limits of the format itself.
LONGEST_TEXT = 32_767
LONGEST_TITLE = 31
CUT = " […]"
NARROWEST, WIDEST = 10, 60


@dataclass(frozen=True)
class Sheet:
    """One sheet: French headers, then rows of text, numbers, `Decimal`, dates, instants, booleans or None."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Any]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The XLSX bytes; instants are shown in Paris time, Decimals with two places.

    The mark of a demonstration heads each printed page and fills a last sheet: a row of it would stand among the data.
    """
    stream = io.BytesIO()
    if settings.DEMO_MARK:
        sheets = [*sheets, Sheet("Démonstration", [demonstration.WORKBOOK], [])]
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        formats = {
            "header": book.add_format({"bold": True, "bg_color": "#E3E3FD", "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"valign": "top"}),
            "wrapped": book.add_format({"valign": "top", "text_wrap": True}),
            "decimal": book.add_format({"valign": "top", "num_format": "#,##0.00"}),
            "day": book.add_format({"valign": "top", "num_format": "dd/mm/yyyy"}),
            "instant": book.add_format({"valign": "top", "num_format": "dd/mm/yyyy hh:mm"}),
        }
        taken: set[str] = set()
        for sheet in sheets:
            write_sheet(book.add_worksheet(sheet_title(sheet.title, taken)), sheet, formats)
    return stream.getvalue()


def write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    widths = [max(NARROWEST, len(header) + 4) for header in sheet.headers]
    for column, header in enumerate(sheet.headers):
        page.write_string(0, column, header, formats["header"])
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            write_cell(page, last, column, value, formats)
            if column < len(widths):
                longest = max((len(line) for line in str(value).split("\n")), default=0)
                widths[column] = min(WIDEST, max(widths[column], longest + 2))
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    if settings.DEMO_MARK:
        page.set_header(f"&C{demonstration.PAPER}")
    page.freeze_panes(1, 0)
    if sheet.headers:
        page.autofilter(0, 0, last, len(sheet.headers) - 1)


def write_cell(page: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    """Write by type; what is not a number or a date is text, whatever it begins with."""
    match value:
        case None | "":
            return
        case bool():
            page.write_string(row, column, "oui" if value else "non", formats["text"])
        case Decimal():
            page.write_number(row, column, value, formats["decimal"])
        case int() | float():
            page.write_number(row, column, value, formats["text"])
        case datetime():
            local = value.astimezone(PARIS).replace(tzinfo=None) if value.tzinfo else value
            page.write_datetime(row, column, local, formats["instant"])
        case date():
            page.write_datetime(row, column, value, formats["day"])
        case _:
            text = fitting(str(value))
            kind = "wrapped" if "\n" in text or len(text) > WIDEST else "text"
            page.write_string(row, column, text, formats[kind])


def fitting(text: str) -> str:
    """Text that the format can hold: half surrogates replaced, too long a text cut visibly."""
    sound = text.encode("utf-8", "replace").decode("utf-8")
    return sound if len(sound) <= LONGEST_TEXT else sound[: LONGEST_TEXT - len(CUT)] + CUT


def sheet_title(wanted: str, taken: set[str]) -> str:
    """A title without the signs that the format forbids, within 31 characters, different from the others."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip(" '") or "Feuille"
    title, copy = plain[:LONGEST_TITLE], 2
    while title.lower() in taken:
        suffix = f" ({copy})"
        title, copy = plain[: LONGEST_TITLE - len(suffix)] + suffix, copy + 1
    taken.add(title.lower())
    return title


def xlsx_response(name: str, sheets: Sequence[Sheet]) -> HttpResponse:
    """The workbook as a download."""
    return download(name, workbook(sheets), media_type=ACCEPTED["xlsx"])
