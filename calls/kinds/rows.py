"""Tables and repeated blocks: rows of a few named cells, each of a simpler kind, added, removed and moved by people.

Each cell is a field of its own in a form, named «budget.k3f9a2bc.cout», under the identity of its row: two people who
add different rows, or write in different cells, lose nothing of one another's, and the same cell shows both texts
(`core.editing`). A row that is removed stays stored and comes back at a click, or when somebody writes in it.

Stored: [{"id", "cells": {code: stored value}, "rank"?, "removed"?}]. Canonical, in the order in which it is read:
{"columns": [{"code", "label", "kind"}], "rows": [{"name", "cells": [canonical value]}], "totals": {code: total}}.
"""

# ruff: noqa: ARG002 - every kind is asked in the same words

import csv
import io
import secrets
import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as settings_field
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from calls.enums import QuestionKind
from calls.kinds.base import DOT, Kind, ReadAnswer, ReadTable, TermLists, is_empty
from calls.kinds.choosing import Choice, ChoicesKind, YesNo
from calls.kinds.columns import IDENTITY, RANK, REMOVE, RESERVED, Column, ColumnsField, NamesField
from calls.kinds.figures import Amount, DayKind, WholeNumber
from calls.kinds.texts import Email, LongText, ShortText
from core.inputs import WholeNumberField
from core.wording import counted

REMOVED = "oui"
MOST_ROWS, MOST_CELLS = 40, 160
# Removed rows that are kept, the latest; and the blank ones offered to who has no script.
MOST_REMOVED = 20
# Removed rows that a page still draws.
SHOWN_REMOVED = 3
TOTAL = "Total"


def new_identity() -> str:
    """A row's own name, which two people do not give to two rows."""
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(8))


