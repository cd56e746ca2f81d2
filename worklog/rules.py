"""What the log accepts, and why it refuses the rest (R29, R64)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce

from accounts.enums import Role
from accounts.models import Membership
from calls.enums import Vocabulary
from core.verdicts import OutOfTurn
from core.wording import PARIS, day, days, of
from directory.models import Establishment
from regions.models import Award, Participation, RegionalProject
from worklog.calendar import monday_of, month_name, month_of
from worklog.entries import Entry, Key
from worklog.models import MonthSeal, WorkDay

WHOLE = Decimal(1)
QUARTER = Decimal("0.25")


def standing(row: WorkDay | None) -> Decimal:
    return row.days if row is not None else Decimal(0)


class Rules:
    """What a day may be noted for, read once for all the entries of a deed."""

    def __init__(self, project: RegionalProject, now: datetime) -> None:
        self.award: Award = project.award
        self.aract_id = project.aract_id
        self.sealed = set(MonthSeal.objects.filter(project=project).values_list("month", flat=True))
        self.last_day = monday_of(now.astimezone(PARIS).date()) + timedelta(days=6)
        self.stays: dict[int, list[Participation]] = defaultdict(list)
        for stay in project.participations.all():
            self.stays[stay.establishment_id].append(stay)

    def closed_day(self, on: date) -> str:
        """Why nothing may be noted on a day; empty if something may."""
        if not self.award.covers(on):
            if on < self.award.awarded_on:
                return f"Avant l'attribution du {day(self.award.awarded_on)}."
            return "Après la clôture du projet."
        if month_of(on) in self.sealed:
            return f"Le mois {of(month_name(on))} est scellé : corrigez-le par une écriture de correction."
        if on > self.last_day:
            return "Ce jour n'est pas venu : les jours se notent jusqu'à la fin de la semaine en cours."
        return ""

    def takes_part(self, establishment: Establishment, on: date) -> bool:
        return any(
            stay.joined_on <= on and (stay.left_on is None or on <= stay.left_on)
            for stay in self.stays.get(establishment.pk, ())
        )

    def against(self, entry: Entry) -> str:
        """Why an entry is refused; empty if it is not."""
        closed = self.closed_day(entry.on)
        if closed:
            return closed
        if entry.days < 0 or entry.days > WHOLE or entry.days % QUARTER:
            return "Un jour se note par quarts : 0,25, 0,5, 0,75 ou 1."
        # Taking a row back needs none of the checks below.
        return (self.against_person(entry.consultant, entry.on) or self.against_line(entry)) if entry.days else ""

    def against_person(self, consultant: Membership, on: date) -> str:
        """Consultants write or sign for the project's Aract on the day itself."""
        if consultant.organisation_id != self.aract_id or consultant.role not in {Role.WRITER, Role.SIGNATORY}:
            return "Cette personne n'intervient pas pour l'Aract du projet."
        if not consultant.is_current(on):
            return f"{consultant.job_title or 'Cette personne'} n'était pas à l'Aract ce jour-là."
        return ""

    def against_line(self, entry: Entry) -> str:
        line = entry.line
        if line.stage.vocabulary != Vocabulary.STAGE:
            return "Cette étape n'existe pas."
        if line.method is not None and line.method.vocabulary != Vocabulary.METHOD:
            return "Cette méthode n'existe pas."
        if line.establishment is not None and not self.takes_part(line.establishment, entry.on):
            return f"{line.establishment.name} ne participait pas au projet ce jour-là."
        return ""


def totals(people: Iterable[int], first: date, last: date) -> dict[tuple[int, date], Decimal]:
    """Days noted by person and date across all projects; a counter-entry counts on the day that it corrects."""
    rows = (
        WorkDay.objects.filter(consultant__user__in=set(people))
        .annotate(value_day=Coalesce("corrects__worked_on", "worked_on"))
        .filter(value_day__range=(first, last))
        .order_by()
        .values_list("consultant__user", "value_day")
        .annotate(total=Sum("days"))
    )
    return {(person, on): total for person, on, total in rows}


def too_long_days(moving: dict[int, Entry], rows: dict[Key, WorkDay]) -> dict[int, str]:
    """Entries that would make a person's day longer than one, all projects together."""
    if not moving:
        return {}
    dates = [entry.on for entry in moving.values()]
    sums = totals({entry.consultant.user_id for entry in moving.values()}, min(dates), max(dates))
    more: dict[tuple[int, date], Decimal] = defaultdict(Decimal)
    for entry in moving.values():
        more[entry.person_day] += entry.days - standing(rows.get(entry.key))
    reasons = {}
    for position, entry in moving.items():
        total = sums.get(entry.person_day, Decimal(0)) + more[entry.person_day]
        if total > WHOLE and entry.days > standing(rows.get(entry.key)):
            reasons[position] = (
                f"Le {day(entry.on)} compterait {days(total)} : pas plus d'un jour par personne, "
                "tous projets confondus."
            )
    return reasons


def ensure_open(project: RegionalProject, on: date, now: datetime) -> None:
    """A day on which something may be written, under the award's lock."""
    reason = Rules(project, now).closed_day(on)
    if reason:
        raise OutOfTurn(reason)
