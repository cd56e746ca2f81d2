"""Amounts in words, as letters state them beside the figures."""

from decimal import Decimal

from core.wording import plural

UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize"),
    *("quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}


def below_hundred(number: int, *, final: bool) -> str:
    """`final`: nothing follows, so that «quatre-vingts» takes its s."""
    if number < len(UNITS):
        return UNITS[number]
    ten, unit = divmod(number, 10)
    if ten in {7, 9}:
        ten, unit = ten - 1, unit + 10
    word, eighty = TENS[ten], TENS[ten] == "quatre-vingt"
    if unit == 0:
        return f"{word}s" if eighty and final else word
    link = " et " if unit in {1, 11} and not eighty else "-"
    return f"{word}{link}{UNITS[unit]}"


def below_thousand(number: int, *, final: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if hundreds == 0:
        return below_hundred(rest, final=final)
    word = "cent" if hundreds == 1 else f"{UNITS[hundreds]} cent"
    if rest == 0:
        return f"{word}s" if hundreds > 1 and final else word
    return f"{word} {below_hundred(rest, final=final)}"


def in_words(number: int) -> str:
    """A whole number below a thousand millions, in traditional spelling."""
    millions, rest = divmod(number, 1_000_000)
    thousands, units = divmod(rest, 1000)
    words = []
    if millions:
        words.append(f"{below_thousand(millions, final=True)} {plural(millions, 'million')}")
    if thousands:
        words.append("mille" if thousands == 1 else f"{below_thousand(thousands, final=False)} mille")
    if units or not words:
        words.append(below_thousand(units, final=True))
    return " ".join(words)


def euros_in_words(amount: Decimal) -> str:
    """«soixante-dix mille euros et cinquante centimes»."""
    euros, cents = divmod(int(amount.scaleb(2)), 100)
    joint = "d'" if euros and euros % 1_000_000 == 0 else ""
    text = f"{in_words(euros)} {joint}{plural(euros, 'euro')}"
    return f"{text} et {in_words(cents)} {plural(cents, 'centime')}" if cents else text
