"""The collective and the extended group, without JavaScript."""

import pytest

from calls.enums import Vocabulary
from regions.enums import MemberGroup
from tests.applications.tables import address, open_fiche
from tests.factories import ParticipationFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche():
    return open_fiche()


@pytest.fixture
def project(fiche):
    return fiche.application.project


@pytest.fixture
def client(fiche, as_hat):
    return as_hat(fiche.aract_writer)


def profile(code="DIRECTION", vocabulary=Vocabulary.PROFILE):
    return TermFactory(vocabulary=vocabulary, code=code)


def typed(**kwargs):
    return {"profile": profile().pk, "function": "Directrice", "organisation_name": "GCS", "seats": "2"} | kwargs


def test_a_member_is_added_changed_and_removed(fiche, project, client):
    row = ParticipationFactory(project=project)
    response = client.post(address("add_member", fiche, "regional"), typed())
    assert response.url == f"{address('section', fiche, 3)}#tableau-collective"
    member = project.members.get()
    assert (member.group, member.seats, member.origin) == (MemberGroup.COLLECTIVE, 2, "GCS")
    changed = typed(function="Élue au CSE", participation=row.pk, organisation_name="")
    client.post(address("edit_member", fiche, member.pk), changed)
    member.refresh_from_db()
    assert (member.function, member.origin) == ("Élue au CSE", row.establishment.name)
    client.post(address("remove_member", fiche, member.pk))
    assert not project.members.exists()


def test_several_members_in_a_row(fiche, project, client):
    response = client.post(address("add_member", fiche, "regional"), typed(encore="1"))
    assert response.url == address("add_member", fiche, "regional")
    assert project.members.count() == 1


def test_the_extended_group_has_its_profiles_and_no_structure(fiche, project, client):
    page = client.post(address("add_member", fiche, "elargi"), typed())
    assert "profile" in page.context["form"].errors
    assert "participation" not in page.context["form"].fields
    expert = profile("GRADES", Vocabulary.EXTENDED_PROFILE)
    response = client.post(address("add_member", fiche, "elargi"), typed(profile=expert.pk))
    assert response.url.endswith("#tableau-extended_group")
    assert project.members.get().group == MemberGroup.EXTENDED
    assert client.get(address("add_member", fiche, "autre")).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("function", "Élue CFDT", "donnée sensible"),
        ("organisation_name", "UNSA", "donnée sensible"),
        ("function", "Mme Martin", "sans civilité ni nom"),
        ("function", "", "obligatoire"),
        ("function", "a" * 151, "150"),
        ("organisation_name", "", "d'où vient cette personne"),
        ("seats", "0", "trop petit : 1 au moins"),
        ("seats", "201", "trop grand : 200 au plus"),
        ("seats", "1e3", "nombre entier"),
        ("seats", "2.000", "se lit de deux façons"),
        ("seats", "NaN", "nombre entier"),
        ("profile", "999999", "choix"),
    ],
)
def test_what_a_seat_refuses_at_the_field(fiche, client, field, value, reason):
    page = client.post(address("add_member", fiche, "regional"), typed(**{field: value}))
    assert reason in str(page.context["form"].errors[field]).replace("&#x27;", "'")
    assert not fiche.application.project.members.exists()


def test_another_projects_structure_or_member_is_out_of_reach(fiche, project, client):
    """Case 34."""
    foreign = ParticipationFactory()
    page = client.post(address("add_member", fiche, "regional"), typed(participation=foreign.pk, organisation_name=""))
    assert "participation" in page.context["form"].errors
    member = foreign.project.members.create(group="collective", profile=profile(), function="Cadre")
    for name in ("edit_member", "remove_member"):
        assert client.post(address(name, fiche, member.pk), typed()).status_code == 404
    assert foreign.project.members.count() == 1


def test_the_page_says_which_family_is_absent(fiche, project, client):
    project.members.create(group="collective", profile=profile(), function="Directrice", seats=3)
    page = client.get(address("section", fiche, 3)).content.decode()
    assert "Aucun représentant du personnel" in page
    assert page.count("portal-families__present") == 1
    staff = profile("ELU_PERSONNEL")
    project.members.create(group="collective", profile=staff, function="Élue au CSE")
    assert "Aucun représentant du personnel" not in client.get(address("section", fiche, 3)).content.decode()
