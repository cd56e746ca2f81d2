"""French typography, put on what leaves: a page, a PDF, a mail; never on what is typed, saved, sealed or hashed.

One rule for every gap: the no-break space U+00A0. Printers put a narrow one (U+202F) before «;», «!» and «?», but the
State's typeface, Marianne, has no such glyph: browsers would take it from another, and some mail programs show a box.

Each pattern begins at one place only of what it reads (a lookbehind, possessive repeats): the time stays in proportion
to the length, whatever somebody typed.
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
ADDRESSES = re.compile(r"(?<![^\s\0«(])[^\s\0«»]*?(?:@|://|www\.)[^\s\0»]*+")
# Not a line break: where texts are shown as they were typed, the lines stay.
GAP = f" {NBSP}\u202f\t"
LETTER = r"[^\W\d_]"
END = r"(?=[\s\0»)]|\Z)"
UNITS = "€|%|‰|j|h|min|km|m²|k€|M€|Ko|Mo|Go"
RULES = [
    # l'ARS, aujourd'hui, l'« usage », l'<strong>ARS</strong>
    (rf"(?<={LETTER})'(?=\0*+(?:[^\W_]|«))", "’"),
    # « mot »
    (rf"«[{GAP}]*+(?=\S)", f"«{NBSP}"),
    (rf"(?<=\S)[{GAP}]*+»", f"{NBSP}»"),
    # Région : Bretagne ! And where the space was forgotten; not in 12:30, a/b?c=d or «?!».
    (rf"(?<=\S)[{GAP}]++(?=[:;!?])", NBSP),
    (rf"(?<=[\w)%\]\"’»])(?=[:;!?]+{END})", NBSP),
    # 70 000 €, 12 j, 5 %, 12 h 30
    (rf"(?<=\d)[{GAP}](?=\d{{3}}(?!\d))", NBSP),
    (rf"(?:(?<=\d)|(?<=\d\0))[{GAP}]++(?=(?:{UNITS})(?!\w))", NBSP),
    (rf"(?<=\d[{GAP}]h)[{GAP}]++(?=\d\d(?!\d))", NBSP),
    # n° 5, art. L. 112-3, article 10, M. Dupont
    (rf"(?<=\b[nN]°)[{GAP}]*+(?=\0*+\w)", NBSP),
    (rf"(?<=\b[LRDA]\.)[{GAP}]++(?=\d)", NBSP),
    (rf"(?<=\bart\.)[{GAP}]++(?=[LRDA\d])", NBSP),
    (rf"(?<=\b[aA]rticle)[{GAP}]++(?=[LRDA]\.|\d)", NBSP),
    (rf"(?<=\bM\.)[{GAP}]++(?=[A-ZÀ-Ý])", NBSP),
    (rf"(?<=\bMme)[{GAP}]++(?=[A-ZÀ-Ý])", NBSP),
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
    addresses = ADDRESSES.findall(text)
    text = ADDRESSES.sub(ADDRESS, text)
    for pattern, written in COMPILED:
        text = pattern.sub(written, text)
    return "".join(piece for pair in zip_longest(text.split(ADDRESS), addresses, fillvalue="") for piece in pair)
