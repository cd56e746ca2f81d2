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
from django.utils import timezone

from core import demonstration
from core.wording import PARIS, counted, instant
from records.documents import ACCEPTED, download

# Limits of the format itself.
LONGEST_TEXT = 32_767
LONGEST_TITLE = 31
CUT = " […]"
NARROWEST, WIDEST = 10, 60
# Paper sizes by the format's own numbers, and the width in characters that stays readable on the smaller.
A4, A3 = 9, 8
WIDEST_ON_A4 = 200


@dataclass(frozen=True)
class Sheet:
    """One sheet: French headers, then rows of text, numbers, `Decimal`, dates, instants, booleans or None."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Any]]


@dataclass(frozen=True)
class About:
    """What the first sheet says of an export: what it lists, who made it, and which filters were on.

    `asked` are (label, what was asked); none of them means that nothing was left out.
    """

    title: str
    by: str
    asked: Sequence[tuple[str, str]] = ()

    def lines(self, written: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
        """(what, said), the number of lines of each sheet last."""
        return [
            ("Contenu", self.title),
            ("Établi le", instant(timezone.now())),
            ("Par", self.by),
            *((f"Filtre : {label}", asked) for label, asked in self.asked),
            *([] if self.asked else [("Filtres", "aucun")]),
            *((f"Feuille « {title} »", counted(number, "ligne")) for title, number in written),
        ]


def workbook(sheets: Sequence[Sheet], about: About | None = None) -> bytes:
    """The XLSX bytes; instants are shown in Paris time, Decimals with two places.

    It opens on its first sheet of rows, and prints on landscape pages, one page wide, after what it is `about`. The
    mark of a demonstration heads each printed page and fills a last sheet: a row of it would stand among the data.
    """
    stream = io.BytesIO()
    if settings.DEMO_MARK:
        sheets = [*sheets, Sheet("Démonstration", [demonstration.WORKBOOK], [])]
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        formats = {
            "header": book.add_format({"bold": True, "bg_color": "#E3E3FD", "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"valign": "top", "text_wrap": True}),
            "decimal": book.add_format({"valign": "top", "num_format": "#,##0.00"}),
            "day": book.add_format({"valign": "top", "num_format": "dd/mm/yyyy"}),
            "instant": book.add_format({"valign": "top", "num_format": "dd/mm/yyyy hh:mm"}),
        }
        taken: set[str] = set()
        first = book.add_worksheet(sheet_title("À propos", taken)) if about else None
        written = []
        for sheet in sheets:
            page = book.add_worksheet(sheet_title(sheet.title, taken))
            written.append((sheet.title, write_sheet(page, sheet, formats)))
            if first and len(written) == 1:
                page.activate()
        if first and about:
            write_sheet(first, Sheet("", ["À propos de cet export", ""], about.lines(written)), formats)
    return stream.getvalue()


def write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> int:
    """Write the rows and how they print; how many there are."""
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
    page.set_landscape()
    page.set_paper(A4 if sum(widths) <= WIDEST_ON_A4 else A3)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&RPage &P sur &N")
    return last


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
            page.write_string(row, column, text, formats["text"])


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


def xlsx_response(name: str, sheets: Sequence[Sheet], about: About | None = None) -> HttpResponse:
    """The workbook as a download."""
    return download(name, workbook(sheets, about), media_type=ACCEPTED["xlsx"])
