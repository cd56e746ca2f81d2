"""The stages of a project as they are planned and as they go (R58–R64)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Term
from core.verdicts import Refused
from core.wording import counted, day
from fieldwork.enums import StageState
from fieldwork.models import Replanning, StageProgress
from records import journal
from regions.awarding import ensure_lived, running_award
from regions.models import RegionalProject, StagePlan
from regions.planning import plan_stage, plans_by_stage, plans_of

NO_DAYS: Mapping[int, Decimal] = {}


@dataclass(frozen=True)
class Stage:
    """One stage: its plan, what really happened, the plans it had before, and the days done if they are known."""

    plan: StagePlan
    progress: StageProgress | None
    former: list[Replanning]
    today: date
    done_days: Decimal | None = None

    @property
    def term(self) -> Term:
        return self.plan.stage

    @property
    def started_on(self) -> date | None:
        return self.progress.started_on if self.progress else None

    @property
    def ended_on(self) -> date | None:
        return self.progress.ended_on if self.progress else None

    @property
    def state(self) -> StageState:
        if self.ended_on:
            return StageState.DONE
        if self.days_late:
            return StageState.LATE
        return StageState.RUNNING if self.started_on else StageState.COMING

    @property
    def days_late(self) -> int:
        """How many days past its planned beginning or end; 0 when it is in time, over, or without dates."""
        expected = self.plan.ends_on if self.started_on else self.plan.starts_on
        if self.ended_on or expected is None or expected >= self.today:
            return 0
        return (self.today - expected).days

    @property
    def first(self) -> Replanning | None:
        """The plan of the fiche, when it has changed since."""
        return self.former[0] if self.former else None

    @property
    def sentence(self) -> str:
        """«Commencée le 3 mars 2026, 12 jours après la fin prévue»."""
        if self.ended_on:
            return f"Du {day(self.progress.started_on)} au {day(self.ended_on)}." if self.progress else ""
        if self.started_on:
            late = f", {counted(self.days_late, 'jour')} après sa fin prévue" if self.days_late else ""
            return f"Commencée le {day(self.started_on)}{late}."
        if self.days_late:
            return f"Devait commencer le {day(self.plan.starts_on)}." if self.plan.starts_on else ""
        return f"Commence le {day(self.plan.starts_on)}." if self.plan.starts_on else "Sans dates."


def stages_of(project: RegionalProject, today: date, *, done_days: Mapping[int, Decimal] | None = None) -> list[Stage]:
    """Every stage in order; `done_days` gives, by stage key, the Aract's days done. Four queries."""
    progress = {row.stage_id: row for row in StageProgress.objects.filter(project=project)}
    former: dict[int, list[Replanning]] = {}
    for row in Replanning.objects.filter(project=project).select_related("by__organisation"):
        former.setdefault(row.stage_id, []).append(row)
    return [
        Stage(
            plan=plan,
            progress=progress.get(plan.stage_id),
            former=former.get(plan.stage_id, []),
            today=today,
            done_days=None if done_days is None else done_days.get(plan.stage_id, Decimal(0)),
        )
        for plan in plans_by_stage(project)
    ]


def by_project(
    projects: Iterable[RegionalProject], today: date, *, plans: Sequence[StagePlan] | None = None
) -> dict[int, list[Stage]]:
    """The planned stages of several projects, without their earlier plans; two queries, one if `plans` are given."""
    keys = [project.pk for project in projects]
    progress = {(row.project_id, row.stage_id): row for row in StageProgress.objects.filter(project__in=keys)}
    found: dict[int, list[Stage]] = {key: [] for key in keys}
    for plan in plans_of(keys) if plans is None else plans:
        if plan.project_id in found:
            found[plan.project_id].append(Stage(plan, progress.get((plan.project_id, plan.stage_id)), [], today))
    return found


def ensure_stage(stage: Term) -> None:
    if stage.vocabulary != Vocabulary.STAGE:
        raise Refused("Cette étape n'existe pas.")


@transaction.atomic
def record_progress(
    project: RegionalProject,
    stage: Term,
    *,
    started_on: date,
    ended_on: date | None,
    by: Membership,
    now: datetime | None = None,
) -> StageProgress:
    """State when a stage began and, once it is over, when it ended; said again, it corrects what was said."""
    now = now or timezone.now()
    granted = running_award(project, by=by)
    ensure_stage(stage)
    ensure_lived(granted, started_on, now)
    if ended_on is not None:
        ensure_lived(granted, ended_on, now)
        if ended_on < started_on:
            raise Refused("La fin de l'étape précède son début.")
    progress, _ = StageProgress.objects.update_or_create(
        project=project, stage=stage, defaults={"started_on": started_on, "ended_on": ended_on}
    )
    ended = f", terminée le {day(ended_on)}" if ended_on else ""
    journal.record(
        "fieldwork.record_progress",
        progress,
        by=by,
        summary=f"Étape « {stage} » commencée le {day(started_on)}{ended}",
        data={"started_on": started_on, "ended_on": ended_on},
        now=now,
    )
    return progress


@transaction.atomic
def replan(
    project: RegionalProject,
    stage: Term,
    *,
    planned_days: Decimal,
    starts_on: date,
    ends_on: date,
    reason: str,
    by: Membership,
    now: datetime | None = None,
) -> Replanning:
    """Give a stage other days or dates, and say why; the former plan stays visible, the deposited fiche untouched."""
    now = now or timezone.now()
    running_award(project, by=by)
    if not reason.strip():
        raise Refused("Dites pourquoi le plan change.")
    plan = StagePlan.objects.filter(project=project, stage=stage).first() or StagePlan(project=project, stage=stage)
    former, fresh = (plan.starts_on, plan.ends_on, plan.planned_days), (starts_on, ends_on, planned_days)
    if former == fresh:
        raise Refused("Le plan de cette étape dit déjà cela.")
    plan_stage(project, stage, planned_days=planned_days, starts_on=starts_on, ends_on=ends_on, method=plan.method)
    change = Replanning(project=project, stage=stage, reason=reason.strip(), at=now, by=by)
    change.former_starts_on, change.former_ends_on, change.former_days = former
    change.save()
    journal.record(
        "fieldwork.replan",
        change,
        by=by,
        summary=f"Étape « {stage} » prévue du {day(starts_on)} au {day(ends_on)} : {change.reason}",
        data={"former": former, "fresh": fresh},
        now=now,
    )
    return change
