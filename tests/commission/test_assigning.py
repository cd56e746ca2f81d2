"""Giving fiches to rapporteurs: rights, balance, trace, mails."""

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from applications.enums import ApplicationState
from commission.assigning import Balancing, assign, balanced, conflicts
from commission.declaring import declare_conflict
from commission.enums import NationalParty
from commission.models import Assignment
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from tests.commission.examined import entrusted, fiche, opened, query_count, rapporteur, scored
from tests.factories import NOW, CallFactory, MembershipFactory, national, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return CallFactory()


def test_rapporteur_is_told_by_mail_and_the_journal_remembers(call):
    application, hat = fiche(call), rapporteur()
    assignment = assign(application, hat, by=secretary(), now=NOW)
    assert (assignment.party, assignment.has_conflict) == (NationalParty.DGOS, None)
    message = Message.objects.get(key__startswith=f"assignment:{assignment.pk}:")
    assert message.to == hat.user.email
    assert reverse("commission:declare", args=[assignment.pk]) in message.body
    assert JournalEntry.objects.filter(deed="commission.assign").count() == 1


def test_same_person_again_changes_nothing(call):
    application, hat, by = fiche(call), rapporteur(), secretary()
    assert assign(application, hat, by=by) == assign(application, hat, by=by)
    assert Message.objects.filter(key__startswith="assignment:").count() == 1


def test_reassigning_ends_the_former_and_keeps_it(call):
    application = fiche(call)
    former = entrusted(application, rapporteur())
    assign(application, rapporteur(), by=secretary(), now=NOW)
    former.refresh_from_db()
    assert former.ended_at == NOW
    assert Message.objects.get(key__startswith=f"unassignment:{former.pk}:").to == former.rapporteur.user.email
    assert Assignment.objects.live().filter(application=application).count() == 1


def test_taking_away_a_submitted_review_wants_a_reason(call):
    application = fiche(call)
    scored(application, rapporteur())
    with pytest.raises(OutOfTurn, match="dites pourquoi"):
        assign(application, rapporteur(), by=secretary())
    assign(application, rapporteur(), reason="Lien découvert après coup.", by=secretary())
    assert "Lien découvert" in Message.objects.get(key__startswith="unassignment:").body
    assert "Lien découvert" in JournalEntry.objects.get(deed="commission.unassign").summary


def test_nobody_gets_back_a_fiche_they_are_tied_to(call):
    application, hat = fiche(call), rapporteur()
    declare_conflict(entrusted(application, hat), reason="Ancienne direction.", by=hat)
    assign(application, rapporteur(), by=secretary())
    assert not Message.objects.filter(key__startswith="unassignment:").exists()
    with pytest.raises(Refused, match="a déclaré un lien d'intérêt"):
        assign(application, hat, by=secretary())


def test_a_tie_follows_the_person_under_their_other_hat(call):
    """Case 36: a person who declared a tie for DGOS does not come back for Anact."""
    application, hat = fiche(call), rapporteur()
    other = rapporteur(NationalParty.ANACT, user=hat.user)
    declare_conflict(entrusted(application, hat), reason="Ancienne direction.", by=hat)
    with pytest.raises(Refused, match="a déclaré un lien d'intérêt"):
        assign(application, other, by=secretary())
    assert (application.pk, other.pk) in conflicts(call)


def test_one_person_does_not_read_for_both_authorities(call):
    application, hat = fiche(call), rapporteur()
    entrusted(application, hat)
    with pytest.raises(Refused, match="il faut deux personnes"):
        assign(application, rapporteur(NationalParty.ANACT, user=hat.user), by=secretary())


@pytest.mark.parametrize("role", [Role.PRESIDENT, Role.RAPPORTEUR, Role.SIGNATORY])
def test_only_a_secretary_assigns(call, role):
    with pytest.raises(NotAllowed):
        assign(fiche(call), rapporteur(), by=national(OrganisationKind.DGOS, role))


def test_only_rapporteurs_are_assigned(call):
    application = fiche(call)
    for hat in (secretary(), MembershipFactory(role=Role.RAPPORTEUR), rapporteur(until=NOW.date().replace(year=2020))):
        with pytest.raises(Refused, match="n'est pas rapporteur"):
            assign(application, hat, by=secretary(), now=NOW)


def test_before_admissibility_it_is_out_of_turn(call):
    application = fiche(call)
    application.state = ApplicationState.DEPOSITED
    application.save()
    with pytest.raises(OutOfTurn, match="recevable"):
        assign(application, rapporteur(), by=secretary())


def test_balance_fills_empty_places_with_the_least_loaded_who_are_free():
    one, two = rapporteur(), rapporteur()
    anact = rapporteur(NationalParty.ANACT)
    start = Balancing(
        fiches=[1, 2, 3],
        rapporteurs=[one, two, anact],
        given={(1, NationalParty.DGOS): one.pk},
        loads={one.pk: 1},
        conflicts={(2, two.pk), (3, anact.pk)},
    )
    assert balanced(start) == {
        (1, NationalParty.ANACT): anact.pk,
        (2, NationalParty.DGOS): one.pk,
        (2, NationalParty.ANACT): anact.pk,
        (3, NationalParty.DGOS): two.pk,
    }


def test_page_proposes_without_writing_then_confirms(call, as_hat):
    applications = [fiche(call) for _ in range(2)]
    hats = [rapporteur(NationalParty.DGOS), rapporteur(NationalParty.DGOS), rapporteur(NationalParty.ANACT)]
    client, url = as_hat(secretary()), reverse("commission:assign", args=[call.slug])
    page = client.get(url, {"proposition": "oui"})
    assert "proposé" in page.content.decode()
    assert not Assignment.objects.exists()
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    assert client.post(url, data).status_code == 302
    assert Assignment.objects.live().count() == 4
    assert Assignment.objects.filter(rapporteur=hats[2]).count() == len(applications)
    assert {Assignment.objects.filter(rapporteur=hat).count() for hat in hats[:2]} == {1}


def test_page_says_why_and_keeps_what_was_chosen(call, as_hat):
    application, other = fiche(call), rapporteur()
    scored(application, rapporteur())
    client, url = as_hat(secretary()), reverse("commission:assign", args=[call.slug])
    page = client.post(url, {f"dgos-{application.pk}": other.pk, f"motif-dgos-{application.pk}": ""})
    assert "dites pourquoi" in page.content.decode()
    assert page.context["form"][f"dgos-{application.pk}"].value() == str(other.pk)
    assert client.post(url, {f"dgos-{application.pk}": "999999"}).status_code == 422
    assert Assignment.objects.live().get().rapporteur != other


def test_page_is_the_secretarys(call, as_hat):
    url = reverse("commission:assign", args=[call.slug])
    assert as_hat(national(OrganisationKind.DGOS, Role.PRESIDENT)).get(url).status_code == 403
    assert as_hat(rapporteur()).get(url).status_code == 403
    assert "Aucune fiche recevable" in as_hat(secretary()).get(url).content.decode()


def test_page_costs_the_same_for_one_fiche_and_for_three(call, as_hat):
    client, url = as_hat(secretary()), reverse("commission:assign", args=[call.slug])
    opened(fiche(call), rapporteur())
    for_one = query_count(client, url)
    for _ in range(2):
        opened(fiche(call), rapporteur())
    assert query_count(client, url) == for_one
