"""Hypotheses, indicators, measures and conclusions (R68–R71)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from core.verdicts import NotAllowed, OutOfTurn, Refused
from fieldwork.curve import MOST_LABELS, curve, number
from fieldwork.enums import Conclusion, Direction
from fieldwork.experimenting import (
    add_indicator,
    conclude,
    correct_measure,
    measure,
    suppose,
    withdraw_hypothesis,
    withdraw_indicator,
)
from fieldwork.models import Hypothesis, Indicator, Measure
from records.models import JournalEntry
from tests.factories import NOW
from tests.fieldwork.lives import experiment
from tests.regions.lives import AWARDED, TODAY, Life, days_ago

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def life():
    return experiment()


@pytest.fixture
def hypothesis(life):
    return suppose(life.project, statement="Associer rend l'outil acceptable", by=life.aract, now=NOW)


def an_indicator(hypothesis, by, **kwargs):
    values = {
        "label": "Professionnels à l'aise",
        "unit": "%",
        "direction": Direction.UP,
        "baseline": Decimal(40),
        "target": Decimal(70),
    }
    return add_indicator(hypothesis, **values | kwargs, by=by, now=NOW)


@pytest.fixture
def indicator(hypothesis, life):
    return an_indicator(hypothesis, life.ars)


def measures(indicator):
    return list(Measure.objects.current().filter(indicator=indicator))


def test_an_exploration_measures_no_hypothesis():
    life = Life()
    with pytest.raises(OutOfTurn, match="ne demande pas de mesurer"):
        suppose(life.project, statement="Hypothèse", by=life.ars, now=NOW)


def test_a_target_goes_the_way_that_is_wanted(hypothesis, life):
    with pytest.raises(Refused, match="inverse du sens attendu"):
        an_indicator(hypothesis, life.ars, target=Decimal(30))
    with pytest.raises(Refused, match="à la baisse"):
        an_indicator(hypothesis, life.ars, direction=Direction.DOWN)
    assert an_indicator(hypothesis, life.ars, direction=Direction.DOWN, target=Decimal(-5)).target == -5
    assert an_indicator(hypothesis, life.ars, baseline=None).baseline is None


def test_measures_are_added_and_may_lie_below_zero(indicator, life):
    row = measure(indicator, measured_on=days_ago(3), value=Decimal("-2.5"), by=life.ars, now=NOW)
    row.refresh_from_db()
    assert row.value == Decimal("-2.50")
    assert JournalEntry.objects.about(row).get().data["value"] == "-2.5"


@pytest.mark.parametrize("on", [AWARDED - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_measure_lies_within_the_projects_life(indicator, life, on):
    with pytest.raises(Refused, match="entre l'attribution"):
        measure(indicator, measured_on=on, value=Decimal(1), by=life.ars, now=NOW)
    right = measure(indicator, measured_on=TODAY, value=Decimal(1), by=life.ars, now=NOW)
    with pytest.raises(Refused, match="entre l'attribution"):
        correct_measure(right, measured_on=on, value=Decimal(2), note="Erreur", by=life.ars, now=NOW)


def test_a_wrong_measure_is_replaced_once_and_stays(indicator, life):
    wrong = measure(indicator, measured_on=days_ago(3), value=Decimal(48), by=life.ars, now=NOW)
    with pytest.raises(Refused, match="pourquoi"):
        correct_measure(wrong, measured_on=days_ago(3), value=Decimal(84), note=" ", by=life.ars, now=NOW)
    right = correct_measure(
        wrong, measured_on=days_ago(3), value=Decimal(84), note="Chiffres inversés", by=life.aract, now=NOW
    )
    assert measures(indicator) == [right]
    assert Measure.objects.count() == 2
    assert Measure.objects.get(pk=wrong.pk).value == 48
    with pytest.raises(OutOfTurn, match="déjà été corrigée"):
        correct_measure(wrong, measured_on=TODAY, value=Decimal(1), note="Encore", by=life.ars, now=NOW)


def test_two_rows_never_replace_the_same_measure(indicator, life):
    """The database itself refuses it, even of two people at the same time."""
    wrong = measure(indicator, measured_on=TODAY, value=Decimal(1), by=life.ars, now=NOW)
    values = {"indicator": indicator, "measured_on": TODAY, "value": 2, "replaces": wrong, "by": life.ars}
    Measure.objects.create(**values)
    with pytest.raises(IntegrityError):
        Measure.objects.create(**values)


def test_a_conclusion_is_explained_and_may_be_revised(hypothesis, life):
    with pytest.raises(Refused, match="en quelques mots"):
        conclude(hypothesis, conclusion=Conclusion.CONFIRMED, text=" ", by=life.ars, now=NOW)
    conclude(hypothesis, conclusion=Conclusion.CONFIRMED, text="L'outil est adopté.", by=life.ars, now=NOW)
    conclude(hypothesis, conclusion=Conclusion.NUANCED, text="Pas partout.", by=life.aract, now=NOW)
    hypothesis.refresh_from_db()
    assert (hypothesis.conclusion, hypothesis.conclusion_text, hypothesis.concluded_on) == (
        Conclusion.NUANCED,
        "Pas partout.",
        TODAY,
    )
    assert JournalEntry.objects.about(hypothesis).filter(deed="fieldwork.conclude").count() == 2
    with pytest.raises(IntegrityError):
        Hypothesis.objects.filter(pk=hypothesis.pk).update(conclusion_text="")


def test_what_was_written_by_mistake_goes_until_it_is_measured(hypothesis, indicator, life):
    with pytest.raises(OutOfTurn, match="reste dans le projet"):
        withdraw_hypothesis(hypothesis, by=life.ars, now=NOW)
    other = an_indicator(hypothesis, life.ars)
    measure(other, measured_on=TODAY, value=Decimal(1), by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="reste dans le projet"):
        withdraw_indicator(other, by=life.ars, now=NOW)
    withdraw_indicator(indicator, by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="a été retiré"):
        withdraw_indicator(indicator, by=life.ars, now=NOW)
    alone = suppose(life.project, statement="Erreur", by=life.ars, now=NOW)
    withdraw_hypothesis(alone, by=life.aract, now=NOW)
    assert (Hypothesis.objects.get(), Indicator.objects.get()) == (hypothesis, other)


def test_what_was_withdrawn_meanwhile_is_said_to_be_gone(hypothesis, indicator, life):
    """The other of the pair withdrew it since the page was drawn."""
    withdraw_indicator(Indicator.objects.get(pk=indicator.pk), by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="a été retiré"):
        measure(indicator, measured_on=TODAY, value=Decimal(1), by=life.aract, now=NOW)
    withdraw_hypothesis(Hypothesis.objects.get(pk=hypothesis.pk), by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="a été retirée"):
        an_indicator(hypothesis, life.aract)
    with pytest.raises(OutOfTurn, match="a été retirée"):
        conclude(hypothesis, conclusion=Conclusion.CONFIRMED, text="Oui.", by=life.aract, now=NOW)


def test_a_concluded_hypothesis_stays(hypothesis, life):
    conclude(hypothesis, conclusion=Conclusion.REFUTED, text="Non.", by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="reste dans le projet"):
        withdraw_hypothesis(hypothesis, by=life.ars, now=NOW)


def test_the_pair_alone_acts_while_the_project_runs(hypothesis, indicator, life):
    wrong = measure(indicator, measured_on=TODAY, value=Decimal(1), by=life.ars, now=NOW)
    deeds = [
        lambda by: suppose(life.project, statement="Hypothèse", by=by, now=NOW),
        lambda by: an_indicator(hypothesis, by),
        lambda by: measure(indicator, measured_on=TODAY, value=Decimal(1), by=by, now=NOW),
        lambda by: correct_measure(wrong, measured_on=TODAY, value=Decimal(2), note="Erreur", by=by, now=NOW),
        lambda by: conclude(hypothesis, conclusion=Conclusion.REFUTED, text="Non.", by=by, now=NOW),
        lambda by: withdraw_indicator(indicator, by=by, now=NOW),
        lambda by: withdraw_hypothesis(hypothesis, by=by, now=NOW),
    ]
    for deed in deeds:
        for stranger in life.strangers():
            with pytest.raises(NotAllowed):
                deed(stranger)
    assert hypothesis.project.award.closed_on is None
    life.close()
    for deed in deeds:
        with pytest.raises(OutOfTurn, match="clos"):
            deed(life.ars)
    assert (Hypothesis.objects.count(), Indicator.objects.count(), Measure.objects.count()) == (1, 1, 1)


def add_values(indicator, life, *values):
    for rank, value in enumerate(values):
        on = days_ago(len(values) - rank)
        measure(indicator, measured_on=on, value=Decimal(value), by=life.ars, now=NOW)
    return curve(indicator, measures(indicator))


def labels(drawing):
    return [mark.words for mark in drawing.marks if mark.kind == "strong"]


def test_a_curve_draws_current_values_and_the_target(indicator, life):
    assert curve(indicator, []) is None
    drawing = add_values(indicator, life, "41", "55", "72")
    assert labels(drawing) == ["41", "55", "72"]
    heights = [float(mark.at["cy"]) for mark in drawing.marks if mark.shape == "circle"]
    assert heights == sorted(heights, reverse=True)
    (target,) = [mark for mark in drawing.marks if mark.kind == "dashes"]
    assert float(target.at["y1"]) > heights[2], "the last value is above the target"
    assert drawing.said == "Professionnels à l'aise : 72\u00a0%, la cible est atteinte"
    assert len([mark for mark in drawing.marks if mark.kind == "curve"]) == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("50",), "dans le sens attendu"),
        (("39",), "à l'inverse du sens attendu"),
        (("50", "40"), "sans changement"),
    ],
)
def test_a_curve_says_which_way_it_goes(indicator, life, values, said):
    assert add_values(indicator, life, *values).said.endswith(said)


def test_many_values_keep_the_ends_and_the_extremes(indicator, life):
    values = ["5", "9", "1", *(["4"] * MOST_LABELS)]
    drawing = add_values(indicator, life, *values)
    assert labels(drawing) == ["5", "9", "1", "4"]


def test_a_flat_curve_and_a_single_day_are_drawn(hypothesis, life):
    flat = an_indicator(hypothesis, life.ars, baseline=None, target=None)
    days = [mark for mark in add_values(flat, life, "0").marks if mark.kind == "quiet"]
    assert len(days) == 1, "the day is written once"
    assert labels(add_values(flat, life, "0")) == ["0", "0"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [("12.50", "%", "12,5\u00a0%"), ("-2.5", "", "\u22122,5"), ("1200", "min", "1\u00a0200\u00a0min"), ("0", "", "0")],
)
def test_values_are_written_in_french(value, unit, text):
    assert number(Decimal(value), unit) == text


def test_what_was_withdrawn_meanwhile_is_said_so(life):
    """Two people on the same page: the second is told, and nothing half-written is left."""
    hypothesis = suppose(life.project, statement="Le temps de saisie baisse", by=life.ars, now=NOW)
    about = {"label": "Saisie", "unit": "min", "direction": Direction.DOWN, "baseline": None, "target": None}
    indicator = add_indicator(hypothesis, **about, by=life.ars, now=NOW)
    withdraw_indicator(Indicator.objects.get(), by=life.aract, now=NOW)
    withdraw_hypothesis(Hypothesis.objects.get(), by=life.aract, now=NOW)
    for deed in (
        lambda: add_indicator(hypothesis, **about, by=life.ars, now=NOW),
        lambda: measure(indicator, measured_on=NOW.date(), value=Decimal(3), by=life.ars, now=NOW),
        lambda: conclude(hypothesis, conclusion=Conclusion.CONFIRMED, text="Oui.", by=life.ars, now=NOW),
    ):
        with pytest.raises(OutOfTurn, match="a été retiré"):
            deed()
