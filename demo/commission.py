"""Playing the commission of a demonstration call: admissibility, reviews, decisions, notices."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings

from accounts.enums import OrganisationKind
from accounts.models import Membership
from applications.checking import Findings, check
from applications.inadmissibility import declare
from applications.models import Application
from applications.pieces import answer_pieces, ask_for_pieces
from calls.models import Call
from commission.approving import approve
from commission.assigning import assign
from commission.convening import convene, fiches_to_hear, members_on
from commission.convening_letters import ConveningFacts
from commission.deciding import propose, propose_together
from commission.declaring import declare_no_conflict
from commission.enums import Opinion, Outcome
from commission.models import Assignment, Decision
from commission.notices import issue, open_notice
from commission.reviewing import Typed, criteria_of, save_draft, submit
from commission.suggesting import candidate_of, candidates, fitting
from demo.people import national, pair
from demo.structures import read

SOUND = Findings(complete=True, in_time=True, region=True, scope=True)
# How far each criterion differs from the fiche's level, so that a review reads like a judgement and not like a stamp.
STRAY = (0, 1, 0, -1, 0, 0, 1, -1)
OPINIONS = {4: Opinion.FAVOURABLE, 3: Opinion.FAVOURABLE, 2: Opinion.RESERVED}


class Commission:
    """The national hats at work."""

    def __init__(self) -> None:
        self.dgos = national(OrganisationKind.DGOS)
        self.anact = national(OrganisationKind.ANACT)
        self.secretary = self.dgos["secretariat"]

    def admit(self, application: Application, *, at: datetime) -> None:
        check(application, admissible=True, findings=SOUND, by=self.secretary, now=at)

    def reject(self, application: Application, *, reason: str, at: datetime) -> None:
        """The secretary proposes, the signatory of DGOS decides the next day."""
        findings = Findings(complete=True, in_time=True, region=True, scope=False)
        check(application, admissible=False, findings=findings, reason=reason, by=self.secretary, now=at)
        declare(application, by=self.dgos["signature"], now=at + timedelta(days=1))

    def ask_for_pieces(self, application: Application, *, pieces: str, answer: str, at: datetime) -> None:
        """What lacks is asked, and answered by the ARS three days later."""
        ask_for_pieces(application, pieces=pieces, days=settings.PIECES_DAYS, by=self.secretary, now=at)
        by = pair(application.project.region.code).ars_writer
        answer_pieces(application, text=answer, by=by, now=at + timedelta(days=3))

    def convene(self, call: Call, starts_at: datetime, *, place: str, at: datetime) -> None:
        """The president calls the members together about every fiche to hear."""
        meeting = ConveningFacts(
            starts_at=starts_at,
            place=place,
            fiches=fiches_to_hear(call),
            members=members_on(at),
            points="Répartition de l'enveloppe",
            reviews_by=starts_at.date() - timedelta(days=3),
        )
        convene(call, meeting, by=self.dgos["presidence"], now=at)

    def rapporteurs(self, turn: int) -> tuple[Membership, Membership]:
        """The two rapporteurs of a fiche: everyone in turn, the second pair not in step with the first."""
        return self.dgos[f"rapport-{1 + turn % 2}"], self.anact[f"rapport-{1 + (turn // 2) % 2}"]

    def confide(self, application: Application, *, turn: int, at: datetime) -> list[Assignment]:
        return [assign(application, hat, by=self.secretary, now=at) for hat in self.rapporteurs(turn)]

    def review(self, assignment: Assignment, *, level: int, turn: int, at: datetime, whole: bool = True) -> None:
        """Declare no conflict, score around a level from 0 to 4; half of the criteria only when not `whole`."""
        by = assignment.rapporteur
        declare_no_conflict(assignment, by=by, now=at)
        criteria = criteria_of(assignment)
        scored = criteria if whole else criteria[: len(criteria) // 2]
        values = {
            criterion.pk: max(0, min(4, level + STRAY[(rank + turn) % len(STRAY)]))
            for rank, criterion in enumerate(scored)
        }
        words = read("reviews")
        typed = Typed(
            values=values,
            justifications={
                criterion.pk: words["justifications"][str(values[criterion.pk])][rank % 2].format(
                    criterion=criterion.title[:1].lower() + criterion.title[1:]
                )
                for rank, criterion in enumerate(scored)
            },
            opinion=OPINIONS.get(level, Opinion.UNFAVOURABLE) if whole else None,
            comment=words["comments"][str(level)][turn % 2] if whole else None,
        )
        save_draft(assignment, typed, by=by, now=at)
        if whole:
            submit(assignment, by=by, now=at + timedelta(hours=2))

    def review_by_both(self, application: Application, *, level: int, turn: int, at: datetime) -> None:
        for rank, assignment in enumerate(self.confide(application, turn=turn, at=at)):
            self.review(assignment, level=level, turn=turn + rank, at=at + timedelta(days=2 + rank))

    def retain_by_rule(self, call: Call, applications: Iterable[Application], *, at: datetime) -> None:
        """Propose for each fiche what the call's rule gives them together, and validate it on both sides."""
        keys = [application.pk for application in applications]
        everyone = candidates(call)
        chosen = fitting(call, everyone, [row for row in everyone if row.application.pk in keys])
        reason = read("reviews")["reasons"]["retained"]
        for decision in propose_together(chosen, reason=reason, by=self.secretary, now=at):
            for delay, authority in enumerate((self.dgos, self.anact), start=1):
                approve(decision, decision.revision, by=authority["signature"], now=at + timedelta(days=delay))

    def retain(self, application: Application, *, reason: str, at: datetime) -> Decision:
        """Propose for one fiche what the rule gives it beside those still to be decided."""
        candidate = candidate_of(application)
        share = candidate.share if candidate else None
        return propose(
            application,
            outcome=Outcome.RETAINED,
            complement=share.complement if share else Decimal(0),
            reason=reason,
            by=self.secretary,
            now=at,
        )

    def notify(self, applications: Iterable[Application], *, at: datetime) -> None:
        """Issue the letters; each party opens its own the next day."""
        for application in applications:
            notice = issue(application.decision, by=self.secretary, now=at)
            hats = pair(application.project.region.code)
            for reader in (hats.ars_writer, hats.aract_writer):
                open_notice(notice, by=reader, now=at + timedelta(days=1))
