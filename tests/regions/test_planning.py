"""Days by stage (R58–R64)."""

from datetime import date
from decimal import Decimal

import pytest

from calls.enums import Vocabulary
from core.verdicts import Refused
from regions.models import StagePlan
from regions.planning import plan_stage, planned_days, plans_by_stage
from tests.factories import RegionalProjectFactory, TermFactory

pytestmark = pytest.mark.django_db


def stage(code="CADRAGE", position=1, **kwargs):
    return TermFactory(vocabulary=Vocabulary.STAGE, code=code, position=position, **kwargs)


def values(**kwargs):
    return {"planned_days": Decimal(4), "starts_on": None, "ends_on": None, "method": ""} | kwargs


@pytest.fixture
def project():
    return RegionalProjectFactory()


def test_each_stage_has_a_line_planned_or_not(project):
    second, first = stage("ENQUETE", 2), stage("CADRAGE", 1)
    stage("VIEILLE", 3, retired=True)
    TermFactory(vocabulary=Vocabulary.THEME)
    plan_stage(project, second, **values())
    plan_stage(project, second, **values(planned_days=Decimal("5.25")))
    assert [(plan.stage, plan.planned_days) for plan in plans_by_stage(project)] == [
        (first, 0),
        (second, Decimal("5.25")),
    ]
    assert StagePlan.objects.count() == 1


def test_the_day_cost_is_the_fixed_share_over_the_days(project):
    assert planned_days(project, []).day_cost is None
    plans = [plan_stage(project, stage(), **values(planned_days=Decimal("72.25")))]
    figures = planned_days(project, plans)
    assert (figures.total, figures.fixed, figures.day_cost) == (Decimal("72.25"), Decimal(70000), Decimal("968.86"))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"planned_days": Decimal("0.1")}, "quarts"),
        ({"planned_days": Decimal(-1)}, "quarts"),
        ({"starts_on": date(2027, 2, 1), "ends_on": date(2027, 1, 31)}, "précède son début"),
    ],
)
def test_what_a_stage_refuses(project, wrong, reason):
    with pytest.raises(Refused, match=reason):
        plan_stage(project, stage(), **values(**wrong))
    assert not StagePlan.objects.exists()


def test_only_stages_are_planned(project):
    with pytest.raises(Refused, match="n'existe pas"):
        plan_stage(project, TermFactory(vocabulary=Vocabulary.THEME), **values())
