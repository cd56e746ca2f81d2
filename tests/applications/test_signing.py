"""Signing: the same content by both parties, complete, unchanged since it was read."""

import re

import pytest
from django.urls import reverse

from applications.answers import save_answers
from applications.capacity import capacity_of
from applications.content import table_in
from applications.fiche_edit import edit
from applications.signing import Incomplete, sign
from calls.enums import SectionKind
from core.verdicts import NotAllowed, OutOfTurn
from records.models import JournalEntry, Message
from tests.applications.fiches import complete, deposited, draft
from tests.autosaving import save_one

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
STATED = {"quality": "Directrice générale", "power": "own"}


def signed_by(hat, fiche, seen, now):
    return sign(fiche.application, seen_hash=seen, capacity=capacity_of(hat), by=hat, now=now)


def test_both_parties_sign_the_same_hash(now):
    fiche = complete()
    first, second = fiche.sign(fiche.ars_signatory), fiche.sign(fiche.aract_signatory)
    assert first.content_hash == second.content_hash == fiche.hash
    assert {first.party, second.party} == {"ars", "aract"}
    assert "Directeur général" in first.signed_as
    assert JournalEntry.objects.filter(deed="applications.sign").count() == 2


def test_the_other_party_is_told(now):
    fiche = complete()
    fiche.sign(fiche.ars_signatory)
    told = set(Message.objects.filter(subject__contains="signée").values_list("to", flat=True))
    assert told == {fiche.aract_writer.user.email, fiche.aract_signatory.user.email}


def test_an_incomplete_fiche_is_refused_with_all_that_is_missing(now):
    fiche = draft()
    with pytest.raises(Incomplete) as refusal:
        fiche.sign(fiche.ars_signatory)
    sentences = [(section.number, item.sentence) for section in refusal.value.sections for item in section.lacking]
    assert (1, "« Contexte régional » n'est pas rempli.") in sentences
    assert any(number == 2 for number, _ in sentences)


def test_a_writer_does_not_sign(now):
    fiche = complete()
    with pytest.raises(NotAllowed, match="habilitée"):
        fiche.sign(fiche.ars_writer)


def test_one_does_not_sign_what_one_has_not_seen(now):
    fiche = complete()
    seen = fiche.hash
    with edit(fiche.application, heading=True, by=fiche.aract_writer, now=now, summary="Titre") as held:
        held.project.title = "Autre titre"
        held.project.save(update_fields=["title"])
    with pytest.raises(OutOfTurn, match="a changé"):
        sign(
            fiche.application,
            seen_hash=seen,
            capacity=capacity_of(fiche.ars_signatory),
            by=fiche.ars_signatory,
            now=now,
        )


def test_a_party_signs_once(now):
    fiche = complete()
    fiche.sign(fiche.ars_signatory)
    with pytest.raises(OutOfTurn, match="déjà signé"):
        fiche.sign(fiche.ars_signatory)


def test_a_signature_after_closing_or_deposit_is_out_of_turn(now):
    fiche = complete()
    with pytest.raises(OutOfTurn, match="clos"):
        fiche.sign(fiche.ars_signatory, now=fiche.call.closes_at)
    gone = deposited()
    with pytest.raises(OutOfTurn, match="déposée"):
        gone.sign(gone.ars_signatory)


def test_a_name_corrected_between_two_signatures_voids_nothing(now):
    """Case 53: the fiche keeps the words of the day it was written."""
    fiche = complete()
    seen = fiche.hash
    signed_by(fiche.ars_signatory, fiche, seen, now)
    establishment = fiche.application.project.participations.first().establishment
    former, establishment.name = establishment.name, "Nom corrigé"
    establishment.save()
    sign(
        fiche.application,
        seen_hash=seen,
        capacity=capacity_of(fiche.aract_signatory),
        by=fiche.aract_signatory,
        now=now,
    )
    assert fiche.application.signatures.live().count() == 2
    made = fiche.deposit()
    names = [line["name"] for line in table_in(made.content, SectionKind.PARTICIPANTS)["participants"]]
    assert former in names
    assert "Nom corrigé" not in names


