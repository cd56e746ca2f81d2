"""The lead of a fiche is handed over within its pair, once the person asked accepts."""

import pytest
from django.urls import reverse

from applications.leading import answer, lead_of, offer, take_back
from applications.models import Lead
from applications.starting import start
from applications.todos import todos
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from tests.applications.fiches import draft, pair
from tests.factories import NOW, CallFactory, RegionFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche():
    """Led by the ARS's writer, who takes care of its first section."""
    made = draft()
    Lead.objects.create(application=made.application, person=made.ars_writer)
    made.application.sections.filter(section__number=1).update(in_charge=made.ars_writer, party_in_charge="ars")
    return made


def told(moment: str) -> list[str]:
    return list(Message.objects.filter(moment=moment).values_list("to", flat=True))


def test_who_begins_leads():
    region = RegionFactory()
    by = member_of(pair(region)[1])
    assert lead_of(start(CallFactory(), title="Projet", by=by, now=NOW)).person == by


def test_offered_then_accepted_it_moves_with_its_sections(fiche):
    application, to = fiche.application, fiche.aract_writer
    offer(application, to, by=fiche.ars_writer, now=NOW)
    assert lead_of(application).person == fiche.ars_writer, "nothing changes until the answer"
    assert told("applications.lead_offered") == [to.user.email]
    assert [one.label for one in todos(to, NOW) if "conduite" in one.label]
    with pytest.raises(NotAllowed, match="sollicitée"):
        answer(application, accepted=True, by=fiche.aract_signatory, now=NOW)
    answer(application, accepted=True, by=to, now=NOW)
    lead = lead_of(application)
    assert (lead.person, lead.offered_to) == (to, None)
    row = application.sections.get(section__number=1)
    assert (row.in_charge, row.party_in_charge) == (to, "aract")
    assert told("applications.lead_answered") == [fiche.ars_writer.user.email]
    with pytest.raises(OutOfTurn, match="plus sollicité"):
        answer(application, accepted=True, by=to, now=NOW)
    deeds = JournalEntry.objects.about(application).filter(deed__endswith="_lead").order_by("pk")
    assert list(deeds.values_list("deed", flat=True)) == ["applications.offer_lead", "applications.answer_lead"]


def test_declined_or_taken_back_nothing_changes(fiche):
    application, to = fiche.application, fiche.aract_writer
    offer(application, to, by=fiche.ars_writer, now=NOW)
    answer(application, accepted=False, by=to, now=NOW)
    offer(application, to, by=fiche.ars_writer, now=NOW)
    with pytest.raises(NotAllowed, match="revient sur"):
        take_back(application, by=fiche.ars_signatory, now=NOW)
    take_back(application, by=fiche.ars_writer, now=NOW)
    lead = lead_of(application)
    assert (lead.person, lead.offered_to) == (fiche.ars_writer, None)
    with pytest.raises(OutOfTurn):
        answer(application, accepted=True, by=to, now=NOW)


def test_only_who_leads_hands_over_to_one_of_the_pair_unless_they_left(fiche):
    application = fiche.application
    stranger = member_of(draft().application.project.ars)
    with pytest.raises(NotAllowed, match="Seule la personne qui conduit"):
        offer(application, fiche.aract_writer, by=fiche.ars_signatory, now=NOW)
    with pytest.raises(NotAllowed):
        offer(application, fiche.aract_writer, by=stranger, now=NOW)
    with pytest.raises(Refused, match="n'agit pas"):
        offer(application, stranger, by=fiche.ars_writer, now=NOW)
    type(fiche.ars_writer).objects.filter(pk=fiche.ars_writer.pk).update(until=NOW.date())
    assert offer(application, fiche.aract_writer, by=fiche.ars_signatory, now=NOW).offered_to == fiche.aract_writer


def test_the_pages_offer_it_and_answer(fiche, as_hat):
    page = reverse("applications:application", args=[fiche.application.pk])
    give = reverse("applications:offer_lead", args=[fiche.application.pk])
    settle = reverse("applications:settle_lead", args=[fiche.application.pk])
    leader, asked = as_hat(fiche.ars_writer), as_hat(fiche.aract_writer)
    assert as_hat(fiche.ars_signatory).get(give).status_code == 403
    assert leader.post(give, {"to": ""}).status_code == 422
    assert leader.post(give, {"to": fiche.aract_writer.pk}).url == page
    assert "Retirer la proposition" in leader.get(page).content.decode()
    assert "Accepter" in asked.get(page).content.decode()
    asked.post(settle, {"reponse": "oui"})
    assert Lead.objects.get().person == fiche.aract_writer
    assert give in asked.get(page).content.decode()
    assert give not in leader.get(page).content.decode()
    leader.post(settle, {"reponse": "retrait"})
    assert Lead.objects.get().person == fiche.aract_writer
    assert as_hat(member_of(draft().application.project.ars)).post(settle, {"reponse": "oui"}).status_code == 404
