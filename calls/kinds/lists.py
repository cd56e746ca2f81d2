"""Settings that are lists of named things, as options and columns: JSON for the code, rows of a form for a person."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, ClassVar

from django import forms

from core.codes import LONGEST_CODE, new_code
from core.inputs import PlainCharField, WholeNumberField

LONGEST_LABEL = 200
# What a row of such a form holds besides what it says: what it is known by, and its place.
CODE, PLACE = "code", "place"


class ListField(forms.JSONField):
    """A list of things that have a code and a label each; a subclass says what else, and how many there may be."""

    # What one of them is called, and how many there may be.
    thing: ClassVar[str] = "ligne"
    several: ClassVar[str] = "plusieurs lignes à la fois"
    most: ClassVar[int] = 40
    # Whether several may be typed at once, one on each line: they are their label alone.
    at_once: ClassVar[bool] = True
    reserved: ClassVar[frozenset[str]] = frozenset()
    longest = LONGEST_LABEL

    def row_fields(self) -> dict[str, forms.Field]:
        """The fields of one row in a form; a row whose label is erased is taken away."""
        return {
            CODE: forms.CharField(required=False, widget=forms.HiddenInput, max_length=LONGEST_CODE + 20),
            "label": PlainCharField(label=self.thing.capitalize(), max_length=self.longest, required=False),
            **self.more_fields(),
            PLACE: WholeNumberField(label="Ordre", required=False, max_value=999),
        }

    def more_fields(self) -> dict[str, forms.Field]:
        return {}

    def rows_of(self, kept: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """What the rows of the form hold of what is saved."""
        return [
            {CODE: one["code"], "label": one["label"], **self.more_of(one), PLACE: place}
            for place, one in enumerate(kept, start=1)
        ]

    def more_of(self, kept: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - for lists that say more
        return {}

    def kept_of(
        self, rows: Iterable[Mapping[str, Any]], kept: Iterable[Mapping[str, Any]], taken: Collection[str] = ()
    ) -> list[dict[str, Any]]:
        """What is saved of these rows: each keeps its code, a new one gets one that nothing was ever `taken` for."""
        known = {one["code"]: dict(one) for one in kept}
        codes, found = {*known, *taken, *self.reserved}, []
        used: set[str] = set()
        for row in rows:
            code = row.get(CODE, "")
            if code not in known or code in used:
                code = new_code(row["label"], codes)
            codes.add(code)
            used.add(code)
            found.append({"code": code, "label": row["label"], **self.more_kept(row, known.get(code, {}))})
        return found

    def more_kept(self, row: Mapping[str, Any], was: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        return {}


def in_order(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows as their places say, those without one last; of two at one place, who was moved there takes it."""

    def rank(numbered: tuple[int, Mapping[str, Any]]) -> tuple[int, int]:
        was, row = numbered
        place = row.get(PLACE)
        return (999, 0) if place is None else (place, (place > was) - (place < was))

    for place, (_, row) in enumerate(sorted(enumerate(rows, start=1), key=rank), start=1):
        yield {**row, PLACE: place}
