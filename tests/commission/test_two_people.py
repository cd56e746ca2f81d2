"""Two people on one proposal or one page of rapporteurs: nothing is written over unseen, nothing typed is lost."""

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from applications.enums import ApplicationState
from applications.models import Application
from commission.assigning import assign as assign_fiche
from commission.enums import DecisionState, NationalParty, Outcome
from commission.models import Assignment, Decision
from records.models import Message
from tests.commission.decided import heard, proposed, signatory
from tests.commission.examined import fiche, rapporteur
from tests.factories import CallFactory, national, secretary
from tests.two_people import (
    Form,
    check_a_turn_that_passed_keeps_the_text,
    check_locks_follow,
    check_the_same_field_shows_both,
    check_two_fields_are_both_kept,
    check_what_one_leaves_alone_takes_what_the_other_saved,
    choice_of,
    locks_rows,
    typed_on,
)

pytestmark = pytest.mark.django_db
LOCKS = ["applications_application", "commission_decision", "commission_envelope"]


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def hats():
    return secretary(), national(OrganisationKind.ANACT, Role.PRESIDENT)


@pytest.fixture
def pair(as_hat, hats):
    return tuple(as_hat(hat) for hat in hats)


def proposal(call) -> Form:
    """A decision proposed once, opened by two people."""
    decision = proposed(heard(call))
    return Form(
        reverse("commission:propose", args=[call.slug, decision.application_id]),
        ("reason", "Motif A", "Motif B"),
        ("gap_reason", "Écart B"),
        shut=lambda: Decision.objects.update(state=DecisionState.NOTIFIED),
    )


def test_two_fields_of_a_proposal_are_both_kept(call, pair):
    check_two_fields_are_both_kept(proposal(call), *pair)
    assert Decision.objects.get().revision == 3


def test_what_one_leaves_alone_takes_what_the_other_proposed(call, pair):
    check_what_one_leaves_alone_takes_what_the_other_saved(proposal(call), *pair)


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_the_same_field_of_a_proposal_shows_both_and_a_button_chooses(call, pair, hats, side):
    check_the_same_field_shows_both(proposal(call), *pair, side=side, by=str(hats[1]))


def test_two_first_proposals_at_once_are_shown_both(call, pair):
    """Case 4: neither had read the other's."""
    one, other = pair
    address = reverse("commission:propose", args=[call.slug, heard(call).pk])
    mine, theirs = one.get(address), other.get(address)
    first = {**typed_on(theirs), "outcome": "not_retained", "reason": "Hors sujet."}
    assert other.post(address, first).status_code == 302
    clash = one.post(address, {**typed_on(mine), "outcome": "retained", "reason": "Complet."})
    assert clash.status_code == 409
    assert "Hors sujet." in clash.content.decode()
    assert typed_on(clash)["reason"] == ["Complet."]
    assert Decision.objects.get().outcome == Outcome.NOT_RETAINED


def test_the_amount_of_the_rule_is_suggested_and_never_changes_under_a_person(call, pair):
    """Another fiche that is decided meanwhile changes what the rule gives, not what somebody has read."""
    application, other = heard(call), heard(call)
    address = reverse("commission:propose", args=[call.slug, application.pk])
    page = pair[0].get(address)
    (shown,) = typed_on(page)["complement"]
    assert typed_on(page)["initial-complement"] == [""]
    proposed(other)
    answer = pair[0].post(address, {**typed_on(page), "outcome": "retained", "reason": "Complet."})
    assert answer.status_code == 422
    assert typed_on(answer)["complement"] == [shown]


def test_a_right_lost_while_proposing_refuses_and_keeps_the_text(call, pair, hats):
    """Case 54: and shows nothing else of the fiche."""
    form = proposal(call)
    page = pair[0].get(form.address)
    type(hats[0]).objects.filter(pk=hats[0].pk).update(role=Role.SIGNATORY)
    answer = form.save(pair[0], page, reason="Motif A")
    assert answer.status_code == 403
    assert typed_on(answer)["reason"] == ["Motif A"]
    assert "Ce que disent les rapporteurs" not in answer.content.decode()


def test_a_decision_notified_while_proposing_refuses_and_keeps_the_text(call, pair):
    """Case 35."""
    check_a_turn_that_passed_keeps_the_text(proposal(call), pair[0])


def test_a_fiche_withdrawn_while_proposing_refuses_and_keeps_the_text(call, pair):
    form = proposal(call)
    page = pair[0].get(form.address)
    Application.objects.update(state=ApplicationState.WITHDRAWN)
    answer = form.save(pair[0], page, reason="Motif A")
    assert answer.status_code == 409
    assert typed_on(answer)["reason"] == ["Motif A"]


