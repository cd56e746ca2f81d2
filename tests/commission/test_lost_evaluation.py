"""A decision goes no further once an evaluation that it was proposed on is lost, and every page says so."""

import pytest
from django.urls import reverse

from commission.approving import approve, send_back
from commission.assigning import assign
from commission.declaring import declare_conflict
from commission.enums import DecisionState, NationalParty
from commission.models import Approval, Assignment
from commission.notices import issue
from core.verdicts import OutOfTurn
from core.wording import of_the, the
from records.models import Sequence
from tests.commission.decided import heard, proposed, signatory, validated
from tests.commission.decided import review as reviewed
from tests.commission.examined import rapporteur
from tests.factories import NOW, CallFactory, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def read_by(decision) -> Assignment:
    return Assignment.objects.live().get(application=decision.application, party=NationalParty.DGOS)


def replaced(decision) -> Assignment:
    return assign(decision.application, rapporteur(), reason="Absence.", by=secretary())


@pytest.fixture
def bereft():
    """Proposed, then without the evaluation of DGOS."""
    decision = proposed(heard(CallFactory()))
    replaced(decision)
    return decision


def test_it_is_not_validated_and_the_refusal_says_who_and_what_to_do(bereft):
    with pytest.raises(OutOfTurn) as refusal:
        approve(bereft, 1, by=signatory(NationalParty.DGOS), now=NOW)
    said = refusal.value.reason
    former = Assignment.objects.exclude(ended_at=None).get()
    assert f"L'évaluation {of_the(former.rapporteur.acting)} a été retirée le" in said
    assert f"par {the(read_by(bereft).assigned_by.acting)}" in said
    assert f"Il manque l'évaluation {of_the(read_by(bereft).rapporteur.acting)}." in said
    assert "se validera une fois cette évaluation remise" in said
    assert not Approval.objects.exists()


def test_it_is_validated_once_the_new_evaluation_is_in(bereft):
    assignment = read_by(bereft)
    assignment.has_conflict = False
    assignment.save()
    reviewed(assignment)
    assert approve(bereft, 1, by=signatory(NationalParty.DGOS), now=NOW).approvals.count() == 1


def test_the_pages_say_it_before_one_clicks(bereft, as_hat):
    client = as_hat(signatory(NationalParty.DGOS))
    preview = client.get(reverse("commission:preview", args=[bereft.pk])).content.decode()
    assert "La fiche n&#x27;est plus entièrement évaluée." in preview
    assert reverse("commission:approve", args=[bereft.pk]) not in preview
    call = bereft.application.project.call
    listed = client.get(reverse("commission:decisions", args=[call.slug]))
    assert "Bloquée\xa0: une évaluation manque" in listed.content.decode()
    assert listed.context["to_approve"] == []


def test_the_page_of_rapporteurs_says_what_taking_an_evaluation_away_does(as_hat):
    application = heard(CallFactory())
    client, url = as_hat(secretary()), reverse("commission:assign", args=[application.project.call.slug])
    warned = "Une décision est proposée sur cette fiche"
    assert warned not in client.get(url).content.decode()
    proposed(application)
    assert warned in client.get(url).content.decode()


def test_rapporteurs_of_a_validated_decision_do_not_change(as_hat):
    decision = validated(heard(CallFactory()))
    with pytest.raises(OutOfTurn, match="si elle est proposée à nouveau"):
        replaced(decision)
    application, other = decision.application, rapporteur()
    client, url = as_hat(secretary()), reverse("commission:assign", args=[application.project.call.slug])
    shown = client.get(url).content.decode()
    assert "son examen est clos" in shown
    assert "Retirer cette évaluation remise" not in shown
    late = client.post(url, {f"dgos-{application.pk}": other.pk})
    assert late.status_code == 409
    assert "si elle est proposée à nouveau" in late.content.decode()
    assert read_by(decision).rapporteur != other


def test_a_tie_declared_after_validation_holds_the_letter_back_until_a_new_proposal(as_hat):
    decision = validated(heard(CallFactory()))
    assignment = read_by(decision)
    declare_conflict(assignment, reason="Un parent y travaille.", by=assignment.rapporteur)
    with pytest.raises(OutOfTurn, match=r"a déclaré un lien d'intérêt le .* un signataire renvoie la décision"):
        issue(decision, by=secretary(), now=NOW)
    assert not Sequence.objects.filter(name__startswith="notice").exclude(last=0).exists()
    by = signatory(NationalParty.DGOS)
    call = decision.application.project.call
    assert as_hat(by).get(reverse("commission:decisions", args=[call.slug])).context["ready"] == []
    assert as_hat(by).get(reverse("commission:return_decision", args=[decision.pk])).status_code == 200
    assert send_back(decision, 1, reason="Un lien est apparu.", by=by).state == DecisionState.RETURNED
    heir = replaced(decision)
    heir.has_conflict = False
    heir.save()
    reviewed(heir)
    assert proposed(decision.application).revision == 2


def test_a_notified_decision_is_not_sent_back():
    decision = validated(heard(CallFactory()))
    issue(decision, by=secretary(), now=NOW)
    with pytest.raises(OutOfTurn, match="notifiée"):
        send_back(decision, 1, reason="Trop tard.", by=signatory(NationalParty.DGOS))
