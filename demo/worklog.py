"""The Aracts' days on the projects under way: noted month after month, sealed, counted against the fixed share."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle

from accounts.enums import Role
from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Call, Term
from core.wording import PARIS
from demo.people import SHOWN_REGIONS, Pair, Persona, hat, pair
from regions.models import Participation, RegionalProject
from worklog.calendar import holidays, month_end, month_of, months_between
from worklog.correcting import correct
from worklog.entries import Entry, Line, add_up
from worklog.models import WorkDay
from worklog.rates import set_rate
from worklog.recording import record_days
from worklog.sealing import seal, see

SECOND = Persona("etude", Role.WRITER, "Chargée d'étude, conditions de travail")
RATE = Decimal(620)
# Region: quarters of a day that its Aract gives in a week. Grand Est stops when its share is used.
PACE = {"93": 8, "11": 9, "53": 7, "84": 8, "04": 11, "75": 6, "32": 5, "44": 14, "03": 4}
WITHOUT_RATE = "32"
SPENT = "44"
SPENT_DAYS = Decimal(113)
# The stages of an exploration, month after month; the first of a month is its main one.
SEASONS = (
    ("CADRAGE", "COORDINATION"),
    ("MOBILISATION", "CADRAGE"),
    ("MOBILISATION", "ENQUETE"),
    ("ENQUETE", "COORDINATION"),
    ("ENQUETE", "ANIMATION"),
    ("ENQUETE", "ANIMATION"),
    ("ANIMATION", "COORDINATION"),
    ("ANIMATION", "CAPITALISATION"),
    ("CAPITALISATION", "COORDINATION"),
)
# Weeks of the year without work on projects, and the days of a week that work falls on, in turn.
AWAY = {1, 8, 31, 32, 33, 52}
TUESDAY, THURSDAY = 1, 3
WORKING = (TUESDAY, THURSDAY, 0, 2, 4)
NOTES = {"ENQUETE": "", "ANIMATION": "Préparation et compte rendu", "COORDINATION": "Point avec l'ARS"}


def load(call: Call, today: date) -> None:
    """Each month was noted at its end, sealed on the 5th of the next and seen on the 9th, except the last two."""
    terms = {
        (term.vocabulary, term.code): term
        for term in Term.objects.filter(vocabulary__in=[Vocabulary.STAGE, Vocabulary.METHOD])
    }
    projects = RegionalProject.objects.filter(call=call).with_parties().order_by("pk")
    for turn, project in enumerate(projects):
        Log(project, pair(project.region.code), terms, turn).tell(today)


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=PARIS)


class Log:
    """One region's year."""

    def __init__(self, project: RegionalProject, hats: Pair, terms: dict[tuple[str, str], Term], turn: int) -> None:
        self.project, self.hats, self.terms, self.turn = project, hats, terms, turn
        self.code = project.region.code
        stays = list(project.participations.present().select_related("establishment").order_by("pk"))
        self.stays: list[Participation] = stays
        self.places = cycle(stays)
        self.methods = cycle(["ENTRETIEN", "OBSERVATION", "ENTRETIEN", "DOCUMENT", "REUNION"])
        self.done = Decimal(0)
        self.people = [hats.aract_writer]
        if self.code in SHOWN_REGIONS:
            self.people.append(hat(SECOND, project.aract, f"aract-{project.region.slug}"))

    def tell(self, today: date) -> None:
        awarded = self.project.award.awarded_on
        if self.code != WITHOUT_RATE:
            for year in sorted({awarded.year, today.year}):
                set_rate(
                    self.project,
                    year=year,
                    amount=RATE,
                    by=self.hats.aract_signatory,
                    now=at(awarded + timedelta(days=8), 11),
                )
        months = months_between(awarded, today)
        for rank, month in enumerate(months):
            last = min(month_end(month), today - timedelta(days=1))
            self.note(max(month, awarded), last, SEASONS[min(rank, len(SEASONS) - 1)], now=at(last, 17))
            if rank < len(months) - 2:
                self.close(month, seen=rank < len(months) - 3 - self.turn % 2)
        self.correct(today)

    def note(self, first: date, last: date, season: tuple[str, str], now: datetime) -> None:
        entries = list(self.entries(first, last, season))
        for person in self.people:
            own = add_up(entry for entry in entries if entry.consultant == person)
            record_days(self.project, own, by=person, now=now)

    def entries(self, first: date, last: date, season: tuple[str, str]) -> Iterator[Entry]:
        """Half days and quarters, shared among the week's days and the region's people."""
        for offset in range((last - first).days + 1):
            on = first + timedelta(days=offset)
            week = on.isocalendar().week
            if on.weekday() not in WORKING or on in holidays(on.year, self.project.region.code) or week in AWAY:
                continue
            for rank, person in enumerate(self.people):
                days = self.dealt(on, rank, week)
                if self.code == SPENT:
                    days = min(days, SPENT_DAYS - self.done)
                if days > 0:
                    self.done += days
                    yield Entry(person, on, self.line(season, on, rank), days)

    def dealt(self, on: date, rank: int, week: int) -> Decimal:
        """A person's days on a date: a week's quarters, one more or less in turn, filled a day after another."""
        quarters = PACE[self.code] + (week + self.turn) % 3 - 1
        share, rest = divmod(quarters, len(self.people))
        mine = share + (rest if rank == week % len(self.people) else 0)
        order = WORKING[rank:] + WORKING[:rank]
        left = mine - sum(self.most(week, day) for day in order[: order.index(on.weekday())])
        return Decimal(max(min(left, self.most(week, on.weekday())), 0)) / 4

    @staticmethod
    def most(week: int, weekday: int) -> int:
        """Quarters that a day of the week takes at most: whole days and halves in turn."""
        return 4 if (week + weekday) % 3 else 2

    def line(self, season: tuple[str, str], on: date, rank: int) -> Line:
        main, aside = season
        code = aside if on.weekday() == WORKING[1 + rank] else main
        stage = self.terms[Vocabulary.STAGE, code]
        if code != "ENQUETE" or not self.stays:
            return Line(stage, note=NOTES.get(code, ""))
        stay, method = next(self.places), self.terms[Vocabulary.METHOD, next(self.methods)]
        return Line(stage, stay.establishment if stay.joined_on <= on else None, method)

    def close(self, month: date, *, seen: bool) -> None:
        after = month_end(month)
        made = seal(self.project, month, by=self.hats.aract_writer, now=at(after + timedelta(days=5), 10))
        if seen:
            see(made, by=self.hats.ars_writer, now=at(after + timedelta(days=9), 15))

    def correct(self, today: date) -> None:
        """Île-de-France took back half a day of a sealed month."""
        if self.code != "11":
            return
        row = self.whole_day(self.people[0])
        if row is not None:
            correct(
                row,
                days_worked=Decimal("0.5"),
                reason="Visite écourtée par la structure",
                by=self.people[0],
                on=max(month_of(today), self.project.award.awarded_on),
                now=at(today - timedelta(days=1), 18),
            )

    def whole_day(self, person: Membership) -> WorkDay | None:
        rows = WorkDay.objects.filter(project=self.project, consultant=person, days=1, stage__code="ENQUETE")
        return rows.select_related("project", "consultant").order_by("worked_on", "pk").first()
