"""The collective and the extended group once the project lives (R38–R41, C7)."""

import pytest

from calls.enums import Vocabulary
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from regions.composing import Seat
from regions.composition import missing_profiles
from regions.enums import MemberGroup
from regions.seating import change_seat, give_seat, withdraw_seat
from tests.factories import NOW, ParticipationFactory, RegionalProjectFactory, member_of
from tests.regions.lives import Life, term

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    return Life()


def seat(code="ELU_PERSONNEL", function="Élue au CSE", **kwargs):
    profile = term(Vocabulary.PROFILE, code)
    return Seat(profile=profile, function=function, participation=None, organisation_name="Centre", seats=1) | kwargs


def test_members_come_change_and_go(life):
    member = give_seat(life.project, MemberGroup.COLLECTIVE, seat(), by=life.ars, now=NOW)
    assert "staff" not in [family.key for family in missing_profiles(life.project)]
    change_seat(member, seat("DIRECTION", "Directrice"), by=life.aract, now=NOW)
    assert "staff" in [family.key for family in missing_profiles(life.project)]
    withdraw_seat(member, by=life.ars, now=NOW)
    assert not life.project.members.exists()
    assert [entry.deed for entry in JournalEntry.objects.order_by("pk")] == [
        "regions.give_seat",
        "regions.change_seat",
        "regions.withdraw_seat",
    ]
    with pytest.raises(OutOfTurn, match="ne siège plus"):
        withdraw_seat(member, by=life.ars, now=NOW)


def test_neither_a_union_nor_a_name_is_kept(life):
    member = give_seat(life.project, MemberGroup.COLLECTIVE, seat(), by=life.ars, now=NOW)
    for function, reason in (("Élue CGT", "syndicale"), ("Mme Dupont", "par leur fonction")):
        with pytest.raises(Refused, match=reason):
            give_seat(life.project, MemberGroup.COLLECTIVE, seat(function=function), by=life.ars, now=NOW)
        with pytest.raises(Refused, match=reason):
            change_seat(member, seat(function=function), by=life.ars, now=NOW)


def test_a_seat_comes_from_a_structure_that_is_present(life):
    row = ParticipationFactory(project=life.project)
    ParticipationFactory(project=life.project)
    give_seat(
        life.project,
        MemberGroup.COLLECTIVE,
        seat(participation=row, organisation_name=""),
        by=life.ars,
        now=NOW,
    )
    with pytest.raises(Refused, match="ne participe pas"):
        give_seat(
            life.project,
            MemberGroup.COLLECTIVE,
            seat(participation=ParticipationFactory(), organisation_name=""),
            by=life.ars,
            now=NOW,
        )


def test_the_pair_alone_composes_from_the_award_to_the_closing(life):
    member = give_seat(life.project, MemberGroup.COLLECTIVE, seat(), by=life.ars, now=NOW)
    before = RegionalProjectFactory()
    with pytest.raises(OutOfTurn, match="n'est pas retenu"):
        give_seat(before, MemberGroup.COLLECTIVE, seat(), by=member_of(before.ars), now=NOW)
    deeds = [
        lambda by: give_seat(life.project, MemberGroup.COLLECTIVE, seat(), by=by, now=NOW),
        lambda by: change_seat(member, seat(), by=by, now=NOW),
        lambda by: withdraw_seat(member, by=by, now=NOW),
    ]
    for deed in deeds:
        for stranger in life.strangers():
            with pytest.raises(NotAllowed):
                deed(stranger)
    assert member.project.award.closed_on is None
    life.close()
    for deed in deeds:
        with pytest.raises(OutOfTurn):
            deed(life.ars)
