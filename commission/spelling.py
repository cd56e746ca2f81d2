"""Amounts in words, as letters state them beside the figures."""

from decimal import Decimal

from num2words import num2words

from core.wording import plural


def in_words(number: int) -> str:
    """A whole number, in traditional spelling."""
    return str(num2words(number, lang="fr"))


def euros_in_words(amount: Decimal) -> str:
    """«soixante-dix mille euros et cinquante centimes», «un million d'euros».

    The library writes the numbers; its own sums of money say «un million euros» and «zéro centimes».
    """
    euros, cents = divmod(int(amount.scaleb(2)), 100)
    joint = "d'" if euros and euros % 1_000_000 == 0 else ""
    text = f"{in_words(euros)} {joint}{plural(euros, 'euro')}"
    return f"{text} et {in_words(cents)} {plural(cents, 'centime')}" if cents else text
