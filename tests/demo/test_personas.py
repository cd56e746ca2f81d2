"""The demonstration: there when DEMO is on, nowhere otherwise, and only for accounts flagged as such."""

import pytest
from django.urls import reverse

from accounts.enums import ROLES_BY_KIND, OrganisationKind, Role
from accounts.middleware import SESSION_KEY
from demo.personas import DUTIES, ROLES
from tests.factories import MembershipFactory, OrganisationFactory, RegionFactory, administrator, member_of, national

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings):
    settings.DEMO = True
    secretary = national(OrganisationKind.DGOS, Role.SECRETARY, user__demo=True, user__email="secretariat@demo.test")
    region = RegionFactory(code="11", name="Île-de-France", slug="ile-de-france")
    aract = OrganisationFactory(kind=OrganisationKind.ARACT, name="Aract Île-de-France", region=region)
    ars = OrganisationFactory(kind=OrganisationKind.ARS, name="ARS Île-de-France", region=region)
    return [
        secretary,
        member_of(ars, user__demo=True),
        member_of(aract, user__demo=True),
        administrator(user__demo=True),
    ]


def test_without_demo_nothing_answers(client, cast, settings):
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.get("/demo/comptes.json").status_code == 404
    for method in (client.get, client.post):
        assert method("/demo/connexion/", {"compte": "secretariat@demo.test"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_list_for_tools(client, cast):
    stranger = MembershipFactory()
    answer = client.get(reverse("demo:accounts"))
    assert answer["Content-Type"] == "application/json"
    accounts = answer.json()
    assert [set(account) for account in accounts] == [{"email", "organisation", "role", "label"}] * 4
    assert [account["email"] for account in accounts] == [hat.user.email for hat in cast]
    assert accounts[0]["organisation"] == "DGOS"
    assert accounts[0]["role"] == "secretary"
    assert stranger.user.email not in answer.text


def test_the_page_tells_each_persona_s_work_by_organisation(client, cast):
    text = client.get(reverse("demo:personas")).text
    for words in ("DGOS", "ARS Île-de-France", "Ouvre les appels", "Rédige la fiche projet", "Gère les comptes"):
        assert words in text
    assert text.index("DGOS</h2>") < text.index("ARS Île-de-France</h2>") < text.index("Équipe du portail</h2>")


def test_every_role_of_every_organisation_has_its_work_written():
    assert {kind: set(duties) for kind, duties in DUTIES.items()} == {
        kind: set(roles) for kind, roles in ROLES_BY_KIND.items()
    }
    assert set(ROLES) == set(Role)


def test_one_click_opens_a_renewed_session(client, cast):
    client.get("/demo/")
    session = client.session
    session["before"] = True
    session.save()
    former = session.session_key
    response = client.post("/demo/connexion/", {"compte": "Secretariat@Demo.test"})
    assert response.url == reverse("todos")
    assert client.session.session_key != former
    assert client.get("/mon-compte/").context["hat"] == cast[0]


def test_changing_persona_leaves_nothing_of_the_former_session(client, cast):
    client.post("/demo/connexion/", {"compte": cast[0].user.email, "rattachement": cast[0].pk})
    assert client.session[SESSION_KEY] == cast[0].pk
    client.post("/demo/connexion/", {"compte": cast[1].user.email, "rattachement": cast[0].pk})
    assert SESSION_KEY not in client.session, "another's hat is not worn"
    assert client.get("/mon-compte/").context["hat"] == cast[1]


@pytest.mark.parametrize("compte", ["inconnue@demo.test", "", "réelle@exemple.test", "\x00"])
def test_only_demo_accounts_open(client, cast, compte):
    MembershipFactory(user__email="réelle@exemple.test")
    response = client.post("/demo/connexion/", {"compte": compte})
    assert response.status_code == 404
    assert "Ce personnage n'existe pas" in response.text
    assert "_auth_user_id" not in client.session


def test_the_page_costs_the_same_for_one_and_for_many(client, cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/demo/comptes.json")
    for _ in range(3):
        MembershipFactory(user__demo=True)
    with django_assert_num_queries(1):
        client.get("/demo/comptes.json")


def test_an_empty_stage_says_how_to_fill_it(client, settings):
    settings.DEMO = True
    assert "load_demo" in client.get("/demo/").text
    assert client.get("/demo/comptes.json").json() == []
