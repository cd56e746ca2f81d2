"""The collective and the extended group (R38–R41)."""

import pytest

from calls.enums import Vocabulary
from core.verdicts import Refused
from regions.composing import add_member, change_member
from regions.composition import STAFF, missing_profiles
from regions.enums import MemberGroup
from tests.factories import NOW, ParticipationFactory, RegionalProjectFactory, TermFactory

pytestmark = pytest.mark.django_db
COLLECTIVE, EXTENDED = MemberGroup.COLLECTIVE, MemberGroup.EXTENDED


def profile(code, vocabulary=Vocabulary.PROFILE):
    return TermFactory(vocabulary=vocabulary, code=code)


def seat(code="DIRECTION", **kwargs):
    return {
        "profile": profile(code),
        "function": "Directrice",
        "participation": None,
        "organisation_name": "Centre hospitalier",
        "seats": 1,
    } | kwargs


@pytest.fixture
def project():
    return RegionalProjectFactory()


def keys(project):
    return [family.key for family in missing_profiles(project)]


def test_the_four_families_are_expected(project):
    """Carers and technical or administrative staff are one family of the letter (R38)."""
    assert keys(project) == ["management", "professionals", "staff", "suppliers"]
    add_member(project, COLLECTIVE, seat("DIRECTION"))
    add_member(project, COLLECTIVE, seat("TECHNICO_ADMIN"))
    add_member(project, COLLECTIVE, seat("FOURNISSEUR"))
    assert missing_profiles(project) == [STAFF]
    member = add_member(project, COLLECTIVE, seat("ELU_PERSONNEL", function="Élue au CSE"))
    assert missing_profiles(project) == []
    member.delete()
    assert missing_profiles(project) == [STAFF]


def test_the_extended_group_has_its_own_profiles(project):
    with pytest.raises(Refused, match="n'existe pas dans le groupe élargi"):
        add_member(project, EXTENDED, seat("DIRECTION"))
    expert = profile("GRADES", Vocabulary.EXTENDED_PROFILE)
    add_member(project, EXTENDED, seat(profile=expert))
    assert len(missing_profiles(project)) == 4


def test_a_member_comes_from_a_present_structure_or_from_elsewhere(project):
    row = ParticipationFactory(project=project)
    member = add_member(project, COLLECTIVE, seat(participation=row, organisation_name=""))
    assert member.origin == row.establishment.name
    assert change_member(member, seat()).origin == "Centre hospitalier"
    gone = ParticipationFactory(project=project, left_on=NOW.date(), joined_on=NOW.date())
    for foreign in (ParticipationFactory(), gone):
        with pytest.raises(Refused, match="ne participe pas"):
            add_member(project, COLLECTIVE, seat(participation=foreign, organisation_name=""))
    with pytest.raises(Refused, match="pas les deux"):
        add_member(project, COLLECTIVE, seat(participation=row))


@pytest.mark.parametrize("seats", [0, -1, 201])
def test_a_seat_counts_persons(project, seats):
    with pytest.raises(Refused, match="de 1 à 200"):
        add_member(project, COLLECTIVE, seat(seats=seats))


@pytest.mark.parametrize("field", ["function", "organisation_name"])
def test_no_union_is_ever_stored(project, field):
    with pytest.raises(Refused, match="donnée sensible"):
        add_member(project, COLLECTIVE, seat("ELU_PERSONNEL", **{field: "Élue CFDT"}))
    assert not project.members.exists()
