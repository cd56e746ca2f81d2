"""The allocation by the rule, beside the ranking: what each region would get, and why."""

from dataclasses import dataclass, replace
from decimal import Decimal

from calls.models import AllocationRule
from commission.allocation import Allocation, AllocationError, AllocationLine, Rule, Share, allocate
from commission.enums import Outcome
from commission.ranking import RankedFiche
from core.wording import counted, euros, grouped, plural


@dataclass(frozen=True)
class WhatIf:
    """Changes to try: how many fiches are retained (the best ranked), and the weights. None changes nothing."""

    retained: int | None = None
    project_weight: Decimal | None = None
    establishment_weight: Decimal | None = None

    @property
    def changes(self) -> bool:
        return any(value is not None for value in vars(self).values())


@dataclass(frozen=True)
class Sharing:
    """The allocation of one hypothesis. `basis` says which fiches share; `problem` why they cannot."""

    rule: Rule
    allocation: Allocation | None
    basis: str
    problem: str = ""

    @property
    def shares(self) -> dict[str, Share]:
        """By region code."""
        return {share.key: share for share in self.allocation.shares} if self.allocation else {}

    @property
    def points(self) -> Decimal:
        return sum((share.points for share in self.shares.values()), Decimal(0))

    @property
    def pool(self) -> Decimal:
        """What is left of the envelope after the fixed shares."""
        return self.rule.envelope - self.rule.fixed * len(self.shares)


def rule_of(settings: AllocationRule, what_if: WhatIf | None = None) -> Rule:
    rule = Rule(
        envelope=settings.envelope,
        fixed=settings.fixed,
        step=settings.step,
        project_weight=settings.project_weight,
        establishment_weight=settings.establishment_weight,
        cap=settings.cap,
    )
    weights = {"project_weight", "establishment_weight"}
    tried = {name: value for name, value in vars(what_if or WhatIf()).items() if name in weights and value is not None}
    return replace(rule, **tried)


def line_of(standing: RankedFiche) -> AllocationLine:
    return AllocationLine(standing.region.code, standing.projects, standing.establishments, standing.requested)


def share_out(rule: AllocationRule, standings: list[RankedFiche], what_if: WhatIf | None = None) -> Sharing:
    """Split the envelope among the fiches still in the running: proposed as retained, or without decision yet.

    No more fiches share than the envelope has fixed shares for (R22).
    """
    what_if = what_if or WhatIf()
    tried = rule_of(rule, what_if)
    sharing, basis = _sharing(standings, what_if, tried)
    try:
        return Sharing(tried, allocate(tried, [line_of(one) for one in sharing]), basis)
    except AllocationError as error:
        return Sharing(tried, None, basis, problem=str(error))


def _sharing(standings: list[RankedFiche], what_if: WhatIf, rule: Rule) -> tuple[list[RankedFiche], str]:
    """Who shares, and the words that say so."""
    if what_if.retained is not None:
        chosen = standings[: what_if.retained]
        return chosen, f"Hypothèse : {counted(len(chosen), 'fiche retenue', 'fiches retenues')} dans l'ordre du rang."
    running = [one for one in standings if one.decision is None or one.decision.outcome == Outcome.RETAINED]
    undecided = sum(one.decision is None for one in running)
    basis = f"Calcul sur {counted(len(running), 'fiche')}"
    if undecided < len(running):
        basis += f", dont {counted(len(running) - undecided, 'proposée comme retenue', 'proposées comme retenues')}"
    room = rule.room(len(running))
    if room < len(running):
        return running[:room], f"L'enveloppe couvre {room} parts fixes : calcul sur les {room} premières fiches."
    return running, f"{basis}."


def explained(sharing: Sharing, standing: RankedFiche) -> list[str]:
    """The line of a region, told step by step."""
    share = sharing.shares.get(standing.region.code)
    if share is None:
        return ["Cette fiche ne fait pas partie de celles entre lesquelles l'enveloppe est partagée ici."]
    rule = sharing.rule
    steps = [
        f"Part fixe : {euros(share.fixed)}.",
        (
            f"{counted(standing.projects, 'projet')} × {weight(rule.project_weight)} + "
            f"{counted(standing.establishments, 'structure')} × {weight(rule.establishment_weight)} = "
            f"{counted_points(share.points)} sur {weight(sharing.points)}."
        ),
        f"À partager après {counted(len(sharing.shares), 'part fixe', 'parts fixes')} : {euros(sharing.pool)}.",
    ]
    if share.limited:
        bounds = {"à la part complémentaire demandée": standing.requested, "au plafond de l'appel": rule.cap}
        label, _ = min(
            ((label, bound) for label, bound in bounds.items() if bound is not None), key=lambda pair: pair[1]
        )
        steps.append(
            f"Part complémentaire limitée {label} : {euros(share.complement)}. Le surplus revient aux autres régions."
        )
    else:
        steps.append(f"Part complémentaire, en proportion des points : {euros(share.complement)}.")
        if any(other.limited for other in sharing.shares.values()):
            steps.append("Il comprend ce que laissent les régions limitées à leur demande ou au plafond.")
    steps.append(f"Total : {euros(share.total)}.")
    return steps


def weight(number: Decimal) -> str:
    """«1», «1,5»."""
    return grouped(number, 2).rstrip("0").rstrip(",")


def counted_points(points: Decimal) -> str:
    return f"{weight(points)} {plural(points, 'point')}"
