"""An experiment: hypotheses, indicators, measures, conclusions (R68–R71). Only in calls of a phase that measures."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core.verdicts import OutOfTurn, Refused
from core.wording import day
from fieldwork.enums import Conclusion, Direction
from fieldwork.models import Hypothesis, Indicator, Measure
from records import journal
from records.models import JournalEntry
from records.removing import comes_back, remove
from regions.awarding import ensure_lived, running_award
from regions.models import Award, RegionalProject


def experiments(project: RegionalProject) -> bool:
    """Whether the project answers a call of a phase that measures (R14, R70)."""
    return project.call.phase.measures


def running_experiment(project: RegionalProject, *, by: Membership) -> Award:
    granted = running_award(project, by=by)
    if not experiments(project):
        raise OutOfTurn("La phase de ce projet ne demande pas de mesurer des hypothèses.")
    return granted


def held_hypothesis(hypothesis: Hypothesis, *, by: Membership) -> tuple[Award, Hypothesis]:
    """The award, locked, and the hypothesis as it is then; `OutOfTurn` when it was withdrawn meanwhile."""
    granted = running_experiment(hypothesis.project, by=by)
    row = Hypothesis.objects.select_related("project").filter(pk=hypothesis.pk).first()
    if row is None:
        raise OutOfTurn("Cette hypothèse a été retirée depuis que vous avez ouvert la page.")
    return granted, row


def held_indicator(indicator: Indicator, *, by: Membership) -> tuple[Award, Indicator]:
    """The same for an indicator."""
    granted = running_experiment(indicator.hypothesis.project, by=by)
    row = Indicator.objects.select_related("hypothesis__project").filter(pk=indicator.pk).first()
    if row is None:
        raise OutOfTurn("Cet indicateur a été retiré depuis que vous avez ouvert la page.")
    return granted, row


@transaction.atomic
def suppose(
    project: RegionalProject, *, statement: str, expected_effect: str = "", by: Membership, now: datetime | None = None
) -> Hypothesis:
    """Write down what the experiment puts to the test."""
    running_experiment(project, by=by)
    hypothesis = Hypothesis.objects.create(project=project, statement=statement, expected_effect=expected_effect)
    journal.record("fieldwork.suppose", hypothesis, by=by, summary=f"Hypothèse : {statement}", now=now)
    return hypothesis


@transaction.atomic
def add_indicator(
    hypothesis: Hypothesis,
    *,
    label: str,
    unit: str,
    direction: Direction,
    baseline: Decimal | None,
    target: Decimal | None,
    by: Membership,
    now: datetime | None = None,
) -> Indicator:
    held_hypothesis(hypothesis, by=by)
    if baseline is not None and target is not None:
        wanted = target >= baseline if direction == Direction.UP else target <= baseline
        if not wanted:
            raise Refused(f"La cible va à l'inverse du sens attendu ({Direction(direction).label}).")
    indicator = Indicator.objects.create(
        hypothesis=hypothesis, label=label, unit=unit, direction=direction, baseline=baseline, target=target
    )
    journal.record(
        "fieldwork.add_indicator",
        indicator,
        by=by,
        summary=f"Indicateur : {label}",
        data={"baseline": baseline, "target": target},
        now=now,
    )
    return indicator


def ensure_hypothesis_removable(hypothesis: Hypothesis) -> None:
    if hypothesis.conclusion or hypothesis.indicators.exists():
        raise OutOfTurn("Cette hypothèse a un indicateur ou une conclusion : elle reste dans le projet.")


@transaction.atomic
def withdraw_hypothesis(hypothesis: Hypothesis, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take back a hypothesis written by mistake; one that has an indicator or a conclusion stays."""
    _, row = held_hypothesis(hypothesis, by=by)
    ensure_hypothesis_removable(row)
    summary, within = f"Hypothèse « {row} » retirée", {"project": row.project_id}
    return remove(row, "fieldwork.withdraw_hypothesis", by=by, summary=summary, within=within, now=now)


