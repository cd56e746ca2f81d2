"""Entering, changing and removing structures, without JavaScript."""

from datetime import date

import pytest

from applications.tables import participants_context
from calls.enums import Vocabulary
from directory.models import Establishment
from regions.models import DigitalProject
from tests.applications.tables import address, open_fiche, terms, tool_typed
from tests.factories import (
    NOW,
    DigitalProjectFactory,
    EstablishmentFactory,
    ParticipationFactory,
    RegionalProjectFactory,
    RegionFactory,
    TermFactory,
    retained_project,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche():
    return open_fiche()


@pytest.fixture
def project(fiche):
    return fiche.application.project


@pytest.fixture
def client(fiche, as_hat):
    return as_hat(fiche.ars_writer)


def entering(fiche, establishment):
    return f"{address('add_participant', fiche)}?etablissement={establishment.pk}"


def test_one_searches_then_enters_a_structure(fiche, project, client):
    structure = EstablishmentFactory(region=project.region, name="Centre du Lac")
    page = client.get(address("add_participant", fiche), {"q": "lac"}).content.decode()
    assert f"?etablissement={structure.pk}" in page
    assert "Ajouter Centre du Lac" in client.get(entering(fiche, structure)).content.decode()
    typed = tool_typed() | {"contact_function": "Cadre de santé", "contact_email": "cadre@exemple.test"}
    response = client.post(entering(fiche, structure), typed, follow=True)
    assert "Centre du Lac est dans la fiche." in response.content.decode()
    row = project.participations.get()
    assert (row.establishment, row.contact_function) == (structure, "Cadre de santé")
    assert (row.digital_project.title, row.digital_project.work_question) == ("Téléconsultation", "Qui fait quoi ?")


def test_a_second_structure_shares_the_tool(fiche, project, client):
    tool = ParticipationFactory(project=project).digital_project
    structure = EstablishmentFactory(region=project.region)
    client.post(entering(fiche, structure), {"digital_project": tool.pk})
    assert project.participations.get(establishment=structure).digital_project == tool
    assert DigitalProject.objects.count() == 1


def test_what_is_missing_is_said_and_nothing_typed_is_lost(fiche, project, client):
    structure = EstablishmentFactory(region=project.region)
    typed = tool_typed(title="", theme="") | {"contact_function": "Déléguée CGT", "contact_email": "pas une adresse"}
    page = client.post(entering(fiche, structure), typed)
    text = page.content.decode()
    assert set(page.context["form"].errors) == {"title", "theme", "contact_function", "contact_email"}
    assert "Chariot" in text
    assert "Déléguée CGT" in text
    assert 'href="#id_title"' in text
    assert not project.participations.exists()
    assert not DigitalProject.objects.exists()


def test_a_refused_entry_leaves_no_half_written_tool(fiche, project, client):
    tool = ParticipationFactory(project=project).digital_project
    structure = EstablishmentFactory(region=project.region)
    page = client.post(entering(fiche, structure), tool_typed(title=tool.title)).content.decode()
    assert "déjà un projet numérique" in page
    assert project.participations.count() == 1


def test_structures_that_may_not_enter_say_why(fiche, project, client):
    present = ParticipationFactory(project=project).establishment
    closed = EstablishmentFactory(region=project.region, closed_on=NOW.date())
    elsewhere = EstablishmentFactory(region=RegionFactory(code="53", name="Bretagne"))
    for structure, reason in ((present, "participe déjà"), (closed, "est fermé"), (elsewhere, "région Bretagne")):
        for page in (client.get(entering(fiche, structure)), client.post(entering(fiche, structure), tool_typed())):
            assert reason in page.content.decode()
    assert project.participations.count() == 1
    for wrong in ("0", "x", "-1", "1e3", "9" * 30):
        assert client.get(f"{address('add_participant', fiche)}?etablissement={wrong}").status_code == 404


def test_another_projects_tool_is_no_choice(fiche, project, client):
    """Case 34."""
    ParticipationFactory(project=project)
    foreign = ParticipationFactory().digital_project
    structure = EstablishmentFactory(region=project.region)
    page = client.post(entering(fiche, structure), {"digital_project": foreign.pk})
    assert "digital_project" in page.context["form"].errors
    assert not project.participations.filter(establishment=structure).exists()


def test_fields_that_the_form_does_not_offer_are_ignored(fiche, project, client):
    """Case 34."""
    other = open_fiche()
    structure = EstablishmentFactory(region=project.region)
    extra = {"project": other.application.project_id, "confirmed_at": "2026-01-01", "left_on": "2026-01-01"}
    client.post(entering(fiche, structure), tool_typed() | extra)
    row = project.participations.get()
    assert (row.confirmed_at, row.left_on) == (None, None)


def test_a_grouping_without_number_is_named_and_entered_at_once(fiche, project, client):
    typed = tool_typed() | {
        "kind": "territoire",
        "name": "Pays des Trois Vallées",
        "city": "Étampes",
        "sector": "medico_social",
        "legal_status": "public",
    }
    page = client.post(address("add_grouping", fiche), typed | {"kind": "etablissement"})
    assert "kind" in page.context["form"].errors
    client.post(address("add_grouping", fiche), typed)
    row = project.participations.get()
    assert (row.establishment.finess, row.establishment.region) == (None, project.region)
    again = client.post(address("add_grouping", fiche), typed | tool_typed(title="Autre"))
    assert "déjà connu" in again.content.decode()
    assert Establishment.objects.count() == 1
    assert DigitalProject.objects.count() == 1


def test_a_participation_changes_tool_and_referent(fiche, project, client):
    row = ParticipationFactory(project=project)
    page = client.get(address("edit_participant", fiche, row.pk)).content.decode()
    assert row.digital_project.title in page
    typed = tool_typed(title="Borne") | {"contact_function": "Directrice", "contact_email": ""}
    client.post(address("edit_participant", fiche, row.pk), typed)
    row.refresh_from_db()
    assert (row.digital_project.title, row.contact_function) == ("Borne", "Directrice")
    assert DigitalProject.objects.count() == 1


def test_a_structure_leaves_after_one_question(fiche, project, client):
    row = ParticipationFactory(project=project)
    asked = client.get(address("remove_participant", fiche, row.pk)).content.decode()
    assert row.digital_project.title in asked
    assert project.participations.count() == 1
    client.post(address("remove_participant", fiche, row.pk))
    assert not project.participations.exists()


def test_a_tool_is_described_again_for_all_its_structures(fiche, project, client):
    tool = ParticipationFactory(project=project).digital_project
    other = ParticipationFactory(project=project).digital_project
    typed = {"title": other.title, "tool": "", "work_question": ""} | terms()
    page = client.post(address("edit_tool", fiche, tool.pk), typed)
    assert "title" in page.context["form"].errors
    client.post(address("edit_tool", fiche, tool.pk), typed | {"title": "Borne", "work_question": "Et l'accueil ?"})
    tool.refresh_from_db()
    assert (tool.title, tool.work_question) == ("Borne", "Et l'accueil ?")


def test_what_belongs_to_another_project_does_not_exist(fiche, project, client):
    """Case 34."""
    foreign = ParticipationFactory()
    unexplored = DigitalProjectFactory(project=project)
    for name, key in (
        ("edit_participant", foreign.pk),
        ("remove_participant", foreign.pk),
        ("edit_tool", foreign.digital_project_id),
        ("edit_tool", unexplored.pk),
    ):
        assert client.get(address(name, fiche, key)).status_code == 404
        assert client.post(address(name, fiche, key), tool_typed()).status_code == 404


def test_the_regions_own_themes_stand_beside_the_calls(fiche, project, client):
    national = TermFactory(vocabulary=Vocabulary.THEME, code="DMP", label="DMP national")
    regional = TermFactory(vocabulary=Vocabulary.THEME_PACA, code="CARNET", label="Carnet de Paca")
    structure = EstablishmentFactory(region=project.region)

    def offered():
        return client.get(entering(fiche, structure)).content.decode()

    assert national.label in offered()
    assert regional.label not in offered()
    project.region.code = "93"
    project.region.save()
    assert offered().index(regional.label) < offered().index(national.label)
    fiche.call.themes.add(TermFactory(vocabulary=Vocabulary.THEME, code="ROBOTIQUE", label="Robots"))
    assert national.label not in offered()
    assert "Robots" in offered()


@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb", "a\ud800b"])
def test_hidden_characters_are_refused_at_the_field(fiche, project, client, text):
    """Case 47."""
    structure = EstablishmentFactory(region=project.region)
    page = client.post(
        entering(fiche, structure),
        {k: str(v).encode("utf-8", "surrogatepass") for k, v in tool_typed(title=text).items()},
    )
    assert page.status_code == 422
    assert not project.participations.exists()


def test_emoji_and_markup_are_kept_as_typed_and_shown_as_text(fiche, project, client):
    """Cases 39 and 47."""
    structure = EstablishmentFactory(region=project.region, name="<b>Centre</b>")
    title = "🤖 <script>alert(1)</script>"
    page = client.post(entering(fiche, structure), tool_typed(title=title), follow=True).content.decode()
    assert project.participations.get().digital_project.title == title
    assert "<script>alert" not in page
    assert "<b>Centre" not in page


def test_the_priority_of_earlier_participants_is_told_and_explained():
    earlier = retained_project(award__awarded_on=date(2026, 1, 5))
    project = RegionalProjectFactory(previous=earlier)
    assert participants_context(project)["priority"] is None
    known = ParticipationFactory(project=project).establishment
    ParticipationFactory(project=earlier, establishment=known, joined_on=date(2026, 1, 5), confirmed_at=NOW)
    ParticipationFactory(project=project)
    shown = participants_context(project)["priority"]
    assert shown.sentence == "1\N{NO-BREAK SPACE}structure sur 2 a la priorité"
    project.previous = None
    assert participants_context(project)["priority"] is None
