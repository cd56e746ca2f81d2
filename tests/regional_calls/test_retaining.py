"""From a retained expression to a participant: by the fiche before the decision, by the announcement after it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.models import Application, Signature
from core.verdicts import OutOfTurn, Refused
from directory.enums import EntityKind, LegalStatus, Sector
from directory.models import Establishment
from regional_calls.announcing import announce
from regional_calls.enums import JointOutcome
from regional_calls.models import Expression
from regional_calls.retaining import is_running, retained, take_in
from regional_calls.submitting import submit
from regional_calls.writing import describe_project, give_address, name_structure, save_answers
from regions.awarding import award
from regions.models import DigitalProject, Participation
from regions.participating import leave
from tests.applications.fiches import complete
from tests.factories import NOW, ApplicationFactory, AwardFactory
from tests.regional_calls.answering import AFTER, ANSWERS, CLOSES, Pair, described

pytestmark = pytest.mark.django_db


def announced(pair: Pair, *outcomes: JointOutcome) -> list[Expression]:
    pair.published()
    made = []
    for number, outcome in enumerate(outcomes, start=1):
        made.append(pair.handed_in(number))
        pair.choose(made[-1], outcome)
    announce(pair.call, by=pair.signatory, now=AFTER)
    return made


def test_once_the_project_is_retained_announcing_makes_participants():
    pair = Pair(retained=True)
    kept, left = announced(pair, JointOutcome.RETAINED, JointOutcome.NOT_RETAINED)
    participation = Participation.objects.get(project=pair.project)
    kept.refresh_from_db()
    assert kept.participation == participation
    assert participation.establishment == kept.establishment
    assert (participation.contact_function, participation.contact_email) == ("Directrice des soins", kept.email)
    assert participation.digital_project.theme == kept.theme.term
    assert participation.joined_on == AFTER.date()
    left.refresh_from_db()
    assert left.participation is None


def test_before_the_decision_announcing_leaves_the_fiche_alone():
    pair = Pair()
    announced(pair, JointOutcome.RETAINED)
    assert not Participation.objects.exists()
    assert retained(pair.project).count() == 1
    with pytest.raises(OutOfTurn, match="n'est pas retenu"):
        take_in(pair.call, by=pair.ars, now=AFTER)


def test_the_fiche_takes_up_the_retained_by_one_edit_that_voids_signatures(as_hat):
    pair = Pair()
    fiche = complete(project=pair.project)
    fiche.sign(fiche.ars_signatory)
    announced(pair, JointOutcome.RETAINED, JointOutcome.RETAINED, JointOutcome.NOT_RETAINED)
    path = reverse("applications:take_in_retained", args=[fiche.application.pk])
    client = as_hat(pair.aract)
    assert client.get(path).status_code == 405
    page = client.post(path, follow=True).content.decode()
    assert "2\u00a0structures retenues sont dans la fiche" in page
    assert Participation.objects.filter(project=pair.project).count() == 4
    assert Signature.objects.get().voided_at is not None
    client.post(path)
    assert Participation.objects.filter(project=pair.project).count() == 4
    assert "Reprendre les structures retenues" not in page


def test_a_stranger_takes_nothing_up(as_hat):
    pair = Pair()
    application = ApplicationFactory(project=pair.project)
    announced(pair, JointOutcome.RETAINED)
    path = reverse("applications:take_in_retained", args=[application.pk])
    assert as_hat(Pair().ars).post(path).status_code == 404
    assert not Participation.objects.exists()


def test_one_who_leaves_the_draft_may_be_taken_up_again():
    pair = Pair(retained=True)
    announced(pair, JointOutcome.RETAINED)
    leave(Participation.objects.get(), "test.leave", by=pair.ars, summary="", within={}, now=AFTER)
    assert retained(pair.project).count() == 1
    assert len(take_in(pair.call, by=pair.aract, now=AFTER)) == 1


def test_those_left_aside_enter_once_the_project_is_retained():
    pair = Pair()
    announced(pair, JointOutcome.RETAINED)
    award(pair.project, fixed=70_000, complement=0, notice_number="N-1", by=pair.ars, now=AFTER)
    assert len(take_in(pair.call, by=pair.ars, now=AFTER + timedelta(days=1))) == 1
    assert take_in(pair.call, by=pair.ars, now=AFTER + timedelta(days=1)) == []


def test_a_grouping_enters_the_register_only_when_retained():
    pair = Pair(retained=True)
    pair.published()
    expression = pair.expression()
    name_structure(
        expression,
        kind=EntityKind.TERRITORY,
        name="Pays des Baous",
        city="Gap",
        sector=Sector.HEALTH,
        legal_status=LegalStatus.PUBLIC,
        now=NOW,
    )
    give_address(expression, "2 place Neuve, 05000 Gap", now=NOW)
    describe_project(expression, described(pair.call), now=NOW)
    save_answers(expression, ANSWERS, now=NOW)
    pair.choose(submit(expression, now=NOW))
    announce(pair.call, by=pair.signatory, now=AFTER)
    assert Participation.objects.get().establishment.name == "Pays des Baous"


@pytest.mark.parametrize(("tool", "count"), [("Télégestion mobile", 1), ("", 2)])
def test_a_tool_is_shared_only_by_who_says_the_same_of_it(tool, count):
    """R72: a home nursing and a home aid service explored one tool; two namesakes remain two."""
    pair = Pair(retained=True)
    pair.published()
    for number in (1, 2):
        pair.choose(pair.handed_in(number, title="Tournées", tool=tool))
    announce(pair.call, by=pair.signatory, now=AFTER)
    assert DigitalProject.objects.filter(project=pair.project).count() == count
    assert Participation.objects.count() == 2


def test_the_table_offers_the_act_only_while_something_waits(as_hat):
    pair = Pair()
    application: Application = ApplicationFactory(project=pair.project)
    page = reverse("applications:section", args=[application.pk, 2])
    assert "Reprendre les structures retenues" not in as_hat(pair.ars).get(page).content.decode()
    announced(pair, JointOutcome.RETAINED)
    assert AFTER > CLOSES
    assert "Reprendre les structures retenues" in as_hat(pair.ars).get(page).content.decode()


def test_a_project_closed_that_very_day_takes_nobody_in():
    """The closing day belongs to the project's life, but nobody enters any more."""
    pair = Pair(retained=True)
    assert is_running(pair.project, AFTER)
    pair.project.award.closed_on = AFTER.date()
    assert not is_running(pair.project, AFTER)
    pair.project.award.closed_on = None
    assert not is_running(pair.project, AFTER - timedelta(days=4000))


def test_a_structure_closed_since_keeps_nobody_out():
    """The national directory closes one of the two retained: the other still enters, and an announcement says it."""
    pair = Pair()
    gone, here = announced(pair, JointOutcome.RETAINED, JointOutcome.RETAINED)
    Establishment.objects.filter(pk=gone.establishment_id).update(closed_on=NOW.date())
    AwardFactory(project=pair.project)
    (entered,) = take_in(pair.call, by=pair.ars, now=AFTER)
    assert entered.establishment_id == here.establishment_id
    assert take_in(pair.call, by=pair.ars, now=AFTER) == []


def test_a_structure_closed_before_the_announcement_is_said():
    pair = Pair(retained=True)
    pair.published()
    row = pair.handed_in()
    pair.choose(row)
    Establishment.objects.filter(pk=row.establishment_id).update(closed_on=NOW.date())
    with pytest.raises(Refused, match="a fermé depuis"):
        announce(pair.call, by=pair.signatory, now=AFTER)