@comes_back("fieldwork.withdraw_hypothesis")
def hypothesis_again(hypothesis: Hypothesis, *, by: Membership) -> Iterator[str]:
    running_experiment(hypothesis.project, by=by)
    yield reverse("fieldwork:experiment", args=[hypothesis.project_id])


def ensure_indicator_removable(indicator: Indicator) -> None:
    if indicator.measures.exists():
        raise OutOfTurn("Cet indicateur a été mesuré : il reste dans le projet.")


@transaction.atomic
def withdraw_indicator(indicator: Indicator, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    """Take back an indicator written by mistake; one that was measured stays."""
    _, row = held_indicator(indicator, by=by)
    ensure_indicator_removable(row)
    summary, within = f"Indicateur « {row} » retiré", {"project": row.hypothesis.project_id}
    return remove(row, "fieldwork.withdraw_indicator", by=by, summary=summary, within=within, now=now)


@comes_back("fieldwork.withdraw_indicator")
def indicator_again(indicator: Indicator, *, by: Membership) -> Iterator[str]:
    yield from hypothesis_again(indicator.hypothesis, by=by)


@transaction.atomic
def measure(
    indicator: Indicator,
    *,
    measured_on: date,
    value: Decimal,
    note: str = "",
    by: Membership,
    now: datetime | None = None,
) -> Measure:
    """Add a value observed on a day."""
    now = now or timezone.now()
    granted, _ = held_indicator(indicator, by=by)
    ensure_lived(granted, measured_on, now)
    row = Measure.objects.create(indicator=indicator, measured_on=measured_on, value=value, note=note, at=now, by=by)
    journal.record(
        "fieldwork.measure",
        row,
        by=by,
        summary=f"Mesure du {day(measured_on)} – {row}",
        data={"value": value, "on": measured_on},
        now=now,
    )
    return row


def ensure_current(row: Measure) -> None:
    if Measure.objects.filter(replaces=row).exists():
        raise OutOfTurn("Cette mesure a déjà été corrigée : corrigez la plus récente.")


@transaction.atomic
def correct_measure(
    wrong: Measure,
    *,
    measured_on: date,
    value: Decimal,
    note: str,
    by: Membership,
    now: datetime | None = None,
) -> Measure:
    """Replace a wrong value by another row that says why; both stay."""
    now = now or timezone.now()
    indicator = wrong.indicator
    granted = running_experiment(indicator.hypothesis.project, by=by)
    ensure_current(wrong)
    ensure_lived(granted, measured_on, now)
    if not note.strip():
        raise Refused("Dites pourquoi la mesure est corrigée.")
    row = Measure.objects.create(
        indicator=indicator,
        measured_on=measured_on,
        value=value,
        note=note.strip(),
        replaces=wrong,
        at=now,
        by=by,
    )
    journal.record(
        "fieldwork.correct_measure",
        row,
        by=by,
        summary=f"Mesure du {day(wrong.measured_on)} corrigée – {row} ({row.note})",
        data={"former": wrong.value, "value": value, "replaces": wrong.pk},
        now=now,
    )
    return row


@transaction.atomic
def conclude(
    hypothesis: Hypothesis,
    *,
    conclusion: Conclusion,
    text: str,
    by: Membership,
    now: datetime | None = None,
) -> Hypothesis:
    """Say what the experiment shows of a hypothesis; until the project closes, saying it again corrects it."""
    now = now or timezone.now()
    granted, row = held_hypothesis(hypothesis, by=by)
    if not text.strip():
        raise Refused("Une conclusion s'explique en quelques mots.")
    on = timezone.localdate(now)
    ensure_lived(granted, on, now)
    row.conclusion, row.conclusion_text, row.concluded_on = conclusion, text.strip(), on
    row.save(update_fields=["conclusion", "conclusion_text", "concluded_on"])
    journal.record(
        "fieldwork.conclude",
        row,
        by=by,
        summary=f"Hypothèse {Conclusion(conclusion).label} : {row.statement}",
        data={"conclusion": conclusion},
        now=now,
    )
    return row
