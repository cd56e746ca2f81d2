"""The chart of a project's money: geometry here, SVG in `templates/grants/_chart.html`.

Four bars, one under the other, whose lengths are percentages of the grant: what was granted, agreed, paid, justified.
"""

from dataclasses import dataclass
from decimal import Decimal

from core.wording import euros
from grants.alerts import Money


@dataclass(frozen=True)
class MoneyBar:
    """`width` in % of the grant; `meaning` says what is counted."""

    label: str
    amount: Decimal
    width: Decimal
    meaning: str
    pattern: str


@dataclass(frozen=True)
class MoneyChart:
    title: str
    bars: list[MoneyBar]


def chart(money: Money) -> MoneyChart:
    steps = [
        ("Accordé", money.granted, "part fixe et part complémentaire de la décision", "outline"),
        ("Engagé", money.agreed, "conventions signées, achats et aides sans convention", "pale"),
        ("Versé", money.paid, "sorties du registre", "plain"),
        ("Justifié", money.justified, "comptes rendus acceptés et achats", "hatched"),
    ]
    bars = [
        MoneyBar(label, amount, share(amount, money.granted), meaning, kind) for label, amount, meaning, kind in steps
    ]
    return MoneyChart(finding(money), bars)


def share(amount: Decimal, whole: Decimal) -> Decimal:
    return min(Decimal(100), amount * 100 / whole) if whole else Decimal(0)


def finding(money: Money) -> str:
    """What the chart shows, in one sentence."""
    if money.agreed == 0:
        return f"Rien n'est encore engagé des {euros(money.granted)} accordés"
    if money.paid == 0:
        return f"{euros(money.agreed)} engagés sur {euros(money.granted)}, rien n'est encore versé"
    if money.paid >= money.agreed and money.left <= 0:
        return f"Toute la subvention est versée, {euros(money.justified)} sont justifiés"
    return f"{euros(money.paid)} versés sur {euros(money.granted)} accordés, {euros(money.justified)} justifiés"
