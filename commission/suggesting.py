"""What the decisions page shows of each fiche: how it stands, what the rule would give it, what is decided."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from applications.models import Application
from calls.models import Call
from commission.allocation import Share, allocate
from commission.enums import DecisionState, NationalParty
from commission.hearing import WAY_ON
from commission.models import Approval, Decision, Notice
from commission.ranking import RankedFiche, standings
from commission.what_if import line_of, rule_of


@dataclass(eq=False)
class Candidate:
    """An admissible fiche; `share` is what the rule gives it within what the other decisions leave."""

    standing: RankedFiche
    approvals: dict[str, Approval] = field(default_factory=dict)
    notice: Notice | None = None
    share: Share | None = None

    @property
    def application(self) -> Application:
        return self.standing.application

    @property
    def decision(self) -> Decision | None:
        return self.standing.decision

    @property
    def open(self) -> bool:
        """Still to be proposed, for the first time or again after a return."""
        return self.decision is None or self.decision.state == DecisionState.RETURNED

    @property
    def state(self) -> DecisionState | None:
        return self.decision.state if self.decision else None

    @property
    def still_heard(self) -> bool:
        """False when a decision that waits lost an evaluation since it was proposed."""
        return self.standing.complete or self.state not in WAY_ON

    @property
    def signatures(self) -> list[tuple[NationalParty, Approval | None]]:
        """Each authority with its approval of the present revision."""
        return [(party, self.approvals.get(party)) for party in NationalParty]


def candidates(call: Call) -> list[Candidate]:
    """Every admissible fiche of a call, best rated first, in a constant number of queries."""
    found = {standing.application.pk: Candidate(standing) for standing in standings(call)}
    given = Approval.objects.filter(decision__application__in=found).select_related("decision", "approved_by__user")
    for approval in given:
        if approval.revision == approval.decision.revision:
            found[approval.decision.application_id].approvals[approval.party] = approval
    for notice in Notice.objects.filter(decision__application__in=found).select_related("decision", "act__document"):
        found[notice.decision.application_id].notice = notice
    everyone = list(found.values())
    suggest(call, everyone, [candidate for candidate in everyone if candidate.open])
    return everyone


def suggest(call: Call, everyone: Sequence[Candidate], chosen: Sequence[Candidate]) -> None:
    """Split among the chosen fiches what the decisions on the others leave of the envelope.

    When the fixed shares of all do not fit, the best rated come first and the rest gets no suggestion.
    """
    taken = {candidate.application.pk for candidate in chosen}
    others = [one.decision.amount for one in everyone if one.decision and one.application.pk not in taken]
    rule = replace(rule_of(call.rule), envelope=call.rule.envelope - sum(others, Decimal(0)))
    fitting = chosen[: rule.room(len(chosen))]
    lines = [line_of(candidate.standing) for candidate in fitting]
    shares = {share.key: share for share in allocate(rule, lines).shares}
    for candidate in chosen:
        candidate.share = shares.get(candidate.standing.region.code)


def candidate_of(application: Application) -> Candidate | None:
    """An admissible fiche among the call's, with what the rule gives it beside those still to be proposed.

    A fiche that the fixed shares of better rated ones leave out is told what it would get before them.
    """
    call = application.project.call
    everyone = candidates(call)
    one = next((row for row in everyone if row.application.pk == application.pk), None)
    if one is None:
        return None
    suggest(call, everyone, [row for row in everyone if row.open or row is one])
    if one.share is None:
        suggest(call, everyone, [one])
    return one


def fitting(call: Call, everyone: Sequence[Candidate], chosen: Sequence[Candidate]) -> list[Candidate]:
    """Those of the chosen whom the rule can retain together, with their shares; the money of the rest stays theirs."""
    while True:
        suggest(call, everyone, chosen)
        fit = [row for row in chosen if row.share]
        if len(fit) == len(chosen):
            return fit
        chosen = fit


def shares_among(call: Call, chosen: Sequence[Application]) -> list[Share | None]:
    """What the rule gives these fiches together, in their order."""
    everyone = candidates(call)
    keys = [application.pk for application in chosen]
    rows = {row.application.pk: row for row in everyone if row.application.pk in keys}
    suggest(call, everyone, [row for row in everyone if row.application.pk in rows])
    return [rows[key].share if key in rows else None for key in keys]


def counts_of(found: Sequence[Candidate]) -> Counter[str]:
    """How many fiches stand at each stage; «none» is what has no decision yet."""
    return Counter(str(candidate.decision.state) if candidate.decision else "none" for candidate in found)
