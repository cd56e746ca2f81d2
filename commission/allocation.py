"""Splitting a call's envelope by its rule (R17–R22): pure arithmetic, exact to the cent, without Django.

Each line gets the fixed share. What remains is split in proportion to its points (weight × counts), in multiples of
the rule's step. A line's **request** and the rule's **cap** both bound its complement, the part that varies: a fiche
asks for a complement (`RegionalProject.requested_complement`), and each project retained gets the fixed share.

The split is the one in which every line below its limit has the same euros per point, and no other line could have
more: what a limited line leaves goes to the others in proportion, until nothing is left or all are limited. Only then
are the exact shares rounded, by largest remainder; equal remainders go to the smaller key, in the order of text
(«02» < «11» < «2A»). A limited line therefore holds exactly its limit (the largest multiple of the step within it),
and any other is less than one step away from its exact share.

Money is worked in whole cents and points in whole millionths, so that no operation rounds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cmp_to_key

CENT = Decimal("0.01")
MAX_AMOUNT = Decimal("999999999999.99")
MAX_WEIGHT = Decimal("999999.999999")
MAX_COUNT = 1_000_000
WEIGHT_PLACES = 6


class AllocationError(ValueError):
    """A rule or a line that makes no sense; the message is a French sentence on one line."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How the envelope is split. Amounts in euros; `cap` bounds each complement, None bounds nothing."""

    envelope: Decimal
    fixed: Decimal
    step: Decimal = CENT
    project_weight: Decimal = Decimal(1)
    establishment_weight: Decimal = Decimal(1)
    cap: Decimal | None = None

    def room(self, wanted: int) -> int:
        """How many lines, of that many, the envelope has fixed shares for (R22)."""
        return min(wanted, int(self.envelope // self.fixed)) if self.fixed else wanted


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """A candidate for a share; `requested` is the complement asked for, None when it is left to the rule."""

    key: str
    projects: int
    establishments: int
    requested: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What a line gets, with what explains it: its points, and whether its request or the cap stopped it."""

    key: str
    fixed: Decimal
    complement: Decimal
    points: Decimal
    limited: bool

    @property
    def total(self) -> Decimal:
        return self.fixed + self.complement


@dataclass(frozen=True, slots=True)
class Allocation:
    """The shares, in the order of the lines; `committed` + `left` is the envelope."""

    shares: list[Share]
    committed: Decimal
    left: Decimal


@dataclass(slots=True)
class _Claim:
    """A line in whole numbers: points in millionths, limit in steps."""

    key: str
    points: int
    limit: int


def allocate(rule: Rule, lines: Sequence[AllocationLine]) -> Allocation:
    """Split the envelope among the lines; `AllocationError` when the rule or a line is absurd."""
    check_rule(rule)
    check_lines(lines)
    envelope, fixed, step = _cents(rule.envelope), _cents(rule.fixed), _cents(rule.step)
    pool = envelope - fixed * len(lines)
    if pool < 0:
        raise AllocationError(
            f"Les parts fixes ({len(lines)} × {rule.fixed:.2f}) dépassent l'enveloppe ({rule.envelope:.2f})."
        )
    claims = _claims(rule, lines, step, unbounded=pool // step + 1)
    units, limited = _split(claims, pool // step)
    shares = [
        Share(
            key=claim.key,
            fixed=_euros(fixed),
            complement=_euros(units[claim.key] * step),
            points=Decimal(claim.points).scaleb(-WEIGHT_PLACES),
            limited=claim.key in limited,
        )
        for claim in claims
    ]
    left = pool - step * sum(units.values())
    return Allocation(shares, committed=_euros(envelope - left), left=_euros(left))


def _claims(rule: Rule, lines: Iterable[AllocationLine], step: int, *, unbounded: int) -> list[_Claim]:
    """`unbounded` is more than there is to share, so a limit that nobody reaches."""
    project, establishment = _millionths(rule.project_weight), _millionths(rule.establishment_weight)
    claims = []
    for line in lines:
        bounds = [_cents(bound) // step for bound in (line.requested, rule.cap) if bound is not None]
        points = project * line.projects + establishment * line.establishments
        claims.append(_Claim(line.key, points, min(bounds, default=unbounded)))
    return claims


def _split(claims: Sequence[_Claim], pool: int) -> tuple[dict[str, int], set[str]]:
    """Steps by key, and the keys that their limit stopped.

    Taken from the tightest limit per point to the loosest, a line is limited when its share of what is left reaches
    its limit; the first that is not proves that none after it is, since giving way only raises the others' share.
    """
    units = {claim.key: 0 for claim in claims}
    weighing = [claim for claim in claims if claim.points]
    points = sum(claim.points for claim in weighing)
    limited = set()
    for claim in sorted(weighing, key=cmp_to_key(_tightest_first)):
        if pool * claim.points < claim.limit * points:
            break
        units[claim.key] = claim.limit
        limited.add(claim.key)
        pool -= claim.limit
        points -= claim.points
    free = [claim for claim in weighing if claim.key not in limited]
    units.update(_by_largest_remainder(free, pool, points))
    return units, limited


def _tightest_first(one: _Claim, other: _Claim) -> int:
    """Compare limits per point without dividing."""
    return one.limit * other.points - other.limit * one.points


def _by_largest_remainder(claims: Iterable[_Claim], pool: int, points: int) -> dict[str, int]:
    parts = {claim.key: divmod(pool * claim.points, points) for claim in claims}
    units = {key: whole for key, (whole, _) in parts.items()}
    spare = pool - sum(units.values())
    for key, _ in sorted(parts.items(), key=lambda part: (-part[1][1], part[0]))[:spare]:
        units[key] += 1
    return units


def check_rule(rule: Rule) -> None:
    check_amount(rule.envelope, "l'enveloppe")
    check_amount(rule.fixed, "la part fixe")
    check_amount(rule.step, "l'arrondi")
    if rule.step == 0:
        raise AllocationError("L'arrondi doit être supérieur à zéro.")
    if rule.cap is not None:
        check_amount(rule.cap, "le plafond")
    check_weight(rule.project_weight, "le poids d'un projet")
    check_weight(rule.establishment_weight, "le poids d'une structure")


def check_lines(lines: Iterable[AllocationLine]) -> None:
    seen = set()
    for line in lines:
        if line.key in seen:
            raise AllocationError(f"Deux lignes portent la clé « {line.key} ».")
        seen.add(line.key)
        for count, name in ((line.projects, "projets"), (line.establishments, "structures")):
            if not 0 <= count <= MAX_COUNT:
                raise AllocationError(
                    f"Ligne « {line.key} » : le nombre de {name} doit être compris entre 0 et {MAX_COUNT}."
                )
        if line.requested is not None:
            check_amount(line.requested, f"le montant demandé de la ligne « {line.key} »")


def check_amount(amount: Decimal, name: str) -> None:
    """Euros: finite, from zero to the maximum, at most two places."""
    _check_number(amount, name, maximum=MAX_AMOUNT, places=2)


def check_weight(weight: Decimal, name: str) -> None:
    _check_number(weight, name, maximum=MAX_WEIGHT, places=WEIGHT_PLACES)


def _check_number(number: Decimal, name: str, *, maximum: Decimal, places: int) -> None:
    if not number.is_finite():
        raise AllocationError(f"Pas de nombre pour {name}.")
    if number < 0:
        raise AllocationError(f"Nombre négatif pour {name}.")
    if number > maximum:
        raise AllocationError(f"Nombre démesuré pour {name}.")
    if -int(number.as_tuple().exponent) > places:
        raise AllocationError(f"Plus de {places} décimales pour {name}.")


def _millionths(weight: Decimal) -> int:
    return int(weight.scaleb(WEIGHT_PLACES))


def _cents(amount: Decimal) -> int:
    return int(amount.scaleb(2))


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