@dataclass(frozen=True)
class RowsKind(Kind):
    """What tables and blocks share."""

    allowed: ClassVar[tuple[type[Kind], ...]] = ()
    # What one row is called, to who adds or lacks one.
    row_word: ClassVar[str] = "ligne"
    # Blank rows that a page offers, for who adds some without script.
    spare: ClassVar[int] = 2
    # Whether they stand side by side, with no room for their labels.
    cells_are_narrow: ClassVar[bool] = True
    columns: tuple[Column, ...] = ()
    least: int = 0
    most: int = 20

    @classmethod
    def settings_fields(cls) -> dict[str, forms.Field]:
        return {
            "columns": ColumnsField(label="Colonnes", kinds={kind.code: kind for kind in cls.allowed}),
            "least": WholeNumberField(label="Lignes au moins", max_value=MOST_ROWS, required=False),
            "most": WholeNumberField(label="Lignes au plus", min_value=1, max_value=MOST_ROWS, required=False),
        }

    @classmethod
    def first_settings(cls) -> dict[str, Any]:
        return {"columns": [{"code": "intitule", "label": "Intitulé", "kind": str(QuestionKind.SHORT_TEXT)}]}

    def contradictions(self) -> Iterator[str]:
        if not self.columns:
            yield "Donnez au moins une colonne."
        if self.least > self.most:
            yield "Le nombre de lignes attendu dépasse le nombre permis."
        if max(self.most, len(self.names_of_rows)) * len(self.columns) > MOST_CELLS:
            yield f"{MOST_CELLS} cases au plus, lignes et colonnes multipliées : réduisez les lignes permises."

    @property
    def names_of_rows(self) -> dict[str, str]:
        """{identity: name} of rows that are always there; the others are free."""
        return {}

    @property
    def inputs(self) -> int:
        if self.names_of_rows:
            return 2 * len(self.names_of_rows) * len(self.columns)
        return (self.most + self.spare + SHOWN_REMOVED) * 2 * (len(self.columns) + len(RESERVED))

    def vocabularies(self) -> Collection[str]:
        return {name for column in self.columns for name in column.kind.vocabularies()}

    def faults(self, terms: TermLists) -> Iterator[str]:
        for column in self.columns:
            for fault in column.kind.faults(terms):
                yield f"(colonne « {column.label} ») {fault}"

    def explained(self, terms: TermLists) -> str:
        named = ", ".join(column.label for column in self.columns)
        bounds = f"{self.least} à {self.most}" if self.least else f"jusqu'à {self.most}"
        rows = self.names_of_rows
        how = f"{counted(len(rows), 'ligne')}" if rows else f"{bounds} {self.row_word}s"
        return f"{self.code.label.capitalize()}, {how} : {named}."

    # — typed and stored —

    def fields(
        self, name: str, terms: TermLists, stored: Any, sent: Collection[str], **said: Any
    ) -> dict[str, forms.Field]:
        """A field a cell, for the rows that are saved and those that the request carries."""
        made: dict[str, forms.Field] = {}
        for number, row in enumerate(self.identities(name, stored, sent), start=1):
            called = self.names_of_rows.get(row, f"{self.row_word} {number}")
            for column in self.columns:
                compact = {"compact": True} if isinstance(column.kind, Choice) and self.cells_are_narrow else {}
                label = f"{column.label}, {called}" if self.cells_are_narrow else column.label
                cell = column.kind.field(terms, label=label, required=column.required, **compact)
                cell.column, cell.called = column, called  # type: ignore[attr-defined]  # for the template
                made[DOT.join((name, row, column.code))] = cell
            if not self.names_of_rows:
                made[DOT.join((name, row, RANK))] = WholeNumberField(label="Ordre", required=False, max_value=9999)
                made[DOT.join((name, row, REMOVE))] = forms.MultipleChoiceField(
                    label="Retirer",
                    choices=[(REMOVED, f"Retirer cette {self.row_word}" if self.cells_are_narrow else "Retirer")],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )
        return made

    def identities(self, name: str, stored: Any, sent: Collection[str]) -> list[str]:
        """Those of the rows that a form is about, in order; bounded, whatever a request carries (case 34).

        A page that nobody has sent yet offers a few blank ones; there is always one at least.
        """
        if self.names_of_rows:
            return list(self.names_of_rows)
        rows = self.ordered(stored)
        live = [row["id"] for row in rows if not row.get("removed")]
        removed = [row["id"] for row in rows if row.get("removed")]
        known = {*live, *removed}
        codes = {column.code for column in self.columns} | RESERVED
        parts = [tuple(key.split(DOT)) for key in sent if key.startswith(name + DOT)]
        found = [part[1] for part in parts if len(part) == len(("name", "row", "cell")) and part[2] in codes]
        added = [row for row in dict.fromkeys(found) if row not in known and IDENTITY.fullmatch(row)]
        added = added[: self.most + self.spare]
        if not sent or not (live or added):
            added += [new_identity() for _ in range(max(0, min(self.spare, self.most - len(live))))]
        drawn = [row for row in removed if row in found] if sent else []
        return [*live, *added, *dict.fromkeys([*drawn, *removed[-SHOWN_REMOVED:]])]

    def one_more(self, name: str) -> str:
        """A name that asks for one more row, as if it had been sent."""
        return DOT.join((name, new_identity(), self.columns[0].code))

    def initial(self, name: str, stored: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for row in self.ordered(stored):
            for column in self.columns:
                kept = row["cells"].get(column.code)
                found |= column.kind.initial(DOT.join((name, row["id"], column.code)), kept)
            found[DOT.join((name, row["id"], RANK))] = row.get("rank")
            found[DOT.join((name, row["id"], REMOVE))] = [REMOVED] if row.get("removed") else []
        return found

    def ordered(self, stored: Any) -> list[dict[str, Any]]:
        """Every saved row, the removed ones last."""
        rows = list(stored or [])
        if self.names_of_rows:
            order = list(self.names_of_rows)
            return sorted((row for row in rows if row["id"] in order), key=lambda row: order.index(row["id"]))
        return sorted(rows, key=lambda row: (bool(row.get("removed")), row.get("rank") is None, row.get("rank") or 0))

    def written(self, name: str, stored: Any, changes: Mapping[str, Any]) -> Any:
        rows = {row["id"]: {**row, "cells": dict(row["cells"])} for row in stored or []}
        kinds = {column.code: column.kind for column in self.columns}
        said: dict[str, dict[str, Any]] = {}
        for key, value in changes.items():
            _, identity, part = key.split(DOT)
            said.setdefault(identity, {})[part] = value
        for identity, parts in said.items():
            row: dict[str, Any] = rows.setdefault(identity, {"id": identity, "cells": {}})
            cells = {part: kinds[part].stored(value) for part, value in parts.items() if part in kinds}
            row["cells"] |= cells
            if RANK in parts:
                row["rank"] = parts[RANK]
            if REMOVE in parts:
                row["removed"] = bool(parts[REMOVE])
            elif cells:
                row.pop("removed", None)
        kept = [tidy(row) for row in rows.values()]
        kept = [row for row in kept if row["cells"]]
        removed = [row["id"] for row in kept if row.get("removed")]
        forgotten = set(removed[:-MOST_REMOVED])
        return [row for row in kept if row["id"] not in forgotten]

    def live(self, stored: Any) -> list[dict[str, Any]]:
        """The rows that count, in order: begun, and not removed."""
        return [row for row in self.ordered(stored) if row["cells"] and not row.get("removed")]

    def overfull(self, stored: Any) -> str:
        if len(self.live(stored)) <= self.most:
            return ""
        return f"{counted(self.most, self.row_word)} au plus. Retirez-en une avant d'en ajouter."

    # — what it says —

    def canonical(self, stored: Any, terms: TermLists) -> Any:
        live = self.live(stored)
        if not live:
            return None
        cells = {row["id"]: row["cells"] for row in live}
        names = self.names_of_rows or {row["id"]: "" for row in live}
        return {
            "columns": [
                {"code": column.code, "label": column.label, "kind": str(column.kind.code)} for column in self.columns
            ],
            "rows": [
                {
                    "name": called,
                    "cells": [
                        column.kind.canonical(cells.get(identity, {}).get(column.code), terms)
                        for column in self.columns
                    ],
                }
                for identity, called in names.items()
            ],
            "totals": self.totals(live),
        }

    def totals(self, live: list[dict[str, Any]]) -> dict[str, Any]:
        """{code: canonical total} of the columns that have one."""
        found = {}
        for column in self.columns:
            if column.summed:
                figures = [column.kind.measured(row["cells"].get(column.code)) for row in live]
                total = sum((figure for figure in figures if figure is not None), Decimal(0))
                found[column.code] = int(total) if isinstance(column.kind, WholeNumber) else column.kind.stored(total)
        return found

    def totals_in_words(self, stored: Any) -> Iterator[tuple[str, str]]:
        """(heading, total) of each column, the total blank where it has none; nothing when none has."""
        totals = self.totals(self.live(stored))
        for column in self.columns if totals else ():
            yield column.label, column.kind.read(totals[column.code]).text if column.summed else ""

    def lacks(self, stored: Any) -> list[str]:
        live = self.live(stored)
        found = []
        if not self.names_of_rows and len(live) < self.least:
            found.append(f"{counted(self.least, self.row_word)} au moins, il en manque {self.least - len(live)}.")
        cells = {row["id"]: row["cells"] for row in live}
        rows = self.names_of_rows or {row["id"]: f"{self.row_word} {rank}" for rank, row in enumerate(live, start=1)}
        for identity, called in rows.items():
            said = cells.get(identity, {})
            blank = [column for column in self.columns if column.kind.is_blank(said.get(column.code))]
            wanted = [f"« {column.label} »" for column in blank if column.required]
            if wanted:
                found.append(f"{called}, il manque {', '.join(wanted)}.")
            for column in self.columns:
                found += [f"{called}, « {column.label} » {fault}" for fault in column.kind.lacks(said.get(column.code))]
        return found

    @classmethod
    def read_cell(cls, column: Mapping[str, str], canonical: Any) -> str:
        kind = SIMPLE[column["kind"]]
        reading = kind.read(canonical)
        return reading.plain

    @classmethod
    def cell(cls, canonical: Any) -> Any:
        """All of it in one cell: a line of headings, then a line a row, as a CSV file has them."""
        if not canonical:
            return None
        columns = canonical["columns"]
        named = any(row["name"] for row in canonical["rows"])
        stream = io.StringIO()
        write = csv.writer(stream, delimiter=";", lineterminator="\n").writerow
        write([*([""] if named else []), *(column["label"] for column in columns)])
        for row in canonical["rows"]:
            cells = (SIMPLE[column["kind"]].cell(said) for column, said in zip(columns, row["cells"], strict=True))
            write([*([row["name"]] if named else []), *("" if cell is None else written_cell(cell) for cell in cells)])
        return stream.getvalue().removesuffix("\n")

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        if is_empty(cell):
            return []
        rows = list(csv.reader(io.StringIO(str(cell), newline=""), delimiter=";"))
        fixed = {called: identity for identity, called in self.names_of_rows.items()}
        if rows[0] != [*([""] if fixed else []), *(column.label for column in self.columns)]:
            raise ValidationError("La première ligne ne porte pas les titres des colonnes attendues.", code="headings")
        found = []
        for rank, line in enumerate(rows[1:], start=1):
            called, cells = (line[0], line[1:]) if fixed else ("", line)
            if len(cells) != len(self.columns) or (fixed and called not in fixed):
                raise ValidationError(f"La ligne {rank} n'a pas les cases attendues.", code="cells")
            said = {
                column.code: column.kind.from_cell(text, terms)
                for column, text in zip(self.columns, cells, strict=True)
            }
            found.append(tidy({"id": fixed.get(called, f"l{rank}"), "cells": said}))
        return [row for row in found if row["cells"]]


def written_cell(cell: Any) -> str:
    """A cell's value as text, decimals the French way."""
    return str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)


