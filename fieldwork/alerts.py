"""How projects stand in the field, for the pages of a project and of the network; constant queries."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from core.watch import Alert
from core.wording import counted, day, listed, of
from fieldwork.enums import StageState
from fieldwork.models import Milestone
from fieldwork.stages import Stage, by_project
from regions.composition import FAMILIES, LEAST_STRUCTURES, STAFF
from regions.enums import MemberGroup
from regions.models import CollectiveMember, Participation, RegionalProject, StagePlan

COORDINATION = "COORDINATION"


@dataclass(frozen=True)
class FieldworkFacts:
    """Where a project stands: stages under way, milestones to come, soonest first, and how much is done."""

    stages: list[Stage]
    coming: list[Milestone]
    milestones: int
    reached: int
    present: int

    @property
    def next_milestone(self) -> Milestone | None:
        return self.coming[0] if self.coming else None

    @property
    def current(self) -> list[Stage]:
        """Stages begun and not over."""
        return [stage for stage in self.stages if stage.started_on and not stage.ended_on]

    @property
    def under_way(self) -> list[Stage]:
        """The same without the coordination, which runs all along (R63), unless nothing else goes on."""
        return [stage for stage in self.current if stage.term.code != COORDINATION] or self.current

    @property
    def done(self) -> int:
        return sum(stage.state == StageState.DONE for stage in self.stages)

    @property
    def sentence(self) -> str:
        """«Étape en cours : Enquête dans les établissements ; 2 étapes terminées sur 6»."""
        under_way = listed([str(stage.term) for stage in self.current])
        label = "Étapes en cours" if len(self.current) > 1 else "Étape en cours"
        done = f"{counted(self.done, 'étape terminée', 'étapes terminées')} sur {len(self.stages)}"
        return f"{label} : {under_way} ; {done}" if under_way else done.capitalize()


def facts(
    projects: Iterable[RegionalProject], today: date, *, plans: Sequence[StagePlan] | None = None
) -> dict[int, FieldworkFacts]:
    """{project key: its facts}; four queries, three if the `plans` of their stages are given."""
    projects = list(projects)
    keys = [project.pk for project in projects]
    stages = by_project(projects, today, plans=plans)
    present = present_counts(keys)
    milestones: dict[int, list[Milestone]] = {key: [] for key in keys}
    for row in Milestone.objects.filter(project__in=keys):
        milestones[row.project_id].append(row)
    return {
        key: FieldworkFacts(
            stages=stages[key],
            coming=[row for row in milestones[key] if row.done_on is None and row.due_on >= today],
            milestones=len(milestones[key]),
            reached=sum(row.done_on is not None for row in milestones[key]),
            present=present[key],
        )
        for key in keys
    }


def present_counts(keys: list[int]) -> Counter[int]:
    rows = Participation.objects.filter(project__in=keys).present()
    return Counter(dict(rows.order_by().values_list("project").annotate(Count("pk"))))


@dataclass
class Watched:
    """The alerts of one running project, as they are found."""

    project: RegionalProject
    found: list[Alert] = field(default_factory=list)

    def warn(self, sentence: str, name: str, *, serious: bool = False) -> None:
        self.found.append(Alert(sentence, reverse(name, args=[self.project.pk]), serious))


def alerts(
    projects: Iterable[RegionalProject], today: date, known: Mapping[int, FieldworkFacts] | None = None
) -> dict[int, list[Alert]]:
    """{project key: what is wrong}, for those that are awarded and not closed; three queries when facts are `known`."""
    keys = [project.pk for project in projects]
    running = RegionalProject.objects.filter(pk__in=keys, award__isnull=False, award__closed_on=None)
    watched = {project.pk: Watched(project) for project in running}
    standing = facts(running, today) if known is None else known
    warn_of_structures(watched, standing)
    warn_of_composition(watched)
    warn_of_stages(watched, standing)
    warn_of_milestones(watched, today)
    return {key: watched[key].found if key in watched else [] for key in keys}


def warn_of_structures(watched: dict[int, Watched], standing: Mapping[int, FieldworkFacts]) -> None:
    """A collective action has at least two structures (R33)."""
    for key, line in watched.items():
        present = standing[key].present
        if present < LEAST_STRUCTURES:
            line.warn(
                f"{counted(present, 'structure présente', 'structures présentes')} : "
                "une action collective en réunit au moins deux.",
                "regions:participants",
                serious=True,
            )


def warn_of_composition(watched: dict[int, Watched]) -> None:
    """The four families sit in the collective; staff representatives above all (R38, R40)."""
    seats: dict[int, set[str]] = {key: set() for key in watched}
    members = CollectiveMember.objects.filter(project__in=watched, group=MemberGroup.COLLECTIVE)
    for key, code in members.order_by().values_list("project", "profile__code").distinct():
        seats[key].add(code)
    for key, line in watched.items():
        absent = [family for family in FAMILIES if not family.profiles & seats[key]]
        if absent:
            names = listed([family.label for family in absent])
            line.warn(f"Le collectif ne réunit pas {of(names)}.", "regions:collective", serious=STAFF in absent)


def warn_of_stages(watched: dict[int, Watched], standing: Mapping[int, FieldworkFacts]) -> None:
    for key, line in watched.items():
        for stage in standing[key].stages:
            if stage.state == StageState.LATE:
                what = "devait finir" if stage.started_on else "devait commencer"
                due = stage.plan.ends_on if stage.started_on else stage.plan.starts_on
                if due is not None:
                    line.warn(f"L'étape « {stage.term} » {what} le {day(due)}.", "fieldwork:stages")


def warn_of_milestones(watched: dict[int, Watched], today: date) -> None:
    late = Q(done_on=None, due_on__lt=today)
    for row in Milestone.objects.filter(late, project__in=watched):
        watched[row.project_id].warn(f"Le jalon « {row} » était attendu le {day(row.due_on)}.", "fieldwork:stages")
