"""The fiches of a call before the commission: what each asks and counts, what its rapporteurs think, in what order."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from accounts.models import Region
from applications.enums import ApplicationState
from applications.fiche_view import weighed
from applications.models import Application, Correction
from calls.models import Call
from commission.enums import NationalParty, Opinion
from commission.models import Assignment, Decision, Review
from core.wording import grouped
from directory.models import plain
from regions.models import RegionalProject

# Between two rapporteurs' totals on 20: from here on, the commission is told that they disagree.
DISAGREEMENT = Decimal(4)


@dataclass
class RankedFiche:
    """A fiche in the ranking. `rank` is None until one review is in; equal means share a rank."""

    application: Application
    projects: int
    establishments: int
    rank: int | None = None

    @property
    def region(self) -> Region:
        return self.application.project.region

    @property
    def requested(self) -> Decimal | None:
        """The complement asked for."""
        return self.application.project.requested_complement

    @cached_property
    def decision(self) -> Decision | None:
        return getattr(self.application, "decision", None)

    @cached_property
    def assignments(self) -> dict[str, Assignment]:
        """The live assignment of each authority."""
        return {assignment.party: assignment for assignment in self.application.assignments.all()}

    @cached_property
    def reviews(self) -> dict[str, Review]:
        """The submitted review of each authority, in the order of the authorities."""
        found = ((party.value, self.assignments.get(party)) for party in NationalParty)
        return {party: one.review for party, one in found if one is not None and one.done and one.has_conflict is False}

    @property
    def totals(self) -> list[Decimal]:
        return [review.total for review in self.reviews.values() if review.total is not None]

    @property
    def mean(self) -> Decimal | None:
        if not self.totals:
            return None
        return (sum(self.totals, Decimal(0)) / len(self.totals)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def spread(self) -> Decimal | None:
        """The gap between the highest and the lowest total; None for a single review."""
        return max(self.totals) - min(self.totals) if len(self.totals) > 1 else None

    @property
    def voices(self) -> list["Voice"]:
        """What each authority's rapporteur says, or why nothing is said yet."""
        return [Voice(party, self.assignments.get(party), self.reviews.get(party)) for party in NationalParty]

    @property
    def complete(self) -> bool:
        return len(self.reviews) == len(NationalParty)

    @property
    def disagreement(self) -> str:
        """How the rapporteurs disagree, in a few words; empty when they do not."""
        opinions = {review.opinion for review in self.reviews.values()}
        if {Opinion.FAVOURABLE, Opinion.UNFAVOURABLE} <= opinions:
            return "avis opposés"
        if self.spread is not None and self.spread >= DISAGREEMENT:
            return f"écart de {grouped(self.spread, 2)} points"
        return ""


@dataclass(frozen=True)
class Voice:
    """One authority's rapporteur on one fiche."""

    party: NationalParty
    assignment: Assignment | None
    review: Review | None

    @property
    def opinion(self) -> str:
        """In one or two words, for a column."""
        if self.review is None:
            return ""
        return "avec réserves" if self.review.opinion == Opinion.RESERVED else self.review.get_opinion_display()

    @property
    def missing(self) -> str:
        """Why there is no review; empty when there is one."""
        if self.review is not None:
            return ""
        if self.assignment is None:
            return "à désigner"
        if self.assignment.has_conflict:
            return "lien d'intérêt"
        return "à déclarer" if self.assignment.has_conflict is None else "à noter"


def standings(call: Call) -> list[RankedFiche]:
    """The admissible fiches of a call, ranked; the number of queries does not depend on that of fiches."""
    live = Assignment.objects.live().select_related("rapporteur__user", "rapporteur__organisation", "review")
    fiches = (
        Application.objects.filter(project__call=call, state=ApplicationState.ADMISSIBLE)
        .with_parties()
        .select_related("decision")
        .prefetch_related(Prefetch("assignments", queryset=live))
    )
    counted: Any = RegionalProject.objects.filter(call=call).with_counts()
    counts = {project.pk: (project.project_count, project.establishment_count) for project in counted}
    counts |= counts_under_correction(call)
    return ranked([RankedFiche(fiche, *counts[fiche.project_id]) for fiche in fiches])


def counts_under_correction(call: Call) -> dict[int, tuple[int, int]]:
    """(digital projects, structures) by project, as deposited, while a pair may be changing what it deposited."""
    rounds = Correction.objects.open().filter(application__project__call=call).select_related("of", "application")
    return {one.application.project_id: weighed(one.of.content) for one in rounds}


def ranked(found: list[RankedFiche]) -> list[RankedFiche]:
    """By mean, best first; without mean, last, by name."""
    found = sorted(
        found, key=lambda one: (-(one.mean if one.mean is not None else Decimal(-1)), plain(one.region.name))
    )
    means = [one.mean for one in found]
    for one in found:
        one.rank = None if one.mean is None else means.index(one.mean) + 1
    return found


# Name of a sort in the address: (title of the column, what is compared, whether the largest comes first).
SORTS: dict[str, tuple[str, Callable[[RankedFiche], Any], bool]] = {
    "rang": ("Rang", lambda one: one.rank or 1000, False),
    "region": ("Région", lambda one: plain(one.region.name), False),
    "moyenne": ("Moyenne", lambda one: one.mean if one.mean is not None else Decimal(-1), True),
    "ecart": ("Écart", lambda one: one.spread if one.spread is not None else Decimal(-1), True),
    "projets": ("Projets", lambda one: one.projects, True),
    "etablissements": ("Étab.", lambda one: one.establishments, True),
    "demande": ("Demandé", lambda one: one.requested if one.requested is not None else Decimal(-1), True),
}


def arranged(found: list[RankedFiche], sort: str) -> list[RankedFiche]:
    """In the order asked by the address: a name of `SORTS`, with «-» before it for the other way round."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        return found
    _, key, largest_first = SORTS[name]
    return sorted(found, key=key, reverse=largest_first != sort.startswith("-"))
