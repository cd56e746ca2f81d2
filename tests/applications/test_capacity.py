"""Signing in a stated capacity, refusing with a reason, and reading what changed since one last looked."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from applications.answers import save_answers
from applications.capacity import Capacity, capacity_of
from applications.enums import Power, RefusalEnd
from applications.models import SignatoryReading, Signature, SignatureRefusal
from applications.reading import changes_in, look
from applications.refusing import refuse, withdraw_refusal
from applications.signing import sign
from applications.todos import todos
from calls.enums import SectionKind
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import Message
from tests.applications.fiches import complete, draft
from tests.factories import NOW, CallFactory, secretary
from tests.printed import text_of

pytestmark = pytest.mark.django_db
BY_DELEGATION = Capacity("Directeur adjoint", Power.DELEGATION, "Arrêté n° 2026-12", date(2026, 3, 3))
WHY = "Le nombre d'établissements est à vérifier."


@pytest.fixture
def fiche():
    now = timezone.now()
    return complete(project__call=CallFactory(opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=9)))


def change(fiche, text: str) -> None:
    section = fiche.call.questionnaire.sections.get(kind=SectionKind.QUESTIONS)
    save_answers(fiche.application, section, {"contexte": text}, by=fiche.ars_writer, now=timezone.now())
    fiche.reload()


def address(name: str, fiche) -> str:
    return reverse(f"applications:{name}", args=[fiche.application.pk])


def test_a_delegation_is_named_dated_and_printed_on_the_fiche_and_its_receipt(fiche):
    by = fiche.ars_signatory
    made = sign(fiche.application, seen_hash=fiche.hash, capacity=BY_DELEGATION, by=by)
    assert (made.power, made.delegation, made.delegated_on) == ("delegation", "Arrêté n° 2026-12", date(2026, 3, 3))
    for words in ("Directeur adjoint", "par délégation de signature", "Arrêté n° 2026-12"):
        assert words in made.signed_as
    sign(fiche.application, seen_hash=fiche.hash, capacity=capacity_of(fiche.aract_signatory), by=fiche.aract_signatory)
    from applications.letters import receipt_of
    from applications.pdfs import deposit_pdf

    deposited = fiche.deposit(now=timezone.now())
    assert any("Arrêté n° 2026-12" in line for line in receipt_of(deposited).body["signatures"])
    assert "par délégation de signature (Arrêté n° 2026-12, du 3 mars 2026)" in text_of(deposit_pdf(deposited))


@pytest.mark.parametrize(
    ("capacity", "at"),
    [
        (Capacity(" ", Power.OWN), "quality"),
        (Capacity("Directeur", ""), "power"),
        (Capacity("Directeur", "autre"), "power"),
        (Capacity("Directeur", Power.DELEGATION, "", date(2026, 3, 3)), "delegation"),
        (Capacity("Directeur", Power.DELEGATION, "Arrêté"), "delegated_on"),
        (Capacity("Directeur", Power.DELEGATION, "Arrêté", date(2999, 1, 1)), "delegated_on"),
    ],
)
def test_a_capacity_that_says_too_little_is_refused_at_its_field(fiche, capacity, at):
    with pytest.raises(Refused) as refusal:
        sign(fiche.application, seen_hash=fiche.hash, capacity=capacity, by=fiche.ars_signatory)
    assert refusal.value.at == at
    assert not Signature.objects.exists()


def test_the_database_wants_a_delegation_named(fiche):
    made = fiche.sign(fiche.ars_signatory, now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(pk=made.pk).update(power=Power.DELEGATION)


def test_the_page_keeps_what_is_typed_beside_the_message(fiche, as_hat):
    typed = {"vu": fiche.hash, "attested": "on", "quality": "Directeur adjoint", "power": "delegation"}
    wrong = as_hat(fiche.ars_signatory).post(address("sign", fiche), typed)
    assert wrong.status_code == 422
    assert "Donnez la référence" in wrong.content.decode()
    assert 'value="Directeur adjoint"' in wrong.content.decode()
    right = as_hat(fiche.ars_signatory).post(
        address("sign", fiche), {**typed, "delegation": "Arrêté", "delegated_on": "2026-03-03"}
    )
    assert right.status_code == 302


def test_the_page_opens_on_the_text_and_folds_what_lacks(as_hat):
    now = timezone.now()
    blank = draft(project__call=CallFactory(opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=9)))
    shown = as_hat(blank.ars_signatory).get(address("sign", blank)).content.decode()
    assert shown.index("Ce que vous signez") < shown.index("Voir ce qui manque")
    assert '<details class="portal-details fr-mt-2w" id="manques">' in shown


def test_each_signatory_reads_what_changed_since_they_last_looked(fiche, as_hat):
    first = as_hat(fiche.ars_signatory)
    page = address("sign", fiche)
    assert "Ce qui a changé" not in first.get(page).content.decode()
    change(fiche, "La région compte cinquante établissements équipés.")
    for _ in range(2):
        shown = first.get(page).content.decode()
        assert "Ce qui a changé depuis" in shown
        assert "<del>quarante</del>" in shown
        assert "<ins>cinquante</ins>" in shown
    assert "Ce qui a changé" not in as_hat(fiche.aract_signatory).get(page).content.decode()
    assert SignatoryReading.objects.count() == 2


def test_what_was_signed_is_what_the_next_change_is_measured_against(fiche):
    by = fiche.ars_signatory
    look(fiche.application, by=by, now=NOW)
    fiche.sign(by, now=timezone.now())
    change(fiche, "Autre texte.")
    (changed,) = changes_in(look(fiche.application, by=by, now=timezone.now()))
    assert changed.number == 1
    assert Signature.objects.get().voided_at


def test_a_refusal_returns_the_fiche_to_its_writers_until_it_changes(fiche, as_hat):
    refusal = refuse(fiche.application, seen_hash=fiche.hash, reason=WHY, by=fiche.ars_signatory)
    told = set(Message.objects.filter(moment="applications.signature_refused").values_list("to", flat=True))
    others = (fiche.ars_writer, fiche.aract_writer, fiche.aract_signatory)
    assert told == {hat.user.email for hat in others}
    (todo,) = todos(fiche.aract_writer, timezone.now())
    assert todo.label == "Reprendre la fiche"
    shown = as_hat(fiche.aract_writer).get(address("application", fiche)).content.decode()
    assert "ne signe pas la fiche en l" in shown
    change(fiche, "Vérifié.")
    refusal.refresh_from_db()
    assert refusal.end == RefusalEnd.CHANGED
    assert todos(fiche.aract_writer, timezone.now())[0].label != "Reprendre la fiche"


def test_signing_ends_ones_own_refusal_and_leaves_the_others(fiche):
    refuse(fiche.application, seen_hash=fiche.hash, reason=WHY, by=fiche.ars_signatory)
    refuse(fiche.application, seen_hash=fiche.hash, reason=WHY, by=fiche.aract_signatory)
    fiche.sign(fiche.ars_signatory, now=timezone.now())
    assert SignatureRefusal.objects.live().get().party == "aract"
    assert SignatureRefusal.objects.get(party="ars").end == RefusalEnd.SIGNED


def test_a_refusal_is_taken_back_by_its_party_alone(fiche, as_hat):
    refuse(fiche.application, seen_hash=fiche.hash, reason=WHY, by=fiche.ars_signatory)
    with pytest.raises(NotAllowed):
        withdraw_refusal(fiche.application, by=fiche.ars_writer)
    with pytest.raises(OutOfTurn):
        withdraw_refusal(fiche.application, by=fiche.aract_signatory)
    assert as_hat(fiche.ars_signatory).post(address("withdraw_refusal", fiche)).status_code == 302
    assert SignatureRefusal.objects.get().end == RefusalEnd.WITHDRAWN


def test_a_refusal_says_why_of_what_was_read_and_twice_is_once(fiche):
    seen = fiche.hash
    with pytest.raises(Refused):
        refuse(fiche.application, seen_hash=seen, reason=" ", by=fiche.ars_signatory)
    with pytest.raises(OutOfTurn):
        refuse(fiche.application, seen_hash="autre", reason=WHY, by=fiche.ars_signatory)
    with pytest.raises(NotAllowed):
        refuse(fiche.application, seen_hash=seen, reason=WHY, by=fiche.ars_writer)
    one = refuse(fiche.application, seen_hash=seen, reason=WHY, by=fiche.ars_signatory)
    assert refuse(fiche.application, seen_hash=seen, reason=WHY, by=fiche.ars_signatory) == one
    refuse(fiche.application, seen_hash=seen, reason="Un autre motif.", by=fiche.ars_signatory)
    assert SignatureRefusal.objects.live().get().reason == "Un autre motif."
    fiche.sign(fiche.aract_signatory, now=timezone.now())
    with pytest.raises(OutOfTurn, match="déjà signé"):
        refuse(fiche.application, seen_hash=seen, reason=WHY, by=fiche.aract_signatory)


def test_the_page_refuses_and_a_stranger_finds_nothing(fiche, as_hat):
    page = f"{address('refuse_signature', fiche)}?vu={fiche.hash}"
    assert as_hat(fiche.ars_signatory).post(page, {"vu": fiche.hash, "reason": ""}).status_code == 422
    assert as_hat(fiche.ars_signatory).post(page, {"vu": fiche.hash, "reason": WHY}).status_code == 302
    assert as_hat(fiche.ars_writer).get(page).status_code == 403
    assert as_hat(secretary()).get(page).status_code == 404
