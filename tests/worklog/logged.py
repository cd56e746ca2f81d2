"""Rows for the tests of the log: a living project, its consultants, its stages, and days noted through the deeds."""

from datetime import date
from decimal import Decimal

from accounts.enums import Role
from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Term
from regions.models import Participation, RegionalProject, StagePlan
from tests.factories import NOW, ParticipationFactory, TermFactory, member_of, retained_project
from worklog.entries import Entry, Line
from worklog.models import WorkDay
from worklog.recording import record_days

# NOW is Sunday 22 November 2026: the project was awarded on 1 September.
AWARDED = date(2026, 9, 1)
TUESDAY = date(2026, 11, 17)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)


def living(**kwargs) -> RegionalProject:
    """Retained since 1 September 2026, with 70 000 € of fixed share."""
    return retained_project(award__awarded_on=AWARDED, **kwargs)


def stage(code: str = "ENQUETE", position: int = 3) -> Term:
    return TermFactory(vocabulary=Vocabulary.STAGE, code=code, label=code.capitalize(), position=position)


def method(code: str = "ENTRETIEN") -> Term:
    return TermFactory(vocabulary=Vocabulary.METHOD, code=code, label=code.capitalize())


def consultant(project: RegionalProject, **kwargs) -> Membership:
    return member_of(project.aract, **{"job_title": "Chargé de mission"} | kwargs)


def signatory(project: RegionalProject) -> Membership:
    return member_of(project.aract, Role.SIGNATORY, job_title="Directrice régionale")


def ars_writer(project: RegionalProject) -> Membership:
    return member_of(project.ars, job_title="Chargée de mission QVT")


def plan(project: RegionalProject, days: int = 100, **kwargs) -> StagePlan:
    return StagePlan.objects.create(project=project, stage=stage(), planned_days=Decimal(days), **kwargs)


def structure(project: RegionalProject, **kwargs) -> Participation:
    return ParticipationFactory(project=project, **{"joined_on": AWARDED} | kwargs)


def entry(hat: Membership, on: date = TUESDAY, days: str = "0.5", line: Line | None = None, **kwargs) -> Entry:
    return Entry(hat, on, line or Line(stage()), Decimal(days), **kwargs)


def noted(project: RegionalProject, hat: Membership, on: date = TUESDAY, days: str = "0.5", **kwargs) -> WorkDay:
    """One row, written by the deed."""
    now = kwargs.pop("now", NOW)
    wanted = entry(hat, on, days, **kwargs)
    record_days(project, [wanted], by=hat, now=now)
    return WorkDay.objects.get(project=project, consultant=hat, worked_on=on, stage=wanted.line.stage, corrects=None)
