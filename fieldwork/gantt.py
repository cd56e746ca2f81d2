"""The stages and milestones of a project over its months."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse

from core.drawing import Chart, ChartRow, DataTable, Drawing, Scale
from core.wording import counted, day, days
from fieldwork.enums import StageState
from fieldwork.models import Milestone
from fieldwork.stages import Stage

MARGIN = timedelta(days=7)
MOST_NAMES = 6
THINNEST = 0.5
# Milestones nearer than this share of the width would write their numbers over one another.
NEAR = 6
# Heights (y) of the numbers, in pixels.
HIGH_LABEL, LOW_LABEL = 14, 52


def finding(stages: list[Stage], milestones: list[Milestone], today: date) -> str:
    """The title: what is late, else what goes on, else what comes."""
    late = [stage for stage in stages if stage.state == StageState.LATE]
    overdue = [row for row in milestones if row.done_on is None and row.due_on < today]
    if late:
        worst = max(late, key=lambda stage: stage.days_late)
        others = f", et {counted(len(late) - 1, 'autre étape')}" if len(late) > 1 else ""
        return f"« {worst.term} » a {counted(worst.days_late, 'jour')} de retard{others}"
    if overdue:
        return f"Les étapes suivent leur plan ; {counted(len(overdue), 'jalon')} en retard"
    running = [stage for stage in stages if stage.state == StageState.RUNNING]
    if running:
        return f"Le projet suit son plan : {counted(len(running), 'étape')} en cours"
    ahead = sorted(stage.plan.starts_on for stage in stages if stage.plan.starts_on and not stage.started_on)
    if ahead:
        return f"La prochaine étape commence le {day(ahead[0])}"
    done = sum(stage.state == StageState.DONE for stage in stages)
    return f"{counted(done, 'étape terminée', 'étapes terminées')} sur {len(stages)}"


def dates_of(stages: Iterable[Stage], milestones: Iterable[Milestone]) -> list[date]:
    found: list[date | None] = [row.due_on for row in milestones]
    for stage in stages:
        found += [stage.plan.starts_on, stage.plan.ends_on, stage.started_on, stage.ended_on]
        if stage.first:
            found += [stage.first.former_starts_on, stage.first.former_ends_on]
    return [value for value in found if value is not None]


def stage_row(stage: Stage, scale: Scale[date], today: date | None) -> ChartRow:
    """The plan of the fiche if it moved, the present plan, what was really done."""
    plan, first = stage.plan, stage.first
    ended = stage.ended_on or (max(stage.today, stage.started_on) if stage.started_on else None)
    spans = [
        ("dashed", "Premier plan", first.former_starts_on, first.former_ends_on, 5, 5) if first else None,
        ("hollow", "Plan", plan.starts_on, plan.ends_on, 13, 12),
        ("solid", "Réalisé", stage.started_on, ended, 28, 9),
    ]
    drawing = Drawing(44, f"{stage.term}, {stage.state.label}.").months(scale)
    for kind, what, start, end, y, height in filter(None, spans):
        if start and end:
            title = f"{what} : du {day(start)} au {day(end)}"
            x = scale.at(start)
            drawing.bar(kind, x, max(scale.at(end + timedelta(days=1)), x + THINNEST), y, height, title=title)
            drawing.said += f" {title}."
    if today:
        drawing.upright("today", scale.at(today))
    late = f" ({stage.days_late}\N{NO-BREAK SPACE}j)" if stage.days_late else ""
    url = f"{reverse('fieldwork:stages', args=[plan.project_id])}#etape-{stage.term.pk}"
    return ChartRow(drawing, str(stage.term), f"{stage.state.label}{late}", url)


def milestones_row(milestones: list[Milestone], scale: Scale[date], today: date, *, running: bool) -> ChartRow:
    """A diamond each, with its number in the list beneath; neighbours have theirs above and beneath in turn."""
    drawing = Drawing(58).months(scale)
    if running:
        drawing.upright("today", scale.at(today))
    last, low = -100.0, False
    for number, row in enumerate(milestones, start=1):
        x = scale.at(row.due_on)
        low = not low and x - last < NEAR
        late = row.done_on is None and row.due_on < today
        word = "atteint" if row.done_on else "en retard" if late else "à venir"
        title = f"{row}, {day(row.due_on)} ({word})"
        drawing.add("rect", "reached" if row.done_on else "coming", title=title, x=x, y=28, width="11", height=11)
        if late:
            drawing.text("late", (x, 33), "×", "middle")
        drawing.text("label", (x, LOW_LABEL if low else HIGH_LABEL), str(number), "middle")
        drawing.said += f"Jalon {number}, {row}, {day(row.due_on)}, {word}. "
        last = x
    return ChartRow(drawing, "Jalons", "numérotés comme dans la liste")


def legend(stages: list[Stage], *, running: bool) -> list[tuple[Drawing, str]]:
    keys = [("dashed", "premier plan", 5)] if any(stage.first for stage in stages) else []
    keys += [("hollow", "plan", 12), ("solid", "réalisé", 9)]
    samples = [(Drawing(14).bar(kind, 3, 97, 1, height), word) for kind, word, height in keys]
    return [*samples, (Drawing(16).upright("today", 50), "aujourd'hui")] if running else samples


def data(stages: list[Stage]) -> DataTable:
    def span(start: date | None, end: date | None) -> str:
        return f"{day(start)} – {day(end) if end else ''}" if start else "–"

    counts = any(stage.done_days is not None for stage in stages)
    columns = ["Étape", "État", "Plan", "Réalisé", "Jours prévus", *(["Jours faits"] if counts else [])]
    rows = []
    for stage in stages:
        plan = span(stage.plan.starts_on, stage.plan.ends_on)
        cells = [str(stage.term), stage.state.label, plan, span(stage.started_on, stage.ended_on)]
        rows.append([*cells, days(stage.plan.planned_days), *([days(stage.done_days)] if counts else [])])
    return DataTable("Étapes prévues et réalisées", columns, rows, figures=1 + counts, quiet=True)


def gantt(stages: list[Stage], milestones: list[Milestone], today: date, *, running: bool = True) -> Chart | None:
    """The drawing; None when nothing has a date. A project that no longer runs is drawn without today's line."""
    known = dates_of(stages, milestones)
    if not known:
        return None
    if running:
        known.append(today)
    scale = Scale(min(known) - MARGIN, max(known) + MARGIN)
    rows = [ChartRow(Drawing(36).months(scale, 21, MOST_NAMES), note=" ")]
    rows += [stage_row(stage, scale, today if running else None) for stage in stages]
    if milestones:
        rows.append(milestones_row(milestones, scale, today, running=running))
    title, keys = finding(stages, milestones, today), legend(stages, running=running)
    return Chart(title, rows, [data(stages)], "du calendrier", "calendar", keys)
