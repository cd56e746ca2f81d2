"""Reading what a person reads, in search of faults of French: the texts of a page, and what is wrong in one of them."""

import html
import re
from collections.abc import Iterator
from functools import cache

from core.typography import MARKUP, typeset

# What does not cut a sentence in two.
INLINE = re.compile(r"</?(?:a|abbr|b|em|i|mark|small|span|strong|sub|sup|time|wbr)\b", re.IGNORECASE)
UNREAD = re.compile(r"<(?:script|style|textarea|pre|!)", re.IGNORECASE)
SPOKEN = re.compile(r"\s(?:alt|aria-label|placeholder|title)=\"([^\"]+)\"")
GAPS = re.compile(r"[ \t\r\n]+")

VOWEL = "aeiouéèêàâîôûAEIOUÉÈÊÀÂÎÔÛ"
RESISTS = r"(?!onz|oui?\b|et\b|à\b|aux?\b|un(?:e|s|es)?\b|e-|[A-Z]\b|[^\W\d_]’)"
NAMES = r"(?:ARS|Aract|ARACTE|Agence|Anact|DGOS|Direction)\b"
ONE = (
    r"(?:mois|fois|avis|cas|processus|temps|succès|accès|tiers|corps|dans|des|les|sans|sous|plus|pas|vers|puis|après)\b"
)
FAULTS = {
    "contraction": r"\b(?:[dD]e|[àÀ]) les? (?!\S*(?:er|ir|re)\b)",
    "élision": rf"(?<![\w-])(?:[dD]e|[qQ]ue|[nN]e|[sS]e|[lL]e|[lL]a|[jJ]e) (?={RESISTS}[{VOWEL}])|\b[sS]i ils?\b",
    "mot doublé": r"\b(de|du|des|le|la|les|un|une|à|et|en|pour|par|sur|dans|que|qui) \1\b",
    "article": rf"\b(?:pour|avec|à|de|par|chez) {NAMES}",
    "pluriel": rf"\b[lL]es [01][ \u00a0]|(?<![\w,.°/ \u00a0-])[01][ \u00a0](?!{ONE})[a-zéèê]{{2,}}s\b",
    "espace doublée": r"[ \u00a0\u202f]{2,}",
    "point doublé": r"(?<!\.)\.\.(?!\.)|[,;:][ \u00a0]*[,;.](?!\w)|[.!?][ \u00a0]?,(?= )",
    "espace avant": r"[ \u00a0],|(?<=\S)[ \u00a0]\.(?!\w|\.)|(?<=\S) [:;!?»]",
    "espace après": r"« |«(?=\w)|(?<=[^\W\d_])[,;](?=[^\W\d_])",
    "insécable": r"(?<=\d) (?=[€%])|\bn° ",
    "apostrophe": r"[^\W\d_]'[\w«]",
    "valeur d'un programme": r"\b(?:None|True|False|nan|NaN|undefined|null)\b|[{\[]['’]|<[a-zA-Z_.]+(?: object|: )",
    "gabarit": r"\{\{|\{%|%\}|\}\}",
    "parenthèses": r"\([ \u00a0]*[),]",
    "numéro": r"n°[ \u00a0]*(?=[,.;)]|\Z)",
    "mot": r"\bEHPAD|Lubéron",
}
ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")
# Sentences end, and words too, at a breaking space: «le 4 octobre 2021» and «art. L. 112-3» have none.
SENTENCE = re.compile(r"(?<=[.!?…]) ")
# Read as one thing, or passed over: a title that is quoted; in parentheses, a text of law, an amount in words, a postal
# address.
ASIDE = re.compile(
    r"«[^»]*»"
    r"|\([^()]*\b(?:articles?|code|loi|décret|circulaire|euros?|[LR]\.)[ \u00a0][^()]*\)"
    r"|\([^()]*\beuros?\)"
    r"|\([^()]*\b[0-9]{5} [^()]*\)"
)
LONGEST = 30


def texts_of(page: str) -> list[str]:
    """Each block of text as it is read, its ordinary spaces as one; then what a screen reader says of its markup."""
    pieces = MARKUP.split(page)
    written = [pieces[0]]
    spoken = []
    for tag, text in zip(pieces[1::3], pieces[3::3], strict=True):
        between = "" if INLINE.match(tag) or UNREAD.match(tag) else "…" if tag.startswith(("<code", "<kbd")) else "\n\n"
        written += [between, GAPS.sub(" ", text)]
        if "=" in tag and not UNREAD.match(tag):
            spoken += SPOKEN.findall(tag)
    # Blocks come from the markup alone: a line break of the source is a space.
    blocks = html.unescape("".join(written)).split("\n\n")
    spoken = typeset("<br>".join(spoken)).split("<br>")
    return [text for text in (GAPS.sub(" ", block).strip() for block in [*blocks, *map(html.unescape, spoken)]) if text]


@cache
def faults_of(text: str) -> list[str]:
    """Each fault with its surroundings; asked once of a text that several pages show."""
    text = ADDRESS.sub("x", text)
    found = []
    for name, pattern in FAULTS.items():
        found += [f"{name} : « {excerpt(text, one)} »" for one in re.finditer(pattern, text)]
    return found


def excerpt(text: str, found: re.Match) -> str:
    return text[max(found.start() - 40, 0) : found.end() + 40]


@cache
def long_sentences_of(text: str) -> list[str]:
    sentences = ((len(re.findall(r"[^ ]*\w[^ ]*", ASIDE.sub("x", one))), one) for one in SENTENCE.split(text))
    return [f"{count} mots : « {sentence} »" for count, sentence in sentences if count > LONGEST]


def judged(place: str, page: str, *, sentences: bool = False) -> Iterator[tuple[str, str]]:
    """(fault, where) of a page, a paper or a mail, as it leaves."""
    for text in texts_of(page):
        found = faults_of(text) + (long_sentences_of(text) if sentences else [])
        yield from ((fault, place) for fault in found)
