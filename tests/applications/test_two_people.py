"""Two people, one form of a fiche: nothing is written over unseen, nothing typed is lost, what goes comes back."""

import pytest
from django.core import serializers

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from applications.models import Application
from applications.removing import remove_row
from regions.models import CoFunding, CollectiveMember, DigitalProject, Participation
from tests.applications.fiches import received
from tests.applications.tables import address, live_signature, open_fiche, rows_of
from tests.factories import NOW, ParticipationFactory, national
from tests.regional_calls.test_retaining import JointOutcome, Pair, announced
from tests.two_people import (
    Form,
    check_a_turn_that_passed_keeps_the_text,
    check_locks_follow,
    check_the_same_field_shows_both,
    check_two_fields_are_both_kept,
    check_what_one_leaves_alone_takes_what_the_other_saved,
    locks_rows,
    typed_on,
)

pytestmark = pytest.mark.django_db
# By address: its row, a field with two texts for it, another field with its text.
FIELDS = {
    "edit_cofunding": ("cofunding", ("funder", "Département", "Métropole"), ("purpose", "Ateliers")),
    "edit_member": ("member", ("function", "Cadre de santé", "Élue au CSE"), ("seats", "3")),
    "edit_participant": ("participation", ("contact_function", "Cadre", "Directrice"), ("contact_email", "a@b.fr")),
    "edit_tool": ("tool", ("title", "Borne", "Chariot"), ("work_question", "Qui fait quoi ?")),
    "rename": ("", ("title", "Les écrans", "Les soins"), None),
}
ROWS = {"cofunding": "edit_cofunding", "member": "edit_member", "participation": "edit_participant"}
LOCKS = [
    "applications_application",
    "regions_regionalproject",
    *(f"regions_{row}" for row in ("cofunding", "collectivemember", "participation", "digitalproject")),
]


@pytest.fixture
def fiche():
    return open_fiche()


@pytest.fixture
def rows(fiche):
    return rows_of(fiche)


@pytest.fixture
def both(fiche, as_hat):
    return as_hat(fiche.ars_writer), as_hat(fiche.aract_writer)


def deposit(fiche):
    received(Application.objects.get(pk=fiche.application.pk))


@pytest.fixture
def form(fiche, rows, request):
    row, first, second = FIELDS[request.param]
    keys = [rows[row].pk] if row else []
    return Form(address(request.param, fiche, *keys), first, second, shut=lambda: deposit(fiche))


every = pytest.mark.parametrize("form", FIELDS, indirect=True)
of_two = pytest.mark.parametrize("form", [name for name, (_, _, second) in FIELDS.items() if second], indirect=True)


@of_two
def test_two_fields_are_both_kept(form, both):
    check_two_fields_are_both_kept(form, *both)


@every
def test_what_one_leaves_alone_takes_what_the_other_saved(form, both):
    check_what_one_leaves_alone_takes_what_the_other_saved(form, *both)


@every
@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_the_same_field_shows_both_and_a_button_chooses(form, both, fiche, side):
    check_the_same_field_shows_both(form, *both, side=side, by=str(fiche.aract_writer))


@every
def test_a_fiche_deposited_while_typing_refuses_and_keeps_the_text(form, both):
    """Case 35."""
    check_a_turn_that_passed_keeps_the_text(form, both[0])


@every
def test_a_right_lost_while_typing_refuses_and_keeps_the_text(form, both, fiche):
    """Case 54: the secretary sees the fiche, and writes nothing in it."""
    page, (name, text, _) = both[0].get(form.address), form.first
    deposit(fiche)
    elsewhere = national(OrganisationKind.DGOS, Role.SECRETARY)
    Membership.objects.filter(pk=fiche.ars_writer.pk).update(organisation=elsewhere.organisation, role=elsewhere.role)
    answer = form.save(both[0], page, **{name: text})
    assert (answer.status_code, typed_on(answer)[name]) == (403, [text])


@locks_rows
@every
def test_a_form_locks_in_the_order_of_the_deeds(form, both):
    check_locks_follow(LOCKS, form, both[0])


