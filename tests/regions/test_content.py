"""The tables as plain data."""

import json
from decimal import Decimal

import pytest

from calls.enums import SectionKind, Vocabulary
from regions.composing import add_member
from regions.content import table_content
from regions.enums import FundingState, MemberGroup
from regions.funding import add_cofunding, ask_complement
from regions.planning import plan_stage
from tests.factories import NOW, ParticipationFactory, RegionalProjectFactory, TermFactory

pytestmark = pytest.mark.django_db


def everything(project) -> dict:
    """Every table of the project, those of the structures side by side."""
    kinds = [kind for kind in SectionKind if kind != SectionKind.QUESTIONS]
    tables = {str(kind): table_content(kind, project) for kind in kinds}
    return tables | tables["participants"]


def test_everything_the_pair_wrote_and_nothing_else():
    project = RegionalProjectFactory()
    row = ParticipationFactory(project=project, contact_function="Cadre")
    ParticipationFactory(project=project, left_on=NOW.date(), joined_on=NOW.date())
    profile = TermFactory(vocabulary=Vocabulary.PROFILE, code="DIRECTION")
    seat = {"profile": profile, "function": "Directrice", "participation": row, "organisation_name": "", "seats": 2}
    add_member(project, MemberGroup.COLLECTIVE, seat)
    stage = TermFactory(vocabulary=Vocabulary.STAGE, code="ENQUETE", label="Enquête")
    plan_stage(project, stage, planned_days=Decimal("2.5"), starts_on=NOW.date(), ends_on=None, method="Entretiens")
    ask_complement(project, amount=Decimal(5), reason="Déplacements")
    add_cofunding(project, funder="GRADeS", purpose="", amount=Decimal("10.5"), state=FundingState.GRANTED)
    content = everything(project)
    assert json.loads(json.dumps(content)) == content
    assert [tool["title"] for tool in content["digital_projects"]] == [row.digital_project.title]
    assert [line["name"] for line in content["participants"]] == [row.establishment.name]
    assert content["collective"][0]["organisation"] == row.establishment.name
    assert content["extended_group"] == []
    assert content["stages"] == [
        {"stage": "Enquête", "days": "2.50", "starts_on": "2026-11-22", "ends_on": None, "method": "Entretiens"}
    ]
    assert content["budget"]["requested_complement"] == "5.00"
    assert content["budget"]["cofundings"][0] == {
        "funder": "GRADeS",
        "purpose": "",
        "amount": "10.50",
        "state": "acquis",
    }


def test_the_order_of_typing_does_not_matter_and_the_queries_are_constant(django_assert_max_num_queries):
    project = RegionalProjectFactory()
    ParticipationFactory(project=project, establishment__name="Zoé")
    with django_assert_max_num_queries(20) as one:
        everything(project)
    ParticipationFactory(project=project, establishment__name="Anna")
    ParticipationFactory(project=project, establishment__name="Marie")
    with django_assert_max_num_queries(20) as three:
        content = everything(project)
    assert [line["name"] for line in content["participants"]] == ["Anna", "Marie", "Zoé"]
    assert len(one) == len(three)
