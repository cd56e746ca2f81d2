"""What keeps an act from being issued (case 74), and what it says."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.enums import Role
from acts.addressees import addressee
from acts.appeals import Court, court_of
from acts.authors import author_of, awaited
from acts.drafting import ActDraft, blockers, content_of
from acts.enums import ActKind
from acts.issuing import issue
from acts.models import Act
from core.verdicts import Refused
from tests.factories import NOW, MembershipFactory, OrganisationFactory, RegionFactory, UserFactory

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)
DELEGATED = {"delegation": "Par délégation", "delegation_act": "RAA du 2 janvier 2026"}


@pytest.fixture
def hat():
    return MembershipFactory(
        user=UserFactory(full_name="Claire Exemple"), role=Role.SIGNATORY, job_title="Directrice générale"
    )


@pytest.fixture
def draft(hat):
    region = RegionFactory()
    return ActDraft(
        kind=ActKind.RECOVERY,
        subject="Reversement",
        sense="1 000,00 € à reverser",
        authors=[author_of(hat, MONDAY, signed="Décidé le 23 novembre 2026")],
        addressee=addressee("Association Exemple", "3 rue du Port, 99000 Villefictive", region, public=False),
        body={},
        court=court_of(region),
        reasons="Le solde n'est pas employé.",
    )


def test_a_whole_draft_may_be_issued(draft):
    assert blockers(draft, MONDAY) == []


@pytest.mark.parametrize("kind", [kind for kind in ActKind if kind.harms])
@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        ({"authors": []}, "L'auteur de l'acte n'est pas connu"),
        ({"reasons": " "}, "Les motifs manquent"),
        ({"court": None}, "Les voies de recours manquent"),
        ({"court": Court("", "")}, "Le tribunal compétent"),
        ({"court": Court("tribunal administratif de Lyon", "")}, "son adresse, n'est pas connu"),
        ({"decided_on": date(2026, 11, 24)}, "daté d'avant la décision"),
    ],
)
def test_an_act_that_harms_without_its_mentions_is_not_issued(draft, kind, lacking, told):
    said = blockers(replace(draft, kind=kind, **lacking), MONDAY)
    assert any(told in sentence for sentence in said), said


def test_an_addressee_without_a_postal_address_is_named(draft):
    said = blockers(replace(draft, addressee=replace(draft.addressee, address=" ")), MONDAY)
    assert said == ["Association Exemple : l'adresse postale du destinataire manque. Ajoutez-la, puis émettez l'acte."]


def test_a_sunday_is_refused_unless_the_settings_say_otherwise(draft, settings):
    sunday = date(2026, 11, 22)
    settings.ISSUE_ON_SUNDAYS = False
    assert any("dimanche" in sentence for sentence in blockers(draft, sunday))
    assert blockers(draft, MONDAY) == []
    settings.ISSUE_ON_SUNDAYS = True
    assert blockers(draft, sunday) == []


@pytest.mark.parametrize(
    ("power", "told"),
    [
        ({}, "indiquez sur son rôle la délégation"),
        ({"delegation": "Par délégation"}, "indiquez sur son rôle la délégation"),
        (DELEGATED | {"delegation_until": date(2026, 11, 22)}, "ne vaut pas le 23"),
        (DELEGATED | {"delegation_from": date(2026, 11, 24)}, "ne vaut pas le 23"),
    ],
)
def test_the_power_to_sign_holds_on_that_day(hat, power, told):
    hat.own_power = False
    for name, value in power.items():
        setattr(hat, name, value)
    assert told in "".join(author_of(hat, MONDAY).missing)


def test_both_ends_of_a_delegation_count(hat):
    hat.own_power, hat.delegation, hat.delegation_act = False, "Par délégation", "RAA du 2 janvier 2026"
    hat.delegation_from = hat.delegation_until = MONDAY
    assert author_of(hat, MONDAY).missing == ()


def test_a_function_is_not_a_name_and_a_gracious_appeal_has_an_address(hat):
    hat.user.full_name = "Directrice"
    hat.organisation.address = ""
    missing = "".join(author_of(hat, MONDAY).missing)
    assert "un prénom et un nom" in missing
    assert "l'adresse postale manque" in missing


def test_a_project_shows_the_place_of_the_author(draft):
    waited = replace(draft, authors=[awaited(OrganisationFactory(name="ARS d'essai"), "Validation attendue")])
    assert any("auteur de l'acte" in sentence for sentence in blockers(waited, MONDAY))
    author = content_of(waited, NOW)["authors"][0]
    assert (author["name"], author["quality"], author["signed"]) == ("", "ARS d'essai", "Validation attendue")


def test_issuing_refuses_with_all_that_lacks_and_gives_no_number(draft):
    with pytest.raises(Refused, match=r"adresse postale.*Les motifs manquent"):
        issue(replace(draft, reasons="", addressee=replace(draft.addressee, address="")), now=NOW)
    assert not Act.objects.exists()
    assert issue(draft, now=NOW).number == "ACIA-2026-R-0001"


def test_what_is_issued_is_sealed_and_replaces_what_it_replaces(draft):
    first = issue(draft, now=NOW)
    second = issue(replace(draft, sense="900,00 € à reverser"), now=NOW, replaces=first)
    first.refresh_from_db()
    assert first.replaced_by == second
    assert second.holds
    assert second.content["appeal"]["until"] == "22\N{NO-BREAK SPACE}janvier\N{NO-BREAK SPACE}2027"


def test_the_implicit_refusal_is_told_only_once_born(draft):
    assert content_of(replace(draft, implicit_on=date(2026, 11, 22)), NOW)["implicit_on"].startswith("22")
    assert content_of(replace(draft, implicit_on=date(2026, 11, 23)), NOW)["implicit_on"] == ""