def test_the_page_asks_for_the_attestation_then_signs(as_hat, now):
    fiche = complete()
    client = as_hat(fiche.ars_signatory)
    address = reverse("applications:sign", args=[fiche.application.pk])
    assert fiche.hash in client.get(address).content.decode()
    refused = client.post(address, {"vu": fiche.hash})
    assert refused.context["form"].errors["attested"] == ["Cochez cette case pour signer."]
    assert client.post(address, {"vu": fiche.hash, "attested": "on", **STATED}).status_code == 302
    assert fiche.application.signatures.live().count() == 1


def test_the_page_of_an_incomplete_fiche_links_to_what_is_missing(as_hat, now):
    fiche = draft()
    shown = as_hat(fiche.ars_signatory).get(reverse("applications:sign", args=[fiche.application.pk])).content.decode()
    link = reverse("applications:section", args=[fiche.application.pk, 1])
    assert f'<a href="{link}#reponse-contexte">Section 1' in shown
    assert "« Contexte régional » n&#x27;est pas rempli.</a>" in shown.replace("\xa0", " ")


def test_the_overview_says_that_a_signature_was_voided(as_hat, now):
    fiche = complete()
    fiche.sign(fiche.ars_signatory)
    with edit(
        fiche.application, heading=True, by=fiche.aract_writer, now=now, summary="Titre du projet modifié"
    ) as held:
        held.project.title = "Autre titre"
        held.project.save(update_fields=["title"])
    shown = as_hat(fiche.ars_writer).get(reverse("applications:application", args=[fiche.application.pk]))
    assert "est annulée" in shown.content.decode()
    assert "Modifiée le" in shown.content.decode()


def test_after_a_change_the_page_carries_the_new_content_and_signing_again_works(as_hat, now):
    fiche = complete()
    client, address = as_hat(fiche.ars_signatory), reverse("applications:sign", args=[fiche.application.pk])
    seen = fiche.hash
    save_answers(
        fiche.application,
        fiche.call.questionnaire.sections.get(number=1),
        {"contexte": "Repris"},
        by=fiche.aract_writer,
    )
    unticked = client.post(address, {"vu": seen})
    assert unticked.status_code == 422
    assert "La fiche a changé depuis que vous" in unticked.content.decode()
    refused = client.post(address, {"vu": seen, "attested": "on", **STATED})
    shown = refused.content.decode()
    assert refused.status_code == 409
    assert "a changé depuis" in shown
    assert str(fiche.aract_writer).replace("'", "&#x27;") in shown
    assert "Repris" in shown
    assert re.search(r'name="attested"[^>]* checked', shown) is None
    again = refused.context["page"].seen
    assert again == fiche.reload().content_hash
    assert client.post(address, {"vu": again, "attested": "on", **STATED}).status_code == 302
    assert fiche.application.signatures.live().get().content_hash == again


def test_an_open_page_is_told_what_others_did_since(as_hat, now, django_assert_max_num_queries):
    fiche = complete()
    fiche.sign(fiche.ars_signatory)
    section = reverse("applications:section", args=[fiche.application.pk, 1])
    reader = as_hat(fiche.ars_writer)
    since = reader.get(section).context["latest"]
    watched = f"{reverse('applications:changes', args=[fiche.application.pk])}?depuis={since}"
    told = reader.get(watched).json()
    assert (told["said"], told["serious"]) == ("", False)
    save_one(reader, section, "contexte", "Le sien", seen="La région compte quarante établissements équipés.")
    assert reader.get(watched).json()["said"] == "", "one's own edits are no news"
    other = as_hat(fiche.aract_writer)
    with django_assert_max_num_queries(7):
        told = other.get(watched).json()
    assert told["serious"]
    assert "Section 1 modifiée" in told["said"]
    assert str(fiche.ars_writer) in told["said"]
    assert "La signature de l’ARS est annulée." in told["said"]


@pytest.mark.parametrize("since", ["", "-1", "x", "9" * 400, "٣"])
def test_a_hostile_mark_is_read_as_none(as_hat, now, since):
    """Case 47."""
    fiche = complete()
    address = reverse("applications:changes", args=[fiche.application.pk])
    assert as_hat(fiche.ars_writer).get(address, {"depuis": since}).status_code == 200
