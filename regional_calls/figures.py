"""How varied the expressions are: sectors, statuses, maturity, themes (R34–R36); heterogeneity is wanted."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from calls.enums import Vocabulary
from calls.models import Term
from core.drawing import Drawing, Scale
from core.wording import counted
from directory.enums import LegalStatus, Sector
from regional_calls.enums import JointOutcome
from regional_calls.models import RegionalCall


@dataclass(frozen=True)
class ExpressionBar:
    """A value: how many expressions, how many of them both parties retain."""

    label: str
    count: int
    retained: int
    drawing: Drawing


@dataclass(frozen=True)
class ExpressionBreakdown:
    """One question asked of the expressions; the title states the finding."""

    title: str
    column: str
    bars: list[ExpressionBar]


@dataclass(frozen=True)
class Figures:
    total: int
    retained: int
    breakdowns: list[ExpressionBreakdown]


def figures(call: RegionalCall) -> Figures:
    """Three queries, whatever the number of expressions.

    A proposal that waits for the other party counts for nothing: it would tell a party that has not given its view yet.
    """
    rows = list(
        call.expressions.handed_in().values_list(
            "sector", "legal_status", "maturity__label", "theme__label", "choice__outcome", "choice__confirmed_at"
        )
    )
    retained = [row for row in rows if row[4] == JointOutcome.RETAINED and row[5] is not None]
    sectors = [(str(sector.value), str(sector.label)) for sector in Sector]
    statuses = [(str(status.value), str(status.label)) for status in LegalStatus]
    known = Term.objects.of(Vocabulary.MATURITY).offered_in(call.project.call_id).values_list("label", flat=True)
    maturities = [(label, label) for label in dict.fromkeys([*known, *(row[2] for row in rows)])]
    themes = [(label, label) for label in call.themes.values_list("label", flat=True)]
    columns = (("Secteur", "secteur", sectors), ("Statut", "statut", statuses), ("Avancement", "état", maturities))
    breakdowns = [
        breakdown(title, noun, values, [str(row[rank]) for row in rows], [str(row[rank]) for row in retained])
        for rank, (title, noun, values) in enumerate((*columns, ("Thème", "thème", themes)))
    ]
    return Figures(total=len(rows), retained=len(retained), breakdowns=breakdowns)


def breakdown(
    column: str, noun: str, values: list[tuple[str, str]], found: list[str], retained: list[str]
) -> ExpressionBreakdown:
    counts, kept = Counter(found), Counter(retained)
    scale = Scale(Decimal(0), Decimal(max([*counts.values(), 1])))
    present = sum(counts[value] > 0 for value, _ in values)
    return ExpressionBreakdown(
        title=f"{counted(present, noun)} sur {len(values)}" if values else f"Aucun {noun}",
        column=column,
        bars=[expression_bar(label, counts[value], kept[value], scale) for value, label in values],
    )


def expression_bar(label: str, count: int, retained: int, scale: Scale[Decimal]) -> ExpressionBar:
    drawing = Drawing(14).bar("framed", 0, scale.at(Decimal(count)), 0, 14)
    return ExpressionBar(label, count, retained, drawing.bar("solid", 0, scale.at(Decimal(retained)), 0, 14))