def tidy(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what says nothing."""
    kept: dict[str, Any] = {"id": row["id"], "cells": {code: v for code, v in row["cells"].items() if not is_empty(v)}}
    if row.get("rank") is not None:
        kept["rank"] = row["rank"]
    if row.get("removed"):
        kept["removed"] = True
    return kept


@dataclass(frozen=True)
class TableKind(RowsKind):
    """Columns of short answers; rows that people add, or the same for everybody (`rows`); totals under figures."""

    code: ClassVar = QuestionKind.TABLE
    drawn_by: ClassVar = "calls/_table.html"
    allowed: ClassVar = (ShortText, WholeNumber, Amount, DayKind, Choice)
    rows: tuple[tuple[str, str], ...] = settings_field(default=())

    @classmethod
    def settings_fields(cls) -> dict[str, forms.Field]:
        return {**super().settings_fields(), "rows": NamesField(label="Lignes fixes", required=False)}

    @property
    def names_of_rows(self) -> dict[str, str]:
        return dict(self.rows)

    @classmethod
    def read(cls, canonical: Any) -> ReadAnswer:
        if not canonical:
            return ReadAnswer()
        columns, totals = canonical["columns"], canonical["totals"]
        named = any(row["name"] for row in canonical["rows"])
        lead = [""] if named else []
        rows = [
            [
                *([row["name"]] if named else []),
                *(cls.read_cell(column, said) for column, said in zip(columns, row["cells"], strict=True)),
            ]
            for row in canonical["rows"]
        ]
        summed = [
            cls.read_cell(column, totals[column["code"]]) if column["code"] in totals else "" for column in columns
        ]
        line = [*lead, *summed] if totals else []
        if line and not line[0]:
            line[0] = TOTAL
        figures = frozenset(
            place for place, column in enumerate(columns, start=len(lead)) if SIMPLE[column["kind"]].compares
        )
        headings = [*lead, *(column["label"] for column in columns)]
        return ReadAnswer(table=ReadTable(headings, rows, line, figures))


@dataclass(frozen=True)
class Block(RowsKind):
    """A small group of answers, as many times as there are things to describe: «Élément 1», «Élément 2»…"""

    code: ClassVar = QuestionKind.BLOCK
    drawn_by: ClassVar = "calls/_block.html"
    row_word: ClassVar = "élément"
    spare: ClassVar = 1
    cells_are_narrow: ClassVar = False
    allowed: ClassVar = (ShortText, LongText, WholeNumber, Amount, DayKind, YesNo, Choice, ChoicesKind, Email)

    @classmethod
    def read(cls, canonical: Any) -> ReadAnswer:
        if not canonical:
            return ReadAnswer()
        return ReadAnswer(
            items=[
                (
                    f"Élément {number}",
                    [
                        (column["label"], cls.read_cell(column, said))
                        for column, said in zip(canonical["columns"], row["cells"], strict=True)
                    ],
                )
                for number, row in enumerate(canonical["rows"], start=1)
            ]
        )


SIMPLE: dict[str, type[Kind]] = {kind.code: kind for kind in (*TableKind.allowed, *Block.allowed)}
