"""A statement begins with what other rooms know: planned stages, days done, uses that the committee decided."""

from datetime import timedelta
from decimal import Decimal

import pytest

from grants.alerts import alerts, facts
from grants.enums import Rubric
from grants.prefilling import DraftLine, lines
from meetings.enums import MeetingKind
from meetings.models import Meeting
from meetings.models.complement import ComplementLine, ComplementUse
from regions.models import StagePlan
from tests.factories import NOW, EstablishmentFactory
from tests.grants.funded import TODAY, funded
from tests.worklog.logged import noted, stage
from worklog.entries import Line as Work

pytestmark = pytest.mark.django_db
WORKED_ON = TODAY - timedelta(days=12)


def decided(here, *uses, version=1):
    """What a steering committee decided: (purpose, amount, establishment)."""
    meeting = Meeting.objects.create(
        project=here.project,
        kind=MeetingKind.STEERING,
        title="COPIL",
        starts_at=NOW + timedelta(days=version),
        duration_minutes=60,
        place="Salle",
        created_by=here.ars_signatory,
    )
    use = ComplementUse.objects.create(
        project=here.project, meeting=meeting, version=version, decided_at=NOW, decided_by=here.ars_signatory
    )
    for position, (purpose, amount, establishment) in enumerate(uses, start=1):
        ComplementLine.objects.create(
            use=use, position=position, purpose=purpose, amount=Decimal(amount), establishment=establishment
        )


def test_the_aract_s_lines_are_its_stages_planned_and_done():
    here = funded()
    survey, scoping = stage(), stage("CADRAGE", 1)
    for where, days in ((survey, "32.5"), (scoping, "7.5")):
        StagePlan.objects.create(project=here.project, stage=where, planned_days=Decimal(days))
    noted(here.project, here.aract_writer, on=WORKED_ON, days="1", line=Work(survey))
    known = lines(here.signed(), TODAY)
    # 70 000 € for 40 days make 1 750 € a day.
    assert known == [
        DraftLine(Rubric.STAFF, "Cadrage", Decimal("13125.00"), Decimal(0)),
        DraftLine(Rubric.STAFF, "Enquete", Decimal("56875.00"), Decimal("1750.00")),
    ]


def test_work_outside_the_plan_and_no_plan_at_all_still_have_their_line():
    here = funded()
    assert lines(here.signed(), TODAY) == [DraftLine(Rubric.STAFF, "Interventions de l'Aract", Decimal(70_000))]
    StagePlan.objects.create(project=here.project, stage=stage(), planned_days=Decimal(40))
    noted(here.project, here.aract_writer, on=WORKED_ON, days="1", line=Work(stage("CADRAGE", 1)))
    assert [(line.label, line.actual) for line in lines(here.project.agreements.get(), TODAY)] == [
        ("Cadrage", Decimal(1750)),
        ("Enquete", Decimal(0)),
    ]


def test_the_complement_s_lines_are_the_committee_s_when_they_make_up_the_agreement():
    here = funded()
    centre = EstablishmentFactory(region=here.project.region, name="Centre Un")
    decided(here, ("Remplacements", "5000.50", centre), ("Trajets", "999.50", centre), ("Salle", "800", None))
    partner = here.partner("CENTRE UN")
    whole = here.drafted(partner, amount=Decimal(6000))
    part = here.drafted(partner, amount=Decimal("6000.01"), purpose="Autre chose")
    assert [(line.label, line.planned) for line in lines(whole, TODAY)] == [
        ("Remplacements", Decimal("5000.50")),
        ("Trajets", Decimal("999.50")),
    ]
    assert [line.label for line in lines(part, TODAY)] == ["Autre chose"]


def test_complement_committed_beyond_the_committee_s_decision_is_said():
    here = funded()

    def said():
        found = alerts([here.project], TODAY)[here.project.pk]
        return [alert.sentence for alert in found if "comité de pilotage" in alert.sentence]

    assert said() == []
    here.bought(Decimal(900))
    assert said() == [
        "900,00\xa0€ de la part complémentaire sont engagés. Le comité de pilotage n'a décidé l'usage que de 0,00\xa0€."
    ]
    decided(here, ("Salle", "500", None))
    decided(here, ("Salle", "300", None), ("Trajets", "599.99", None), version=2)
    assert "899,99" in said()[0]
    assert facts([here.project], TODAY)[here.project.pk].complement_decided == Decimal("899.99")
    here.project.complement_uses.get(version=2).lines.create(position=3, purpose="Un centime", amount="0.01")
    assert said() == []