@locks_rows
def test_proposing_locks_in_the_order_of_the_deed(call, pair):
    check_locks_follow(LOCKS, proposal(call), pair[0])


def test_sending_back_what_changed_meanwhile_keeps_the_reason_and_may_then_be_sent(call, as_hat):
    """Case 4: the page that comes back shows the proposal as it is now."""
    decision = proposed(heard(call))
    client, address = as_hat(signatory(NationalParty.DGOS)), reverse("commission:return_decision", args=[decision.pk])
    page = client.get(address)
    proposed(decision.application, Outcome.NOT_RETAINED)
    refused = client.post(address, {**typed_on(page), "reason": "À revoir."})
    assert refused.status_code == 409
    assert typed_on(refused)["reason"] == ["À revoir."]
    assert "non retenue" in refused.content.decode()
    assert client.post(address, typed_on(refused)).status_code == 302
    assert Decision.objects.get().return_reason == "À revoir."


def test_sending_back_a_validated_decision_is_out_of_turn_and_without_reason_wrong(call, as_hat):
    decision = proposed(heard(call))
    client, address = as_hat(signatory(NationalParty.DGOS)), reverse("commission:return_decision", args=[decision.pk])
    page = typed_on(client.get(address))
    assert client.post(address, page).status_code == 422
    Decision.objects.update(state=DecisionState.VALIDATED)
    refused = client.post(address, {**page, "reason": "À revoir."})
    assert refused.status_code == 409
    assert typed_on(refused)["reason"] == ["À revoir."]
    assert client.get(address).status_code == 409


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_two_secretaries_give_one_place_and_the_second_chooses(call, as_hat, side):
    """Case 49: who is ousted by the choice is told."""
    by, other = secretary(), secretary()
    one, two = as_hat(by), as_hat(other)
    application = fiche(call)
    first, second = rapporteur(), rapporteur()
    place, address = f"dgos-{application.pk}", reverse("commission:assign", args=[call.slug])
    mine, theirs = one.get(address), two.get(address)
    assert two.post(address, {**typed_on(theirs), place: first.pk}).status_code == 302
    clash = one.post(address, {**typed_on(mine), place: second.pk})
    assert clash.status_code == 409
    assert f"par {other}" in clash.content.decode().replace("&#x27;", "'")
    assert Assignment.objects.live().get().rapporteur == first
    assert one.post(address, {**typed_on(clash), **choice_of(clash, side)}).status_code == 302
    assert Assignment.objects.live().get().rapporteur == (second if side == "mine" else first)
    told = Message.objects.filter(key__startswith="unassignment:", to=first.user.email)
    assert told.count() == (side == "mine")


def test_two_secretaries_give_two_places(call, as_hat):
    one, two = as_hat(secretary()), as_hat(secretary())
    application = fiche(call)
    dgos, anact = rapporteur(), rapporteur(NationalParty.ANACT)
    address = reverse("commission:assign", args=[call.slug])
    mine, theirs = one.get(address), two.get(address)
    assert two.post(address, {**typed_on(theirs), f"dgos-{application.pk}": dgos.pk}).status_code == 302
    assert one.post(address, {**typed_on(mine), f"anact-{application.pk}": anact.pk}).status_code == 302
    assert set(Assignment.objects.live().values_list("rapporteur", flat=True)) == {dgos.pk, anact.pk}


def test_a_proposal_of_the_portal_does_not_pass_for_what_is_saved(call, as_hat):
    """A place that a colleague gives while one reads the balanced proposal is shown, and not taken back unseen."""
    application = fiche(call)
    first, second = rapporteur(), rapporteur()
    address = reverse("commission:assign", args=[call.slug])
    client = as_hat(secretary())
    page = client.get(address, {"proposition": "oui"})
    place = f"dgos-{application.pk}"
    assert (typed_on(page)[place], typed_on(page)[f"initial-{place}"]) == ([str(first.pk)], [""])
    assign_fiche(application, second, by=secretary())
    assert client.post(f"{address}?proposition=oui", typed_on(page)).status_code == 409
    assert Assignment.objects.live().get().rapporteur == second


def test_a_secretary_who_no_longer_is_reads_back_what_they_chose(call, as_hat):
    """Case 54."""
    hat, application, reader = secretary(), fiche(call), rapporteur()
    client, address = as_hat(hat), reverse("commission:assign", args=[call.slug])
    page = client.get(address)
    type(hat).objects.filter(pk=hat.pk).update(role=Role.PRESIDENT)
    answer = client.post(address, {**typed_on(page), f"dgos-{application.pk}": reader.pk})
    assert answer.status_code == 403
    assert typed_on(answer)[f"dgos-{application.pk}"] == [str(reader.pk)]
