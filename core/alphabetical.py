"""Names in the order of a French reader: databases put «Île-de-France» after «Z», and capitals before small letters.

Regions are sorted by their slug and establishments by their search text, which hold neither accent nor capital already.
"""

import re
import unicodedata
from typing import Any

from django.db.models import CharField, F, Func

ACCENTED = {"a": "àâäáã", "c": "ç", "e": "éèêë", "i": "îïíì", "n": "ñ", "o": "ôöóòõ", "u": "ùûüú", "y": "ÿ"}
LIGATURES = [("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae")]
LETTERS = [(sign, base) for base, signs in ACCENTED.items() for sign in (*signs, *signs.upper())]
# Calls nested in one another that SQLite reads without giving up, wherever the expression stands.
NESTED = 8


# The accents that a decomposition sets apart.
ACCENT = re.compile("[\u0300-\u036f]+")
WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """Lower case without accents: the form in which names are searched."""
    text = text.lower()
    if not text.isascii():
        text = ACCENT.sub("", unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae")))
    return " ".join(WORD.findall(text))


def replaced(text: str, pairs: list[tuple[str, str]]) -> str:
    """SQL that puts one sign in the place of another, for each of these pairs."""
    for sign, base in pairs:
        text = f"REPLACE({text}, '{sign}', '{base}')"
    return text


class Alphabetical(Func):
    """What to sort a text by: `order_by(Alphabetical("name"))`."""

    arity = 1
    output_field = CharField()
    signs, bases = ("".join(part) for part in zip(*LETTERS, strict=True))
    unaccented = f"TRANSLATE(%(expressions)s, '{signs}', '{bases}')"
    template = f"LOWER({replaced(unaccented, LIGATURES)})"

    def __init__(self, expression: str | Any, **extra: Any) -> None:
        super().__init__(F(expression) if isinstance(expression, str) else expression, **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite has no TRANSLATE: letters are replaced a few at a time, each step reading the one before."""
        pairs = [*LIGATURES, *LETTERS]
        steps = [f"step0(text) AS (SELECT {replaced('%(expressions)s', pairs[:NESTED])})"]
        for rank in range(NESTED, len(pairs), NESTED):
            some, before = replaced("text", pairs[rank : rank + NESTED]), f"step{len(steps) - 1}"
            steps.append(f"step{len(steps)}(text) AS (SELECT {some} FROM {before})")  # noqa: S608 - our own letters
        last = f"(WITH {', '.join(steps)} SELECT LOWER(text) FROM step{len(steps) - 1})"  # noqa: S608 - likewise
        return self.as_sql(compiler, connection, template=last, **context)
