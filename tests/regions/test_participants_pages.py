"""The pages of a project's participants and of its collective."""

import pytest
from django.urls import reverse

from calls.enums import Vocabulary
from regions.joining import depart, receive_letter
from tests.applications.tables import tool_typed
from tests.factories import (
    NOW,
    ApplicationFactory,
    EstablishmentFactory,
    ParticipationFactory,
    RegionalProjectFactory,
    member_of,
)
from tests.regions.lives import HOSTILE, Life, contact, days_ago, iso, page_queries, term, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    return Life()


@pytest.fixture
def row(life):
    return ParticipationFactory(project=life.project, joined_on=days_ago(90))


@pytest.fixture
def client(life, as_hat):
    return as_hat(life.ars)


def address(name, project, *args):
    return reverse(f"regions:{name}", args=[project.pk, *args])


def shown(client, *args):
    response = client.get(*args)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_who_takes_part_how_diverse_they_are_and_what_changed(life, row, client):
    gone = ParticipationFactory(project=life.project, establishment__name="Clinique du Port", joined_on=days_ago(90))
    depart(gone, on=days_ago(3), reason="Fusion de deux sites", by=life.ars, now=NOW)
    page = shown(client, address("participants", life.project))
    assert row.establishment.name in page
    assert "Clinique du Port quitte le projet" in page
    assert "Fusion de deux sites" in page
    assert "Une action collective réunit au moins deux structures" in page
    assert "1\u00a0structure partie" in page
    assert "Ajouter une structure" in page


def test_lists_cost_the_same_for_one_and_for_three(life, row, as_hat):
    client = as_hat(life.secretary)
    row.dimensions.add(term(Vocabulary.DIMENSION, "USAGES"))
    pages = [address(name, life.project) for name in ("participants", "collective")]
    seat = {"group": "collective", "profile": term(Vocabulary.PROFILE, "DIRECTION"), "function": "Directrice"}
    life.project.members.create(**seat, participation=row)
    costs = [page_queries(client, page) for page in pages]
    for _ in range(3):
        more = ParticipationFactory(project=life.project)
        more.dimensions.add(term(Vocabulary.DIMENSION, "USAGES"))
        receive_letter(more, upload(), by=life.ars, now=NOW)
        life.project.members.create(**seat, participation=more)
    assert [page_queries(client, page) for page in pages] == costs


def test_a_structure_is_searched_then_joins(life, row, client):
    here = EstablishmentFactory(region=life.project.region, name="Centre du Lac")
    join = address("join", life.project)
    assert f"{join}?etablissement={here.pk}" in shown(client, join, {"q": "lac"})
    typed = tool_typed() | {"joined_on": iso(days_ago(5)), "contact_function": "Cadre", "contact_email": ""}
    response = client.post(f"{join}?etablissement={here.pk}", typed, follow=True)
    assert "Centre du Lac participe au projet." in response.content.decode()
    joined = life.project.participations.get(establishment=here)
    assert (joined.joined_on, joined.digital_project.title) == (days_ago(5), "Téléconsultation")


def test_the_search_leads_back_to_the_door_that_is_open(as_hat):
    """Before the award one chooses a structure for the fiche, afterwards for the project."""
    life = Life()
    before = ApplicationFactory().project
    for project, by, door in (
        (life.project, life.ars, "participants/ajouter"),
        (before, member_of(before.ars), "fiches/"),
    ):
        if project == life.project:
            ApplicationFactory(project=project)
        EstablishmentFactory(region=project.region, name="Centre du Lac")
        assert door in shown(as_hat(by), reverse("regions:search"), {"projet": project.pk, "q": "lac"})


def test_a_grouping_joins_and_a_refusal_keeps_what_was_typed(life, row, client):
    typed = {
        "kind": "groupement",
        "name": "Groupement du Val",
        "city": "Tours",
        "sector": "sanitaire",
        "legal_status": "public",
        "digital_project": row.digital_project.pk,
        "joined_on": iso(days_ago(90)),
    }
    page = client.post(address("join_grouping", life.project), typed).content.decode()
    assert "entre l&#x27;attribution" in page
    assert "Groupement du Val" in page
    client.post(address("join_grouping", life.project), typed | {"joined_on": iso(days_ago(1))})
    assert life.project.participations.filter(establishment__name="Groupement du Val").exists()


def test_one_describes_attaches_moves_and_departs(life, row, client):
    dimension = term(Vocabulary.DIMENSION, "USAGES")
    client.post(address("describe", life.project, row.pk), {"contact_function": "Cadre", "dimensions": [dimension.pk]})
    client.post(address("receive_letter", life.project, row.pk), {"file": upload()})
    used = term(Vocabulary.MATURITY, "USAGE_PLUS_UN_AN")
    client.post(
        address("move_maturity", life.project, row.digital_project_id),
        {"reached": used.pk, "on": iso(days_ago(3))},
    )
    row.refresh_from_db()
    assert (row.contact_function, list(row.dimensions.all())) == ("Cadre", [dimension])
    assert row.digital_project.maturity == used
    letter = client.get(address("letter", life.project, row.pk))
    assert letter["Content-Disposition"].startswith("attachment")
    assert letter["X-Content-Type-Options"] == "nosniff"
    assert "depuis le" in shown(client, address("participants", life.project))
    client.post(address("depart", life.project, row.pk), {"on": iso(days_ago(2)), "reason": "Fusion"})
    assert life.project.participations.get().left_reason == "Fusion"
    assert client.get(address("depart", life.project, row.pk)).status_code == 409


