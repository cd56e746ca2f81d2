"""Codes made from what people type: in addresses, and for what answers and reviews are kept by."""

from collections.abc import Collection
from itertools import chain, count

from django.utils.text import slugify

LONGEST_CODE, LONGEST_SLUG = 40, 70


def new_code(label: str, taken: Collection[str], stem: str = "element", longest: int = LONGEST_CODE) -> str:
    """A code made from a label, numbered if need be: what it names keeps it, whatever the label becomes."""
    words = label.replace("'", " ").replace("\N{RIGHT SINGLE QUOTATION MARK}", " ")
    start = slugify(words)[:longest].strip("-_") or stem
    numbered = (f"{start[: longest - 4]}-{number}" for number in count(2))
    return next(code for code in chain([start], numbered) if code not in taken)
