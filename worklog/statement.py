"""The statement of a month, of a year or of the whole: the same lines on the page, in the XLSX and in the PDF."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.wording import of
from directory.models import plain
from regions.models import RegionalProject
from worklog.calendar import month_end, month_name, month_of, months_between
from worklog.models import MonthSeal, WorkDay
from worklog.rates import Rates, cents

YEAR = re.compile(r"20[0-9]{2}", re.ASCII)
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
WHOLE = "tout"


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included; `code` is how addresses name it."""

    code: str
    label: str
    first: date
    last: date

    @property
    def is_month(self) -> bool:
        return bool(MONTH.fullmatch(self.code))

    @property
    def introduced(self) -> str:
        """«de juillet 2026», «d'avril 2026», «de l'année 2026»."""
        if self.is_month:
            return of(self.label)
        return f"de l'{self.label}" if self.label[0] == "a" else f"de {self.label}"


def month_period(month: date) -> Period:
    return Period(f"{month:%Y-%m}", month_name(month), month_of(month), month_end(month))


def life_months(project: RegionalProject, today: date) -> list[date]:
    """The months that a project's log has: from the award to the closing, or to the present month."""
    award = project.award
    return months_between(award.awarded_on, award.closed_on or max(today, award.awarded_on))


def parsed_period(code: str, project: RegionalProject, today: date) -> Period | None:
    """«2026-07», «2026» or «tout», within the project's life; None for anything else."""
    months = life_months(project, today)
    if code == WHOLE:
        return Period(WHOLE, "toute l'exploration", months[0], month_end(months[-1]))
    if MONTH.fullmatch(code):
        month = date.fromisoformat(f"{code}-01")
        return month_period(month) if month in months else None
    if YEAR.fullmatch(code) and any(month.year == int(code) for month in months):
        return Period(code, f"année {code}", date(int(code), 1, 1), date(int(code), 12, 31))
    return None


@dataclass(frozen=True)
class DayStatementLine:
    """A row of the log as it is stated; `rate` in euros a day, None when no cost is known."""

    number: int
    on: date
    consultant: str
    stage: str
    method: str
    establishment: str
    note: str
    days: Decimal
    rate: Decimal | None
    corrects: date | None

    @property
    def words(self) -> str:
        """Where, how, on what."""
        return " – ".join(part for part in (self.establishment, self.method, self.note) if part)

    def frozen(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "number": self.number,
            "on": self.on.isoformat(),
            "consultant": self.consultant,
            "stage": self.stage,
            "method": self.method,
            "establishment": self.establishment,
            "note": self.note,
            "days": str(self.days),
            "rate": None if self.rate is None else str(self.rate),
            "corrects": self.corrects.isoformat() if self.corrects else None,
        }


def thawed(kept: dict[str, Any]) -> DayStatementLine:
    """A line as its seal froze it."""
    return DayStatementLine(
        **kept
        | {
            "on": date.fromisoformat(kept["on"]),
            "days": Decimal(kept["days"]),
            "rate": None if kept["rate"] is None else Decimal(kept["rate"]),
            "corrects": date.fromisoformat(kept["corrects"]) if kept["corrects"] else None,
        }
    )


def line_of(row: WorkDay, rates: Rates) -> DayStatementLine:
    """A row as it is stated, at what it costs."""
    value_day = row.corrects.worked_on if row.corrects else row.worked_on
    return DayStatementLine(
        number=row.pk,
        on=row.worked_on,
        consultant=row.consultant.job_title or str(row.consultant.user),
        stage=row.stage.label,
        method=row.method.label if row.method else "",
        establishment=row.establishment.name if row.establishment else "",
        note=row.note,
        days=row.days,
        rate=rates.price(row.project_id, value_day.year, row.corrects_id),
        corrects=row.corrects.worked_on if row.corrects else None,
    )


@dataclass(frozen=True)
class Sum:
    """Days and euros under one word."""

    label: str
    days: Decimal
    amount: Decimal