def test_a_refused_letter_is_said_at_the_field(life, row, client):
    page = client.post(address("receive_letter", life.project, row.pk), {"file": upload("lettre.exe")})
    assert "Ce type de fichier" in page.content.decode()
    assert client.get(address("letter", life.project, row.pk)).status_code == 404


WRITING = ("join", "join_grouping")
ROWS = ("describe", "depart", "receive_letter")


def test_whoever_follows_reads_and_does_not_act(life, row, as_hat):
    """Case 32."""
    client = as_hat(life.secretary)
    page = shown(client, address("participants", life.project))
    assert "Ajouter une structure" not in page
    assert "Noter son départ" not in page
    assert "Ajouter un membre" not in shown(client, address("collective", life.project))
    pages = [address(name, life.project) for name in WRITING] + [address(name, life.project, row.pk) for name in ROWS]
    pages.append(address("give_seat", life.project, "regional"))
    assert {client.post(page).status_code for page in pages} == {403}


def test_another_projects_rows_do_not_exist(life, row, as_hat):
    """Cases 32 and 33: through one's own project, another's participation, tool and member are not found."""
    other = Life(call=life.project.call)
    client = as_hat(other.ars)
    member = life.project.members.create(
        group="collective", profile=term(Vocabulary.PROFILE, "DIRECTION"), function="Directrice"
    )
    for name in (*ROWS, "letter"):
        assert client.get(address(name, life.project, row.pk)).status_code == 404
        assert client.get(address(name, other.project, row.pk)).status_code == 404
    assert client.get(address("move_maturity", other.project, row.digital_project_id)).status_code == 404
    assert client.get(address("change_seat", other.project, member.pk)).status_code == 404
    assert client.post(address("withdraw_seat", other.project, member.pk)).status_code == 404
    assert client.get(address("describe", other.project, 10**30)).status_code == 404
    assert client.get(address("give_seat", other.project, "autre")).status_code == 404


def test_before_the_award_the_page_reads_and_the_fiche_is_the_door(as_hat):
    project = RegionalProjectFactory()
    ParticipationFactory(project=project)
    client = as_hat(member_of(project.ars))
    assert "Ajouter une structure" not in shown(client, address("participants", project))
    assert client.get(address("join", project)).status_code == 409


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_texts_are_refused_at_the_field(life, row, client, typed):
    """Case 47."""
    posted = {
        address("depart", life.project, row.pk): {"on": typed, "reason": typed},
        address("describe", life.project, row.pk): {"contact_function": typed, "dimensions": [typed]},
        address("move_maturity", life.project, row.digital_project_id): {"reached": typed, "on": typed},
        address("give_seat", life.project, "regional"): {"profile": typed, "function": typed, "seats": typed},
    }
    for page, data in posted.items():
        answer = client.post(page, data)
        assert answer.status_code == 422
        assert "À corriger avant de continuer" in answer.content.decode()
    row.refresh_from_db()
    assert (row.left_on, row.contact_function) == (None, "")


def test_addresses_bear_any_query(life, client):
    for query in ("etablissement=0", "etablissement=" + "9" * 40, "etablissement=%00", "q=%00%E2%80%AE", "page=99999"):
        for name in ("join", "participants"):
            assert client.get(f"{address(name, life.project)}?{query}").status_code in {200, 404}


def test_members_are_seated_on_a_page(life, row, client):
    profile = term(Vocabulary.PROFILE, "ELU_PERSONNEL")
    typed = {"profile": profile.pk, "function": "Élue au CSE", "participation": row.pk, "seats": "2"}
    assert "Aucun représentant du personnel" in shown(client, address("collective", life.project))
    client.post(address("give_seat", life.project, "regional"), typed)
    member = life.project.members.get()
    assert "Aucun représentant du personnel" not in shown(client, address("collective", life.project))
    refused = client.post(address("change_seat", life.project, member.pk), typed | {"function": "Élue CGT"})
    assert "syndicale" in refused.content.decode()
    client.post(address("change_seat", life.project, member.pk), typed | {"function": "Élu à la F3SCT"})
    assert life.project.members.get().function == "Élu à la F3SCT"
    client.post(address("withdraw_seat", life.project, member.pk))
    assert not life.project.members.exists()


def test_the_structure_reads_what_became_of_the_project(life, row, as_hat):
    hat = contact()
    row.establishment.organisation = hat.organisation
    row.establishment.save()
    page = shown(as_hat(hat), reverse("regions:participations"))
    assert "exploration est en cours" in page
    depart(row, on=days_ago(2), reason="Fusion de deux sites", by=life.ars, now=NOW)
    assert "Fusion de deux sites" in shown(as_hat(hat), reverse("regions:participations"))
