"""Closing a project: by the ARS, once, on a day after which nothing happened."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.verdicts import NotAllowed, OutOfTurn, Refused
from fieldwork import closing
from fieldwork.closing import close_project, obstacles, remainders
from fieldwork.enums import DeliverableKind, Direction
from fieldwork.experimenting import add_indicator, measure, suppose
from fieldwork.milestones import add_milestone, expect_deliverable, reach_milestone
from fieldwork.stages import record_progress
from records.models import JournalEntry
from regional_calls.announcing import announce
from regional_calls.opening import publish
from regions.joining import depart
from regions.models import Participation
from tests.factories import NOW, ParticipationFactory, RegionalProjectFactory, member_of
from tests.fieldwork.lives import experiment, plan, stage
from tests.regional_calls.answering import AFTER, OPENS, Pair
from tests.regions.lives import AWARDED, TODAY, Life, days_ago, iso
from tests.worklog.logged import noted

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    return Life()


def test_the_ars_closes_once(life):
    granted = close_project(life.project, on=days_ago(1), by=life.ars, now=NOW)
    assert (granted.closed_on, granted.closed_by) == (days_ago(1), life.ars)
    assert JournalEntry.objects.about(life.project).get().deed == "regions.close_project"
    with pytest.raises(OutOfTurn, match="clos depuis"):
        close_project(life.project, on=days_ago(1), by=life.ars, now=NOW)
    with pytest.raises(OutOfTurn, match="clos depuis"):
        close_project(life.reload(), on=days_ago(1), by=life.ars, now=NOW)


def test_others_do_not_close(life):
    for stranger in (*life.strangers(), life.aract):
        with pytest.raises(NotAllowed):
            close_project(life.project, on=TODAY, by=stranger, now=NOW)
    before = RegionalProjectFactory()
    with pytest.raises(OutOfTurn, match="n'est pas retenu"):
        close_project(before, on=TODAY, by=member_of(before.ars), now=NOW)


@pytest.mark.parametrize("on", [AWARDED - timedelta(days=1), TODAY + timedelta(days=1)])
def test_the_last_day_lies_within_the_projects_life(life, on):
    with pytest.raises(Refused, match="Choisissez un jour"):
        close_project(life.project, on=on, by=life.ars, now=NOW)


def joined_later(life):
    ParticipationFactory(project=life.project, joined_on=TODAY)


def left_later(life):
    row = ParticipationFactory(project=life.project, joined_on=AWARDED)
    depart(row, on=TODAY, reason="Fusion", by=life.ars, now=NOW)


def stage_ended_later(life):
    record_progress(life.project, stage(), started_on=days_ago(9), ended_on=TODAY, by=life.ars, now=NOW)


def milestone_reached_later(life):
    row = add_milestone(life.project, title="Jalon", due_on=TODAY, by=life.ars, now=NOW)
    reach_milestone(row, on=TODAY, by=life.ars, now=NOW)


def measured_later(life):
    hypothesis = suppose(life.project, statement="Hypothèse", by=life.ars, now=NOW)
    values = {"label": "Part", "unit": "%", "direction": Direction.UP, "baseline": None, "target": None}
    indicator = add_indicator(hypothesis, **values, by=life.ars, now=NOW)
    measure(indicator, measured_on=TODAY, value=1, by=life.ars, now=NOW)


@pytest.mark.parametrize(
    ("happen", "check"),
    [
        (joined_later, closing.later_participants),
        (left_later, closing.later_participants),
        (stage_ended_later, closing.later_stages),
        (milestone_reached_later, closing.later_milestones),
        (measured_later, closing.later_measures),
    ],
)
def test_nothing_happened_after_the_last_day(happen, check):
    life = experiment()
    happen(life)
    assert obstacles(life.project, TODAY) == []
    assert obstacles(life.project, days_ago(1)) == [check(life.project, days_ago(1))]
    with pytest.raises(Refused, match="ne peut pas se clore"):
        close_project(life.project, on=days_ago(1), by=life.ars, now=NOW)
    close_project(life.project, on=TODAY, by=life.ars, now=NOW)


def test_a_room_below_adds_its_own_obstacle(life, monkeypatch):
    monkeypatch.setattr(closing, "OBSTACLES", [*closing.OBSTACLES, lambda *_: "Des jours sont saisis après."])
    with pytest.raises(Refused, match="Des jours sont saisis après"):
        close_project(life.project, on=TODAY, by=life.ars, now=NOW)


def test_what_remains_open_is_said_and_forbids_nothing():
    life = experiment()
    plan(life.project)
    milestone = add_milestone(life.project, title="Bilan", due_on=days_ago(3), by=life.ars, now=NOW)
    expect_deliverable(milestone, kind=DeliverableKind.ASSESSMENT, title="Bilan", by=life.ars, now=NOW)
    suppose(life.project, statement="Hypothèse", by=life.ars, now=NOW)
    sentences = " ".join(line.sentence for line in remainders(life.project, TODAY))
    for said in ("n'est pas terminée", "« Bilan » était prévu", "1\u00a0livrable sans document", "pas de conclusion"):
        assert said in sentences
    close_project(life.project, on=TODAY, by=life.ars, now=NOW)


def test_a_closing_says_that_a_regional_call_would_stay_without_answer():
    pair = Pair(retained=True)
    pair.draft()
    assert remainders(pair.project, TODAY) == []
    publish(pair.call, by=pair.ars, now=OPENS)
    assert "ne sont pas annoncés" in remainders(pair.project, TODAY)[0].sentence
    announce(pair.call, by=pair.signatory, now=AFTER)
    assert remainders(pair.project, TODAY) == []


def test_the_page_asks_once_and_closes(life, as_hat):
    page = reverse("fieldwork:close", args=[life.project.pk])
    client = as_hat(life.ars)
    assert "Une clôture ne se défait pas" in client.get(page).content.decode()
    ParticipationFactory(project=life.project, joined_on=TODAY)
    refused = client.post(page, {"on": iso(days_ago(1))}).content.decode()
    assert "a rejoint ou quitté le projet" in refused
    assert f'value="{iso(days_ago(1))}"' in refused
    Participation.objects.all().delete()
    response = client.post(page, {"on": iso(days_ago(1))})
    assert response.status_code == 302
    assert life.reload().award.closed_on == days_ago(1)
    assert client.get(page).status_code == 409


def test_the_page_is_the_ars_alone(life, as_hat):
    page = reverse("fieldwork:close", args=[life.project.pk])
    assert as_hat(life.aract).post(page, {"on": iso(TODAY)}).status_code == 403
    assert as_hat(life.secretary).post(page, {"on": iso(TODAY)}).status_code == 403
    assert life.reload().award.closed_on is None


def test_a_day_noted_after_forbids_and_an_unsealed_month_is_told(life):
    noted(life.project, life.aract, on=days_ago(3))
    with pytest.raises(Refused, match="est noté"):
        close_project(life.project, on=days_ago(4), by=life.ars, now=NOW)
    assert "Novembre\N{NO-BREAK SPACE}2026 n'est pas scellé." in [
        one.sentence for one in remainders(life.project, TODAY)
    ]
    close_project(life.project, on=days_ago(3), by=life.ars, now=NOW)
