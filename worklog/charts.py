"""The days done against those planned, month after month."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from core.drawing import Chart, ChartRow, DataTable, Drawing, Scale, levels
from core.wording import SHORT_MONTHS, days
from regions.models import RegionalProject, StagePlan
from worklog.burn import Burn, due_days
from worklog.calendar import month_end, month_name, months_between
from worklog.week import signed_days

# Pixels from the top, then percents.
TOP, BOTTOM, HEIGHT = 18, 246, 280
LEFT, RIGHT = 7, 85
MOST_NAMES = 12
NONE = Decimal(0)


def days_chart(project: RegionalProject, one: Burn, plans: Sequence[StagePlan], today: date) -> Chart:
    """Cumulated days by month's end: done until the present, planned until the plan's end (nothing without dates)."""
    ends = [plan.ends_on for plan in plans if plan.planned_days and plan.ends_on]
    first, closed = project.award.awarded_on, project.award.closed_on
    shown = closed or today
    last = max([shown, *ends]) if not closed else shown
    # A plan of ten years would be unreadable, and is a slip.
    months = months_between(first, min(last, first + timedelta(days=1100)))
    planned, done = planned_values(plans, months), done_values(one, months, shown)
    rows = []
    for rank, month in enumerate(months):
        due = signed_days(planned[rank]) if planned else "–"
        rows.append((month_name(month).capitalize(), due, signed_days(done[rank]) if rank < len(done) else "–"))
    table = DataTable("Jours cumulés à la fin de chaque mois", ("Mois", "Prévus", "Faits"), rows, figures=2)
    drawing = drawn(finding(one), months, planned, done, max([*planned, *done, one.planned, Decimal(1)]))
    return Chart(finding(one), [ChartRow(drawing)], [table], "du graphique", "wide")


def drawn(
    said: str, months: Sequence[date], planned: Sequence[Decimal], done: Sequence[Decimal], top: Decimal
) -> Drawing:
    """Two lines that their dashes and their words tell apart."""
    grid = levels(top)
    up = Scale(NONE, Decimal(grid[-1]), BOTTOM, TOP)
    along = Scale(NONE, Decimal(max(len(months) - 1, 1)), LEFT, RIGHT)
    drawing = Drawing(HEIGHT, said)
    for level in grid:
        y = up.at(Decimal(level))
        drawing.line("grid", (LEFT, y), (RIGHT, y)).text("quiet", (LEFT, y + 4), str(level), "end", dx=-8)
    for rank in range(0, len(months), len(months) // MOST_NAMES + 1):
        name = SHORT_MONTHS[months[rank].month - 1]
        drawing.text("quiet", (along.at(Decimal(rank)), BOTTOM + 20), name, "middle")
    due = [(along.at(Decimal(rank)), up.at(value)) for rank, value in enumerate(planned)]
    past = [(along.at(Decimal(rank)), up.at(value)) for rank, value in enumerate(done)]
    if due:
        (x, y), words = due[-1], f"prévus {signed_days(planned[-1])}"
        drawing.path("dashes", due).text("label", (x, y + 4), words, dx=8)
    if past:
        drawing.path("curve", past)
        for point, month, value in zip(past, months, done, strict=False):
            drawing.dot("solid", point, 4, f"{month_name(month)} : {signed_days(value)} j")
        (x, y), ahead = past[-1], bool(due) and past[-1][1] < due[len(past) - 1][1]
        dx, dy = (-8, -8) if ahead else (8, 18)
        drawing.text("strong", (x, y + dy), f"faits {signed_days(done[-1])}", "end" if ahead else "start", dx)
    return drawing


def planned_values(plans: Sequence[StagePlan], months: Sequence[date]) -> list[Decimal]:
    values = [due_days(list(plans), month_end(month)) for month in months]
    return [] if not values or any(value is None for value in values) else [value or NONE for value in values]


def done_values(one: Burn, months: Sequence[date], shown: date) -> list[Decimal]:
    values, total = [], NONE
    for month in months:
        if month > shown:
            break
        total += one.by_month.get(month, NONE)
        values.append(total)
    return values


def finding(one: Burn) -> str:
    """What the chart says, in a sentence."""
    if not one.planned:
        return f"{days(one.done)} notés, aucun jour prévu au plan"
    told = f"{days(one.done)} faits sur {days(one.planned)} prévus"
    if one.due is None:
        return told
    gap = ((one.done - one.due) * 4).to_integral_value() / 4
    if abs(gap) < max(one.planned / 20, Decimal(1)):
        return f"{told} : au rythme du plan"
    return f"{told} : {days(abs(gap))} {'de plus' if gap > 0 else 'de moins'} que le plan à ce jour"
