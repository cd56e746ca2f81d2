"""French typography, put on what leaves: a page, a PDF, a mail; never on what is typed, saved, sealed or hashed.

One rule for every gap: the no-break space U+00A0. Printers put a narrow one (U+202F) before «;», «!» and «?», but the
State's typeface, Marianne, has no such glyph: browsers would take it from another, and some mail programs show a box.

Each pattern begins with the sign that it looks for, and once only in a run of spaces: the time stays in proportion to
the length, whatever somebody typed.
"""

import html
import re
from itertools import zip_longest

from core.wording import NBSP

# What a reader does not read as prose, kept as it is; a tag goes to its «>», those within quotes left out.
MARKUP = re.compile(
    r"(<!--.*?(?:-->|\Z)"
    r"|<(?i:(script|style|textarea|pre|code|kbd|samp))\b.*?(?:</(?i:\2)\s*+>|\Z)"
    r"|</?[a-zA-Z!](?:[^>\"']++|\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))*+(?:>|\Z))",
    re.DOTALL,
)
# In place of a piece of markup, and of an address.
TAG, ADDRESS = "\0", "\1"
ADDRESS_SIGNS = ("@", "://", "www.")
ADDRESSES = re.compile(r"((?<![^\s\0«(])[^\s\0«»]*?(?:@|://|www\.)[^\s\0»]*+)")
# Not a line break: where texts are shown as they were typed, the lines stay.
GAP = rf"[ {NBSP}\u202f\t]"
LETTER = r"[^\W\d_]"
UNITS = "€|%|‰|j|h|min|km|m²|k€|M€|Ko|Mo|Go"
# What a line may not cut: what stands before the gap, and after.
KEPT_TOGETHER = [
    # 70 000 €, 12 j, 5 %, 12 h 30
    (r"\d", rf"\d{{3}}(?!\d)|(?:{UNITS})(?!\w)"),
    (r"\d\0", rf"(?:{UNITS})(?!\w)"),
    (rf"\d{GAP}h", r"\d\d(?!\d)"),
    # n° 5, art. L. 112-3, article 10, M. Dupont
    (r"\b[nN]°", r"\0*+\w"),
    (r"\b[LRDA]\.", r"\d"),
    (r"\bart\.", r"[LRDA\d]"),
    (r"\b[aA]rticle", r"[LRDA]\.|\d"),
    (r"\bM\.", r"[A-ZÀ-Ý]"),
    (r"\bMme", r"[A-ZÀ-Ý]"),
]
TOGETHER = "|".join(rf"(?<={before}{GAP})(?={after})" for before, after in KEPT_TOGETHER)
RULES = [
    # l'ARS, aujourd'hui, l'« usage », l'<strong>ARS</strong>
    (rf"'(?<={LETTER}')(?=\0*+(?:[^\W_]|«))", "’"),
    # « mot », even where the spaces were forgotten
    (rf"«{GAP}*+(?=\S)", f"«{NBSP}"),
    (r"»(?<=\S»)", f"{NBSP}»"),
    # Région: Bretagne! where the space was forgotten; not in 12:30, a/b?c=d or «?!»
    (r"[:;!?](?<=[\w)%\]\"’»][:;!?])(?=[:;!?]*+(?:[\s\0»)]|\Z))", rf"{NBSP}\g<0>"),
    # Région : Bretagne ! and all that keeps together
    (rf"{GAP}(?<=\S{GAP})(?:{GAP}*+(?=[:;!?»])|{TOGETHER})", NBSP),
    (r"°(?<=\b[nN]°)(?=\w)", f"°{NBSP}"),
]
COMPILED = [(re.compile(pattern), written) for pattern, written in RULES]


def typeset(page: str) -> str:
    """An HTML page or a part of one, its texts typeset and its markup untouched."""
    if TAG in page or ADDRESS in page:
        return page
    pieces = MARKUP.split(page)
    texts, tags = pieces[::3], pieces[1::3]
    written = html.escape(prose(html.unescape(TAG.join(texts))), quote=False).split(TAG)
    return "".join(piece for pair in zip_longest(written, tags, fillvalue="") for piece in pair)


def typeset_text(text: str) -> str:
    """The same for a text without markup: the subject of a mail, its body."""
    return text if TAG in text or ADDRESS in text else prose(text)


def prose(text: str) -> str:
    if not any(sign in text for sign in ADDRESS_SIGNS):
        return ruled(text)
    pieces = ADDRESSES.split(text)
    words, addresses = pieces[::2], pieces[1::2]
    written = ruled(ADDRESS.join(words)).split(ADDRESS)
    return "".join(piece for pair in zip_longest(written, addresses, fillvalue="") for piece in pair)


def ruled(text: str) -> str:
    for pattern, written in COMPILED:
        text = pattern.sub(written, text)
    return text
