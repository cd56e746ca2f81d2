"""Inadmissibility: proposed by the secretary, signed for DGOS, sent back, withdrawn."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from applications import todos
from applications.checking import Findings, check
from applications.inadmissibility import declare, send_back, withdraw_inadmissibility
from applications.models import Inadmissibility
from commission.enums import NationalParty
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from tests.applications.fiches import deposited
from tests.commission.decided import signatory
from tests.factories import NOW, RegionFactory, secretary
from tests.mails import told
from tests.printed import text_of
from tests.together import at_once

pytestmark = pytest.mark.django_db
REASON = "Une seule structure participe."
UNSOUND = Findings(complete=True, in_time=True, region=True, scope=False)
SOUND = Findings(complete=True, in_time=True, region=True, scope=True)


def proposed(fiche, *, by=None, now=NOW):
    return check(fiche.application, admissible=False, findings=UNSOUND, reason=REASON, by=by or secretary(), now=now)


def decided(fiche=None, *, now=NOW):
    fiche = fiche or deposited()
    proposed(fiche, now=now)
    declare(fiche.application, by=signatory(NationalParty.DGOS), now=now)
    return fiche


def test_a_proposal_decides_nothing_and_the_pair_knows_nothing_of_it(as_hat):
    fiche = deposited()
    proposed(fiche)
    assert fiche.reload().state == "deposited"
    assert not Message.objects.filter(key__startswith="inadmissibility").exists()
    page = as_hat(fiche.ars_writer).get(reverse("applications:application", args=[fiche.application.pk]))
    assert "rrecevabilité est proposée" not in page.content.decode()
    assert "Irrecevabilité proposée" not in page.content.decode()
    assert [todo.label for todo in todos.todos(signatory(NationalParty.DGOS), NOW)] == [
        "Signer une irrecevabilité, ou la renvoyer"
    ]
    assert todos.todos(signatory(NationalParty.ANACT), NOW) == todos.todos(secretary(), NOW) == []


def test_dgos_alone_signs(now):
    fiche = deposited()
    dgos = signatory(NationalParty.DGOS)
    with pytest.raises(OutOfTurn, match="Aucune irrecevabilité n'est proposée"):
        declare(fiche.application, by=dgos, now=now)
    proposed(fiche)
    for hat in (secretary(), signatory(NationalParty.ANACT), fiche.ars_signatory):
        for deed in (declare, lambda *args, **kwargs: send_back(*args, reason="Non.", **kwargs)):
            with pytest.raises(NotAllowed, match="au nom de la DGOS"):
                deed(fiche.application, by=hat, now=now)
    found = declare(fiche.application, by=dgos, now=now)
    assert (fiche.reload().state, fiche.application.check_reason) == ("inadmissible", REASON)
    assert found.act.number == "ACIA-2026-I-0001"
    assert found.act.content["authors"][0]["delegation"] == "Pour le ministre et par délégation"
    with pytest.raises(OutOfTurn):
        declare(fiche.application, by=dgos, now=now)
    assert JournalEntry.objects.filter(deed="applications.reject").count() == 1


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"own_power": False, "delegation_act": ""}, "la délégation de signature et sa publication"),
        ({"own_power": False, "delegation_until": (NOW - timedelta(days=1)).date()}, "ne vaut pas le"),
        ({"user__full_name": "Directrice"}, "un prénom et un nom"),
    ],
)
def test_without_its_mentions_the_decision_is_not_signed(as_hat, lacking, said):
    """Case 74: refused with what to correct, said on the page before; nothing is decided."""
    fiche = deposited()
    proposed(fiche)
    by = signatory(NationalParty.DGOS, **lacking)
    page = as_hat(by).get(reverse("applications:declare_inadmissible", args=[fiche.application.pk]))
    assert said in page.content.decode()
    with pytest.raises(Refused, match=said):
        declare(fiche.application, by=by, now=NOW)
    assert fiche.reload().state == "deposited"
    assert Inadmissibility.objects.get().act is None


def test_a_proposal_sent_back_says_why_and_may_be_made_again(as_hat):
    fiche, office = deposited(), secretary()
    proposed(fiche, by=office)
    dgos = signatory(NationalParty.DGOS)
    with pytest.raises(Refused, match="ce qui est à revoir"):
        send_back(fiche.application, reason=" ", by=dgos, now=NOW)
    send_back(fiche.application, reason="Citez le cahier des charges.", by=dgos, now=NOW)
    assert (
        "Citez le cahier des charges."
        in Message.objects.get(moment="applications.inadmissibility_returned", to=office.user.email).body
    )
    with pytest.raises(OutOfTurn):
        declare(fiche.application, by=dgos, now=NOW)
    page = as_hat(office).get(reverse("applications:check", args=[fiche.application.pk]))
    assert "Citez le cahier des charges." in page.content.decode()
    proposed(fiche, by=office)
    assert declare(fiche.application, by=dgos, now=NOW).act is not None


def test_those_who_sign_for_dgos_are_told_once_of_each_proposal():
    fiche, office, dgos = deposited(), secretary(), signatory(NationalParty.DGOS)
    signatory(NationalParty.ANACT)
    for minutes in range(2):
        proposed(fiche, by=office, now=NOW + timedelta(minutes=minutes))
    assert told("applications.inadmissibility_proposed") == {dgos.user.email}
    [message] = Message.objects.filter(moment="applications.inadmissibility_proposed")
    assert reverse("applications:declare_inadmissible", args=[fiche.application.pk]) in message.body
    assert (REASON in message.body, message.reply_to) == (True, office.user.email)
    send_back(fiche.application, reason="Citez le texte.", by=dgos, now=NOW)
    proposed(fiche, by=office, now=NOW + timedelta(hours=1))
    assert Message.objects.filter(moment="applications.inadmissibility_proposed").count() == 2


def test_the_secretary_may_conclude_otherwise_until_the_signature():
    fiche = deposited()
    proposed(fiche)
    check(fiche.application, admissible=True, findings=SOUND, by=secretary(), now=NOW)
    assert not Inadmissibility.objects.exists()
    with pytest.raises(OutOfTurn):
        declare(fiche.application, by=signatory(NationalParty.DGOS), now=NOW)


def test_four_sound_points_are_no_reason_to_reject():
    fiche = deposited()
    with pytest.raises(Refused, match="dites lequel manque"):
        check(fiche.application, admissible=False, findings=SOUND, reason=REASON, by=secretary(), now=NOW)


def test_a_decision_after_the_implicit_refusal_says_that_it_replaces_it():
    fiche = decided(now=datetime(2027, 1, 22, 9, tzinfo=UTC))
    assert fiche.application.inadmissibilities.get().act.content["implicit_on"].startswith("22")
    assert decided().application.inadmissibilities.get().act.content["implicit_on"] == ""


def test_an_unlawful_decision_is_withdrawn_by_another_act():
    fiche = decided()
    dgos = signatory(NationalParty.DGOS)
    for hat in (secretary(), signatory(NationalParty.ANACT), fiche.ars_signatory):
        with pytest.raises(NotAllowed):
            withdraw_inadmissibility(fiche.application, reason="Erreur.", by=hat, now=NOW)
    with pytest.raises(Refused, match="se motive"):
        withdraw_inadmissibility(fiche.application, reason=" ", by=dgos, now=NOW)
    found = withdraw_inadmissibility(fiche.application, reason="Deux structures participent.", by=dgos, now=NOW)
    assert (fiche.reload().state, fiche.application.check_reason) == ("deposited", "")
    found.act.refresh_from_db()
    assert found.act.replaced_by == found.withdrawal
    assert found.withdrawal.number == "ACIA-2026-W-0001"
    with pytest.raises(OutOfTurn):
        withdraw_inadmissibility(fiche.application, reason="Encore.", by=dgos, now=NOW)
    check(fiche.application, admissible=True, findings=SOUND, by=secretary(), now=NOW)
    assert fiche.reload().state == "admissible"


def test_a_fiche_taken_back_may_be_rejected_again():
    fiche = decided()
    withdraw_inadmissibility(fiche.application, reason="Vice.", by=signatory(NationalParty.DGOS), now=NOW)
    decided(fiche)
    assert fiche.reload().state == "inadmissible"
    assert fiche.application.inadmissibilities.count() == 2


def test_no_decision_is_withdrawn_after_four_months_nor_once_the_call_is_over():
    """CRPA L. 243-3: the last day counts."""
    fiche, dgos = decided(), signatory(NationalParty.DGOS)
    late = datetime(2027, 3, 23, 9, tzinfo=UTC)
    with pytest.raises(OutOfTurn, match="jusqu'au 22\N{NO-BREAK SPACE}mars"):
        withdraw_inadmissibility(fiche.application, reason="Erreur.", by=dgos, now=late)
    fiche.call.concluded_at = NOW
    fiche.call.save()
    with pytest.raises(OutOfTurn, match="L'appel est terminé"):
        withdraw_inadmissibility(fiche.application, reason="Erreur.", by=dgos, now=late - timedelta(days=1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("overseas", "until"), [(False, "22 janvier 2027"), (True, "22 février 2027")], ids=["here", "overseas"]
)
def test_from_the_proposal_to_the_letter(as_hat, overseas, until):
    """The pages, then the mails, then what the PDF says to a metropolitan and to an overseas agency."""
    fiche = deposited(project__region=RegionFactory(overseas=overseas))
    pk = fiche.application.pk
    office, dgos = as_hat(secretary()), as_hat(signatory(NationalParty.DGOS, user__full_name="Claire Exemple"))
    page, declared = (reverse(f"applications:{name}", args=[pk]) for name in ("application", "declare_inadmissible"))
    typed = {"complete": "oui", "in_time": "oui", "region": "oui", "scope": "non", "verdict": "irrecevable"}
    office.post(reverse("applications:check", args=[pk]), typed | {"reason": REASON})
    assert "elle attend la signature de la DGOS" in office.get(page).content.decode()
    assert office.get(declared).status_code == 403
    shown = dgos.get(declared)
    assert "Projet" in shown.content.decode()
    seen = {"vu": shown.context["page"].seen}
    office.post(reverse("applications:check", args=[pk]), typed | {"reason": f"{REASON} "})
    assert (
        "irrecevabilité à signer"
        in office.get(reverse("applications:received", args=[fiche.call.slug])).content.decode()
    )
    moved = dgos.post(declared, seen)
    assert moved.status_code == 409
    assert "relisez-la" in moved.content.decode()
    assert dgos.post(declared, {"vu": moved.context["page"].seen}).url == page
    assert dgos.post(declared, seen).status_code == 409
    act = Inadmissibility.objects.get().act
    mails = Message.objects.filter(moment="applications.inadmissible")
    assert mails.count() == 4
    assert [mail.attachments.get() for mail in mails] == [act.document] * 4
    ars = as_hat(fiche.ars_writer)
    assert f"Lire la décision {act.number}" in ars.get(page).content.decode()
    letter = text_of(ars.get(reverse("applications:act", args=[pk, act.pk])).content)
    for words in (
        act.number,
        "Claire Exemple",
        "Pour le ministre et par délégation",
        "Cette fiche est déclarée irrecevable",
        REASON,
        "le projet n'entre pas dans le champ de l'appel",
        "tribunal administratif de Paris",
        f"jusqu'au {until}",
        "à peine d'irrecevabilité (article R. 414-1)",
    ):
        assert words in letter, words
    back = reverse("applications:withdraw_inadmissibility", args=[pk])
    assert "jusqu&#x27;au 22\xa0mars\xa02027" in dgos.get(back).content.decode()
    assert dgos.post(back, {"reason": "Deux structures participent."}).url == page
    shown = ars.get(page).content.decode()
    assert "L&#x27;irrecevabilité est retirée" in shown or "L'irrecevabilité est retirée" in shown
    assert Message.objects.filter(moment="applications.inadmissibility_withdrawn").count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_signatures_at_once_make_one_act():
    fiche = deposited()
    proposed(fiche)
    by = signatory(NationalParty.DGOS)
    refusals = at_once(*[lambda: declare(fiche.application, by=by, now=NOW)] * 2)
    assert [type(refusal) for refusal in refusals] == [OutOfTurn]
    assert Inadmissibility.objects.get().act.number == "ACIA-2026-I-0001"
