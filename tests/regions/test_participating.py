"""Who takes part, with which tool (R32–R36)."""

import pytest

from calls.enums import Vocabulary
from core.verdicts import Refused
from regions.models import DigitalProject
from regions.participating import change_participation, change_tool, describe_tool, leave, take_part
from tests.factories import (
    NOW,
    DigitalProjectFactory,
    EstablishmentFactory,
    ParticipationFactory,
    RegionalProjectFactory,
    RegionFactory,
    TermFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def tool(title="Téléconsultation"):
    return {
        "title": title,
        "tool": "Chariot",
        "theme": TermFactory(vocabulary=Vocabulary.THEME, code="TELEMEDECINE"),
        "nature": TermFactory(vocabulary=Vocabulary.NATURE, code="NOUVEAU_SERVICE"),
        "maturity": TermFactory(vocabulary=Vocabulary.MATURITY, code="PRE_PROJET"),
        "work_question": "Qui fait quoi ?",
    }


@pytest.fixture
def project():
    return RegionalProjectFactory()


def structure(project, **kwargs):
    return EstablishmentFactory(region=project.region, **kwargs)


def test_a_structure_enters_with_its_tool_and_referent(project):
    digital = describe_tool(project, tool())
    row = take_part(project, structure(project), digital, contact_function="Cadre", contact_email="a@b.fr", now=NOW)
    assert (row.digital_project, row.contact_function, row.joined_on) == (digital, "Cadre", NOW.date())
    assert row.confirmed_at is None


def test_only_open_structures_of_the_region_enter_and_once(project):
    digital = DigitalProjectFactory(project=project)
    here = structure(project)
    take_part(project, here, digital)
    elsewhere = EstablishmentFactory(region=RegionFactory(code="53", name="Bretagne"), name="Centre du Port")
    for refused, reason in (
        (here, "participe déjà"),
        (structure(project, closed_on=NOW.date()), "est fermé depuis"),
        (elsewhere, "dans la région Bretagne"),
    ):
        with pytest.raises(Refused, match=reason):
            take_part(project, refused, digital)


def test_a_tool_of_another_project_is_refused(project):
    foreign = DigitalProjectFactory()
    with pytest.raises(Refused, match="pas celui de cette fiche"):
        take_part(project, structure(project), foreign)
    with pytest.raises(Refused, match="pas celui de cette fiche"):
        change_participation(ParticipationFactory(project=project), foreign, contact_function="", contact_email="")


def test_a_title_describes_one_tool(project):
    first = describe_tool(project, tool("Borne"))
    take_part(project, structure(project), first)
    with pytest.raises(Refused, match="déjà un projet numérique"):
        describe_tool(project, tool("Borne"))
    with pytest.raises(Refused, match="déjà un projet numérique"):
        change_tool(DigitalProjectFactory(project=project), tool("Borne"))
    assert describe_tool(RegionalProjectFactory(), tool("Borne")).project != project


def test_a_structure_that_leaves_takes_its_tool_and_its_seats_away(project):
    row = ParticipationFactory(project=project)
    row.members.create(
        project=project, group="collective", profile=TermFactory(vocabulary=Vocabulary.PROFILE), function="Cadre"
    )
    leave(row, "test.leave", by=None, summary="", within={}, now=NOW)
    assert not project.participations.exists()
    assert not project.members.exists()
    assert not DigitalProject.objects.exists()


def test_a_shared_tool_stays(project):
    row = ParticipationFactory(project=project)
    ParticipationFactory(project=project, digital_project=row.digital_project)
    leave(row, "test.leave", by=None, summary="", within={}, now=NOW)
    assert project.participations.present().count() == 1
    assert DigitalProject.objects.filter(project=project).explored().count() == 1


def test_a_committed_structure_stays_in_the_history_and_may_come_back(project):
    row = ParticipationFactory(project=project, confirmed_at=NOW, digital_project__title="Borne")
    leave(row, "test.leave", by=None, summary="", within={}, now=NOW)
    row.refresh_from_db()
    assert row.left_on == NOW.date()
    assert not DigitalProject.objects.filter(project=project).explored().exists()
    revived = describe_tool(project, tool("Borne"))
    assert revived.pk == row.digital_project_id
    take_part(project, row.establishment, revived)
    assert project.participations.present().count() == 1


def test_changing_the_tool_forgets_the_one_that_nobody_explores(project):
    row = ParticipationFactory(project=project)
    former, kept = row.digital_project, ParticipationFactory(project=project).digital_project
    change_participation(row, kept, contact_function="Directeur", contact_email="")
    assert not DigitalProject.objects.filter(pk=former.pk).exists()
    assert kept.participations.count() == 2


def test_a_referent_is_a_function(project):
    with pytest.raises(Refused, match="par leur fonction"):
        take_part(project, structure(project), DigitalProjectFactory(project=project), contact_function="Mme Dupont")
