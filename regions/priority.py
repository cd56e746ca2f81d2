"""Who has priority in a call because they took part in the one before (R68), and why, so that it can be checked.

The texts promise this priority «under certain conditions» and write none: each call states its own
(`PriorityRule`). The verdict is computed from the earlier project's participants as of the call's closing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from accounts.models import Membership
from calls.models import Call
from core.verdicts import Refused, ensure
from core.wording import PARIS, counted, day, listed
from records import journal
from regions.models import Participation, PriorityContest, PriorityRule, RegionalProject
from regions.permissions import may_set_priority

MOST_DAYS = 3650


@dataclass(frozen=True)
class Priority:
    """Whether one structure has priority, and each condition with how it was met or not."""

    participation: Participation
    granted: bool
    reasons: list[str]
    contest: PriorityContest | None = None

    def after(self, contest: PriorityContest | None) -> "Priority":
        """What it is once contested, and corrected if the latest contest was upheld."""
        if contest is None or not contest.upheld:
            return replace(self, contest=contest)
        corrected = f"Corrigée par le secrétariat, {contest.answered_by}."
        return replace(self, granted=contest.corrected, reasons=[*self.reasons, corrected], contest=contest)


@dataclass(frozen=True)
class PriorityStanding:
    """The priority of a project's structures: its rule, the day it is judged on, one line each."""

    rule: PriorityRule
    on: date
    lines: list[Priority]

    @property
    def granted(self) -> int:
        return sum(line.granted for line in self.lines)

    @property
    def sentence(self) -> str:
        """The finding: how many of the structures have priority."""
        total = len(self.lines)
        if not total:
            return "Aucune structure ne participe encore au projet"
        if not self.granted:
            return f"Aucune des {total} structures n'a la priorité" if total > 1 else "La structure n'a pas la priorité"
        return f"{counted(self.granted, 'structure')} sur {total} {'ont' if self.granted > 1 else 'a'} la priorité"


def rule_of(call: Call) -> PriorityRule:
    """The call's conditions, or the defaults, unsaved."""
    return PriorityRule.objects.filter(call=call).first() or PriorityRule(call=call)


def conditions(rule: PriorityRule) -> str:
    """The rule in one sentence."""
    parts = ["avoir participé au projet précédent"]
    if rule.least_days:
        parts[0] += f" au moins {counted(rule.least_days, 'jour')}"
    if rule.confirmed:
        parts.append("y avoir confirmé son engagement")
    if rule.stayed:
        parts.append("ne pas l'avoir quitté avant sa fin")
    return f"Pour avoir la priorité, une structure doit {listed(parts)}."


def judged_on(call: Call, today: date) -> date:
    """The day as of which presence is counted: the call's closing, or today before it."""
    return min(today, call.closes_at.astimezone(PARIS).date())


def judge(project: RegionalProject, today: date) -> PriorityStanding:
    """The priority of each structure present in a project; four queries, whatever their number."""
    here = project.participations.present().select_related("establishment").order_by("establishment__search_text", "pk")
    on = judged_on(project.call, today)
    rule = rule_of(project.call)
    earlier: dict[int, list[Participation]] = {}
    if project.previous_id is not None:
        rows = Participation.objects.filter(project=project.previous_id, project__award__isnull=False)
        for row in rows.select_related("project__award"):
            earlier.setdefault(row.establishment_id, []).append(row)
    contests = contests_of(project)
    lines = [verdict(row, earlier.get(row.establishment_id, []), rule, on).after(contests.get(row.pk)) for row in here]
    return PriorityStanding(rule=rule, on=on, lines=lines)


def contests_of(project: RegionalProject) -> dict[int, PriorityContest]:
    """The latest contest of each structure, by key of participation."""
    rows = PriorityContest.objects.filter(participation__project=project)
    people = ("contested_by__user", "contested_by__organisation", "answered_by__user", "answered_by__organisation")
    return {row.participation_id: row for row in rows.select_related(*people).order_by("pk")}


def verdict(participation: Participation, earlier: list[Participation], rule: PriorityRule, on: date) -> Priority:
    if not earlier:
        return Priority(participation, granted=False, reasons=["Elle ne participait pas au projet précédent."])
    present = sum(days_present(row, on) for row in earlier)
    checks = [(present >= rule.least_days, f"Elle y a participé {counted(present, 'jour')}.")]
    if rule.confirmed:
        checks.append(commitment(earlier))
    if rule.stayed:
        checks.append(departure(earlier, on))
    return Priority(participation, granted=all(met for met, _ in checks), reasons=[text for _, text in checks])


def commitment(earlier: Iterable[Participation]) -> tuple[bool, str]:
    confirmed = [row.confirmed_at for row in earlier if row.confirmed_at is not None]
    if confirmed:
        return True, f"Elle y a confirmé son engagement le {day(min(confirmed).astimezone(PARIS).date())}."
    return False, "Elle n'y a pas confirmé son engagement."


def departure(earlier: Iterable[Participation], on: date) -> tuple[bool, str]:
    """Whether the structure left before the earlier project's end, or before `on` while it runs."""
    last = max(earlier, key=lambda row: row.left_on or date.max)
    closed = last.project.award.closed_on
    if last.left_on is None or last.left_on >= (closed or on):
        return True, "Elle y est restée jusqu'au bout." if closed else "Elle y participe encore."
    return False, f"Elle l'a quitté le {day(last.left_on)}, avant la fin."


def days_present(row: Participation, on: date) -> int:
    """Days of presence during the earlier project's life, both ends included, up to `on`."""
    granted = row.project.award
    first = max(row.joined_on, granted.awarded_on)
    last = min(moment for moment in (row.left_on, granted.closed_on, on) if moment is not None)
    return max(0, (last - first).days + 1)


@transaction.atomic
def set_priority_rule(
    call: Call, *, least_days: int, confirmed: bool, stayed: bool, by: Membership, now: datetime | None = None
) -> PriorityRule:
    """State a call's conditions; the priority of its projects follows them from then on."""
    held = Call.objects.select_for_update().get(pk=call.pk)
    ensure(may_set_priority(by, held))
    if not 0 <= least_days <= MOST_DAYS:
        raise Refused(f"Indiquez de 0 à {MOST_DAYS} jours.")
    rule, _ = PriorityRule.objects.update_or_create(
        call=held, defaults={"least_days": least_days, "confirmed": confirmed, "stayed": stayed}
    )
    journal.record(
        "fieldwork.set_priority_rule",
        rule,
        by=by,
        summary=conditions(rule),
        data={"least_days": least_days, "confirmed": confirmed, "stayed": stayed},
        now=now,
    )
    return rule
