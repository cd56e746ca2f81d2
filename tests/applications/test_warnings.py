"""What is worth a second look: each rule seen and unseen, never in the way, in a bounded number of queries."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.models import Application
from applications.warnings import RULES, warnings
from calls.enums import Vocabulary
from calls.models import AllocationRule
from directory.enums import LegalStatus
from regions.models import RegionalProject
from regions.planning import plan_stage
from tests.applications.fiches import complete, deposited
from tests.applications.tables import address, open_fiche, rows_of
from tests.factories import (
    DigitalProjectFactory,
    EstablishmentFactory,
    MembershipFactory,
    ParticipationFactory,
    RegionalProjectFactory,
    TermFactory,
    secretary,
)
from worklog.models import DayRate

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche():
    return open_fiche()


def seen(fiche, *, writes=False):
    application = Application.objects.with_parties().get(pk=fiche.application.pk)
    return {
        (one.rule, one.sentence.replace("\xa0", " ").replace("\u202f", " "))
        for one in warnings(application, writes=writes)
    }


def rules(fiche, *, writes=False):
    return {rule for rule, _ in seen(fiche, writes=writes)}


def planned(fiche, number="10", starts=None):
    stage = TermFactory(vocabulary=Vocabulary.STAGE, code="ENQUETE", label="Enquête")
    plan_stage(
        fiche.application.project, stage, planned_days=Decimal(number), starts_on=starts, ends_on=None, method=""
    )


def with_structures(fiche, *statuses):
    for status in statuses:
        structure = EstablishmentFactory(region=fiche.application.project.region, legal_status=status)
        ParticipationFactory(project=fiche.application.project, establishment=structure)


def test_fewer_than_two_structures(fiche):
    assert ("R33", "Une action collective réunit au moins deux structures ; la fiche en a 0.") in seen(fiche)
    with_structures(fiche, LegalStatus.PUBLIC, LegalStatus.NON_PROFIT)
    assert "R33" not in rules(fiche)


def test_a_missing_family(fiche):
    (said,) = [sentence for rule, sentence in seen(fiche) if rule == "R38, R40"]
    assert said.startswith("Au collectif régional manquent : représentants de direction")
    project = fiche.application.project
    for code in ("DIRECTION", "SOIGNANT", "ELU_PERSONNEL", "FOURNISSEUR"):
        profile = TermFactory(vocabulary=Vocabulary.PROFILE, code=code)
        project.members.create(group="collective", profile=profile, function=code)
    assert "R38, R40" not in rules(fiche)


def test_what_a_section_already_asks_is_not_said_twice_to_who_writes(fiche):
    assert {"R33", "R38, R40"} <= rules(fiche)
    assert not {"R33", "R38, R40"} & rules(fiche, writes=True)


def test_days_that_do_not_make_the_fixed_share(fiche):
    assert any("aucun n'est prévu" in said for rule, said in seen(fiche) if rule == "R19, R64")
    planned(fiche, "100", date(2027, 1, 4))
    assert "R19, R64" not in rules(fiche), "without a rate, the fixed share makes the cost of a day"
    project = fiche.application.project
    by = MembershipFactory(organisation=project.aract)
    rate = DayRate.objects.create(aract=project.aract, year=2027, amount=Decimal(600), set_at=timezone.now(), set_by=by)
    (said,) = [sentence for rule, sentence in seen(fiche) if rule == "R19, R64"]
    assert "60 000,00 € au tarif de l'Aract" in said
    assert "10 000,00 € de moins" in said
    rate.amount = Decimal(705)
    rate.save()
    assert "R19, R64" not in rules(fiche), "less than a day apart"
    rate.amount = Decimal(800)
    rate.save()
    assert any("10 000,00 € de plus" in said for _, said in seen(fiche))


def test_a_complement_above_the_rule(fiche):
    project = fiche.application.project
    RegionalProject.objects.filter(pk=project.pk).update(requested_complement=Decimal(90_000))
    assert "R20, R22" not in rules(fiche)
    AllocationRule.objects.filter(call=project.call).update(cap=Decimal(90_000))
    assert "R20, R22" not in rules(fiche)
    AllocationRule.objects.filter(call=project.call).update(cap=Decimal("89999.99"))
    assert "R20, R22" in rules(fiche)


def test_a_structure_of_another_project_of_the_call(fiche):
    with_structures(fiche, LegalStatus.PUBLIC, LegalStatus.NON_PROFIT)
    structure = fiche.application.project.participations.first().establishment
    other = RegionalProjectFactory(call=fiche.call)
    row = ParticipationFactory(project=other, establishment=structure)
    assert ("R33", f"{structure.name} participe aussi à un autre projet de cet appel.") in seen(fiche, writes=True)
    assert str(other.region) not in str(seen(fiche))
    row.left_on = timezone.localdate()
    row.save()
    assert "R33" not in rules(fiche)
    ParticipationFactory(project=RegionalProjectFactory(), establishment=structure)
    assert "R33" not in rules(fiche), "another call"


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        ([LegalStatus.PUBLIC, LegalStatus.PUBLIC], True),
        ([LegalStatus.NON_PROFIT, LegalStatus.NON_PROFIT], True),
        ([LegalStatus.PUBLIC, LegalStatus.NON_PROFIT], False),
        ([LegalStatus.PUBLIC], False),
    ],
)
def test_public_and_private(fiche, statuses, told):
    with_structures(fiche, *statuses)
    assert ("R34" in rules(fiche)) is told


def test_a_stage_that_begins_before_the_money(fiche):
    call = fiche.call
    call.funds_from = date(2027, 1, 1)
    call.save()
    planned(fiche, starts=date(2026, 12, 31))
    told = "commence trop tôt : les financements ne sont disponibles qu'à compter du 1er janvier 2027."
    assert any(rule == "R11, R13" and said.endswith(told) for rule, said in seen(fiche))
    planned(fiche, starts=date(2027, 1, 1))
    assert "R11, R13" not in rules(fiche)


def test_without_that_day_a_stage_begins_after_the_call(fiche):
    fiche.call.funds_from = None
    fiche.call.save()
    closing = fiche.call.closes_at.date()
    planned(fiche, starts=closing - timedelta(days=2))
    assert any("l'appel ne ferme que le" in said for _, said in seen(fiche))


def test_where_to_correct_it_is_for_who_writes(fiche, as_hat):
    application = Application.objects.with_parties().get(pk=fiche.application.pk)
    for one in warnings(application, writes=True):
        path, _, anchor = one.url.partition("#")
        assert f'id="{anchor}"' in as_hat(fiche.ars_writer).get(path).content.decode()
    assert {one.url for one in warnings(application, writes=False)} == {""}


def test_they_are_shown_before_signing_and_at_the_check_and_prevent_nothing(as_hat):
    fiche = complete()
    words = "aussi à un autre projet de cet appel"
    structure = fiche.application.project.participations.first().establishment
    ParticipationFactory(project=RegionalProjectFactory(call=fiche.call), establishment=structure)
    application = Application.objects.with_parties().get(pk=fiche.application.pk)
    assert any(words in one.sentence for one in warnings(application, writes=True))
    fiche.sign_both()
    fiche.deposit()
    shown = as_hat(secretary()).get(address("check", fiche)).content.decode()
    assert words in shown
    assert "ni la signature ni le dépôt" in shown


def test_they_are_on_the_pair_s_pages(fiche, as_hat):
    for name, hat in (("application", fiche.ars_writer), ("sign", fiche.ars_signatory)):
        page = as_hat(hat).get(address(name, fiche)).content.decode()
        assert "et aucun n&#x27;est prévu" in page
        assert 'data-rule="R19, R64"' in page


def test_a_questionnaire_without_the_table_is_not_asked_for_it(as_hat):
    fiche = deposited()
    assert "R38, R40" not in rules(fiche)


def test_thirty_structures_cost_no_more_than_one(fiche):
    def cost():
        application = Application.objects.with_parties().get(pk=fiche.application.pk)
        with CaptureQueriesContext(connection) as asked:
            warnings(application, writes=False)
        return len(asked)

    rows_of(fiche)
    planned(fiche)
    few = cost()
    tool = DigitalProjectFactory(project=fiche.application.project)
    for _ in range(30):
        structure = EstablishmentFactory(region=fiche.application.project.region)
        ParticipationFactory(project=fiche.application.project, establishment=structure, digital_project=tool)
    assert cost() == few <= len(RULES)