def test_one_chooses_another_tool_while_the_other_describes_a_new_one(fiche, rows, both):
    one, other = both
    where = address("edit_participant", fiche, rows["participation"].pk)
    another = ParticipationFactory(project=fiche.application.project).digital_project
    theirs, mine, left_alone = other.get(where), one.get(where), one.get(where)
    described = {"digital_project": "", "title": "Borne"} | {
        name: getattr(rows["tool"], name).pk for name in ("theme", "nature", "maturity")
    }
    assert other.post(where, {**typed_on(theirs), **described}).status_code == 302
    assert one.post(where, {**typed_on(left_alone), "contact_function": "Cadre"}).status_code == 302
    clash = one.post(where, {**typed_on(mine), "digital_project": another.pk})
    assert clash.status_code == 409
    assert "Borne" in clash.content.decode()
    rows["participation"].refresh_from_db()
    assert (str(rows["participation"].digital_project), rows["participation"].contact_function) == ("Borne", "Cadre")


def everything():
    models = (Participation, CollectiveMember, DigitalProject, CoFunding)
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("confirmed_at", [None, NOW])
def test_a_row_goes_after_one_question_and_comes_back_with_what_went_with_it(row, confirmed_at, fiche, rows, both):
    Participation.objects.update(confirmed_at=confirmed_at)
    before, live = everything(), live_signature(fiche)
    name, keys = ROWS[row].replace("edit", "remove"), [rows[row].pk]
    assert "annuler ce retrait pendant 24 heures" in both[0].get(address(name, fiche, *keys)).content.decode()
    assert everything() == before
    sealed = fiche.reload().content_hash
    gone = both[0].post(address(name, fiche, *keys), follow=True)
    assert everything() != before
    assert fiche.reload().content_hash != sealed
    live.refresh_from_db()
    assert live.voided_at is not None
    (undo,) = {message.extra_tags for message in gone.context["messages"]}
    assert both[1].post(undo).url.startswith(address("section", fiche, 2)[:-2])
    assert everything() == before
    assert fiche.reload().content_hash == sealed
    assert both[1].post(undo).status_code == 409


@pytest.mark.parametrize("row", ROWS)
def test_who_types_on_a_row_removed_meanwhile_reads_who_removed_it_and_what_was_typed(row, fiche, rows, both):
    """Case 54."""
    name, (_, (field, text, _), _) = ROWS[row], FIELDS[ROWS[row]]
    where = address(name, fiche, rows[row].pk)
    page = both[0].get(where)
    remove_row(rows[row], "Ligne retirée", by=fiche.aract_writer)
    answer = both[0].post(where, {**typed_on(page), field: text})
    assert answer.status_code == 409
    for said in (f"Ligne retirée par {fiche.aract_writer}", text, "Annuler ce retrait"):
        assert said in answer.content.decode().replace("&#x27;", "'")


def test_what_went_with_a_structure_is_told_of_too(fiche, rows, both):
    pages = [address("edit_member", fiche, rows["member"].pk), address("edit_tool", fiche, rows["tool"].pk)]
    remove_row(rows["participation"], "Structure retirée", by=fiche.aract_writer)
    for where in pages:
        answer = both[0].get(where)
        assert answer.status_code == 409
        assert "Structure retirée par" in answer.content.decode()


def test_nothing_goes_nor_comes_back_once_the_fiche_is_deposited(fiche, rows, both, as_hat):
    asked = both[0].post(address("remove_cofunding", fiche, rows["cofunding"].pk), follow=True)
    (undo,) = {message.extra_tags for message in asked.context["messages"]}
    assert as_hat(open_fiche(call=fiche.call).ars_writer).post(undo).status_code == 404
    deposit(fiche)
    assert both[0].post(undo).status_code == 409
    assert not CoFunding.objects.exists()
    assert both[0].post(address("remove_member", fiche, rows["member"].pk)).status_code == 409
    assert CollectiveMember.objects.exists()


def test_a_row_is_removed_once(fiche, rows, both):
    where = address("remove_member", fiche, rows["member"].pk)
    assert both[0].post(where).status_code == 302
    assert both[1].post(where).status_code == 409


def test_a_structure_that_comes_back_is_tied_again_to_its_expression(as_hat):
    pair = Pair()
    fiche = open_fiche(project=pair.project)
    announced(pair, JointOutcome.RETAINED)
    client = as_hat(pair.ars)
    client.post(address("take_in_retained", fiche))
    row = Participation.objects.get()
    expression = row.expression
    gone = client.post(address("remove_participant", fiche, row.pk), follow=True)
    client.post([message.extra_tags for message in gone.context["messages"]][-1])
    expression.refresh_from_db()
    assert expression.participation == row
