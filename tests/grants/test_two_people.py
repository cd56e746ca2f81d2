"""Two people, one form on the money: nothing is written over unseen, nothing typed is lost (cases 49 and 54)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role
from grants import agreeing, cofunding, hearing
from grants.models import Agreement
from tests.factories import NOW, member_of
from tests.grants.funded import TODAY, funded, paper
from tests.two_people import (
    Form,
    check_a_removal_is_asked_told_and_undone,
    check_a_right_lost_keeps_the_text,
    check_a_turn_that_passed_keeps_the_text,
    check_locks_follow,
    check_the_same_field_shows_both,
    check_two_fields_are_both_kept,
    check_what_one_leaves_alone_takes_what_the_other_saved,
    locks_rows,
)

pytestmark = pytest.mark.django_db


def address(here, name, *args):
    return reverse(f"grants:{name}", args=[here.project.pk, *args])


def redraft(here):
    agreement = here.drafted()
    where = address(here, "redraft", agreement.pk)
    first, second = ("purpose", "Objet A", "Objet B"), ("conditions", "Conditions B")
    return Form(where, first, second, shut=lambda: here.sign(agreement))


def schedule(here):
    agreement = here.drafted()
    where = address(here, "schedule", agreement.pk)
    return Form(where, ("ligne-0-label", "Avance A", "Avance B"), shut=lambda: here.sign(agreement))


def amend(here):
    agreement = here.signed()

    def besides():
        days = {"ars_signed_on": str(TODAY), "beneficiary_signed_on": str(TODAY), "due_on": str(TODAY)}
        return {"reason": "Autre rythme", "upload": paper(), **days}

    def shut():
        agreeing.end(agreement, on=TODAY, reason="Renoncement", by=here.ars_signatory, now=NOW)

    where, first = address(here, "amend", agreement.pk), ("amount", "60\xa0000,00", "50\xa0000,00")
    return Form(where, first, ("ends_on", str(TODAY + timedelta(days=90))), besides, shut)


def revise(here):
    given = {"funder": "Région", "purpose": "", "amount": Decimal(10), "on": TODAY}
    contribution = cofunding.confirm(here.project, **given, by=here.ars_writer, now=NOW)
    where = address(here, "revise", contribution.pk)
    return Form(where, ("amount", "20,00", "30,00"), ("on", str(TODAY - timedelta(days=1))))


def beneficiary(here):
    where = address(here, "revise_beneficiary", here.partner().pk)
    return Form(where, ("address", "1 rue A", "2 rue B"), ("representative", "Ana Exemple, directrice"))


def answer(here):
    invited = here.answered(here.invited(here.over()))
    where, first = address(here, "answer", invited.pk), ("reply", "Réponse A", "Réponse B")
    shut = lambda: hearing.give_up(invited, by=here.ars_signatory, now=NOW)  # noqa: E731
    return Form(where, first, ("replied_on", str(TODAY)), shut=shut)


FORMS = (redraft, schedule, amend, revise, beneficiary, answer)
LOCKS = [
    "regions_award",
    "grants_beneficiary",
    "grants_agreement",
    "grants_hearing",
    "grants_contribution",
    "records_sequence",
]


@pytest.fixture
def here():
    return funded()


@pytest.fixture
def second(here):
    return member_of(here.project.ars, Role.SIGNATORY)


@pytest.fixture
def both(as_hat, here, second):
    return as_hat(here.ars_signatory), as_hat(second)


@pytest.mark.parametrize("form", [redraft, amend, revise, beneficiary, answer])
def test_two_fields_are_both_kept(here, both, form):
    check_two_fields_are_both_kept(form(here), *both)


@pytest.mark.parametrize("form", [redraft, schedule, revise])
def test_what_one_leaves_alone_takes_what_the_other_saved(here, both, form):
    check_what_one_leaves_alone_takes_what_the_other_saved(form(here), *both)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_field_shows_both_and_mine_may_stay(here, both, second, form):
    check_the_same_field_shows_both(form(here), *both, side="mine", by=str(second))


@pytest.mark.parametrize("form", [redraft, schedule, revise])
def test_the_same_field_shows_both_and_the_other_may_stay(here, both, second, form):
    """An amendment that keeps the other's changes nothing: it has no reason to be."""
    check_the_same_field_shows_both(form(here), *both, side="theirs", by=str(second))


@pytest.mark.parametrize("form", FORMS)
def test_a_right_lost_while_typing_refuses_and_keeps_the_text(here, both, form):
    """Case 54."""
    check_a_right_lost_keeps_the_text(form(here), both[0], here.ars_signatory)


@pytest.mark.parametrize("form", [redraft, schedule, amend, answer])
def test_a_turn_that_passed_while_typing_refuses_and_keeps_the_text(here, both, form):
    """Case 35."""
    check_a_turn_that_passed_keeps_the_text(form(here), both[0])


@locks_rows
@pytest.mark.parametrize("form", FORMS)
def test_a_form_locks_in_the_order_of_the_deeds(here, both, form):
    check_locks_follow(LOCKS, form(here), both[0])


def test_a_draft_given_up_comes_back_with_its_instalments(as_hat):
    here = funded()
    agreement = here.drafted()
    planned = list(agreement.instalments.values_list("label", "amount"))
    colleague = member_of(here.project.ars, Role.WRITER, job_title="Comptable")
    one, other = as_hat(here.ars_writer), as_hat(colleague)
    where = address(here, "drop", agreement.pk)
    undo = check_a_removal_is_asked_told_and_undone(where, one, other, by=str(colleague))
    assert list(agreement.instalments.values_list("label", "amount")) == planned
    assert as_hat(here.aract_writer).post(where).status_code == 403
    other.post(where)
    here.sign(here.drafted())
    assert one.post(undo).status_code == 422, "what it promised is promised to another"


def test_a_draft_given_up_while_somebody_changes_it_says_who_did(as_hat):
    here = funded()
    form, client = redraft(here), as_hat(here.ars_writer)
    page, (name, text, _) = client.get(form.address), form.first
    colleague = member_of(here.project.ars, Role.WRITER, job_title="Comptable")
    agreeing.drop(Agreement.objects.get(), by=colleague, now=NOW)
    answer = form.save(client, page, **{name: text})
    assert answer.status_code == 409
    assert text in answer.content.decode()
    assert str(colleague) in answer.content.decode().replace("&#x27;", "'")


def test_a_signed_agreement_is_not_given_up(as_hat):
    here = funded()
    agreement = here.signed(here.partner())
    where = address(here, "drop", agreement.pk)
    assert (as_hat(here.ars_writer).get(where).status_code, as_hat(here.ars_writer).post(where).status_code) == (
        409,
        409,
    )