@dataclass(frozen=True)
class DayStatement:
    """What is stated of a period, and how much of it is sealed."""

    project: RegionalProject
    period: Period
    lines: Sequence[DayStatementLine]
    seals: Sequence[MonthSeal]
    months: Sequence[date]

    @property
    def days(self) -> Decimal:
        return sum((line.days for line in self.lines), Decimal(0))

    @property
    def amount(self) -> Decimal:
        """The sum of sealed months as they were sealed, and of the others at their rates."""
        sealed = {seal.month for seal in self.seals}
        loose = [line for line in self.lines if month_of(line.on) not in sealed]
        return sum((seal.amount for seal in self.seals), cost_of(loose))

    @property
    def title(self) -> str:
        """«Relevé de juillet 2026», «Relevé de l'année 2026»."""
        return f"Relevé {self.period.introduced}"

    @property
    def unpriced(self) -> bool:
        """Some days have no known cost."""
        return any(line.rate is None for line in self.lines)

    @property
    def seal(self) -> MonthSeal | None:
        """That of the month stated, if it is one and is sealed."""
        return self.seals[0] if self.period.is_month and self.seals else None

    @property
    def all_sealed(self) -> bool:
        return bool(self.months) and len(self.seals) == len(self.months)

    def by(self, word: str) -> list[Sum]:
        """Sums by one of the lines' words, such as «stage» or «consultant», biggest first."""
        groups: dict[str, list[DayStatementLine]] = defaultdict(list)
        for line in self.lines:
            groups[getattr(line, word) or "non précisé"].append(line)
        found = [
            Sum(label, sum((line.days for line in lines), Decimal(0)), cost_of(lines))
            for label, lines in groups.items()
        ]
        return sorted(found, key=lambda one: (-one.days, plain(one.label)))

    def by_month(self) -> list[Sum]:
        """Every month of the period, those without a day included; sealed ones as they were sealed."""
        sealed = {seal.month: seal for seal in self.seals}
        groups: dict[date, list[DayStatementLine]] = {month: [] for month in self.months}
        for line in self.lines:
            groups.setdefault(month_of(line.on), []).append(line)
        return [
            Sum(
                month_name(month),
                sum((line.days for line in lines), Decimal(0)),
                sealed[month].amount if month in sealed else cost_of(lines),
            )
            for month, lines in groups.items()
        ]

    def by_stage(self) -> list[Sum]:
        return self.by("stage")

    def by_consultant(self) -> list[Sum]:
        return self.by("consultant")


def cost_of(lines: Iterable[DayStatementLine]) -> Decimal:
    return cents(sum((line.days * (line.rate or Decimal(0)) for line in lines), Decimal(0)))


def statement(project: RegionalProject, period: Period, today: date) -> DayStatement:
    """Sealed months speak as they were frozen, whatever names became since; the others as their rows say."""
    seals = list(
        MonthSeal.objects.filter(project=project, month__gte=period.first, month__lte=period.last)
        .select_related("sealed_by__organisation", "sealed_by__user", "seen_by__organisation", "seen_by__user")
        .order_by("month")
    )
    sealed = {seal.month for seal in seals}
    lines = [thawed(kept) for seal in seals for kept in seal.content["lines"]]
    rates = Rates([project])
    rows = project.work_days.in_full().between(period.first, period.last).order_by("worked_on", "stage__position", "pk")
    lines += [line_of(row, rates) for row in rows if month_of(row.worked_on) not in sealed]
    lines.sort(key=lambda line: (line.on, line.number))
    months = [month for month in life_months(project, today) if period.first <= month <= period.last]
    return DayStatement(project, period, lines, seals, months)


def content_of(month: DayStatement) -> dict[str, Any]:
    """What a seal freezes: who, which month, each line, the sums."""
    project = month.project
    return {
        "project": project.title,
        "call": project.call.reference,
        "region": project.region.name,
        "ars": project.ars.name,
        "aract": project.aract.name,
        "month": month.period.code,
        "lines": [line.frozen() for line in month.lines],
        "days": str(month.days),
        "amount": str(cost_of(month.lines)),
    }
