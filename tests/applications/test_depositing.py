"""The deposit: in time (case 2), signed, complete, once (case 1), with its papers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from applications.depositing import deposit
from applications.fiche_edit import edit
from applications.hashing import hash_of_whole
from applications.models import Deposit, Signature
from applications.pdfs import keep_fiche
from applications.receipts import issue_receipt
from applications.signing import Incomplete
from applications.withdrawing import withdraw
from core.dates import months_after
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.documents import read
from records.jobs import restart
from records.models import Job, JobState, JournalEntry, Message
from tests.applications.fiches import complete, draft, signed
from tests.factories import NOW, CallFactory, RegionFactory, administrator, secretary
from tests.printed import text_of
from tests.together import outcomes_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
SECOND = timedelta(seconds=1)


def open_now(**kwargs):
    """A signed fiche of a call that is open by the machine's clock."""
    now = timezone.now()
    return signed(
        project__call=CallFactory(opens_at=now - timedelta(days=30), closes_at=now + timedelta(days=1)), **kwargs
    )


def test_a_deposit_freezes_the_content_under_a_number(now):
    fiche = signed(project__region=RegionFactory(code="11", name="Île fictive", short_name="IDF"))
    made = fiche.deposit()
    assert made.number == "ACIA-2026-1-IDF-001"
    assert made.sha256 == hash_of_whole(made.content) == fiche.hash
    assert made.received_at == now
    assert fiche.reload().state == "deposited"
    entry = JournalEntry.objects.get(deed="applications.deposit")
    assert entry.data == {"number": made.number, "sha256": made.sha256, "rank": 1, "late": None}


def test_numbers_follow_each_other_within_a_call():
    call = CallFactory(number=2)
    numbers = [signed(project__call=call).deposit().number for _ in range(2)]
    assert [number.rpartition("-")[2] for number in numbers] == ["001", "002"]
    assert all(number.startswith("ACIA-2026-2-") for number in numbers)


def test_two_calls_of_a_year_that_bear_the_same_number_never_give_the_same():
    region = RegionFactory(code="11", name="Île fictive", short_name="IDF")
    numbers = [signed(project__call=CallFactory(number=1), project__region=region).deposit().number for _ in range(2)]
    assert numbers == ["ACIA-2026-1-IDF-001", "ACIA-2026-1-IDF-002"]


def test_what_was_withdrawn_is_not_deposited_again():
    fiche = signed()
    fiche.deposit()
    withdraw(fiche.application, by=fiche.ars_signatory, now=NOW)
    with pytest.raises(OutOfTurn, match="retirée"):
        fiche.deposit()


def test_a_draft_given_up_stays_the_pairs_alone(as_hat):
    fiche = signed()
    withdraw(fiche.application, by=fiche.ars_signatory, now=NOW)
    path = reverse("applications:read", args=[fiche.application.pk])
    assert as_hat(secretary()).get(path).status_code == 404
    assert as_hat(fiche.aract_writer).get(path).status_code == 200


def test_a_second_before_closing_is_accepted():
    """Case 2."""
    fiche = signed()
    assert fiche.deposit(now=fiche.call.closes_at - SECOND).received_at == fiche.call.closes_at - SECOND


@pytest.mark.parametrize("late", [timedelta(0), SECOND])
def test_at_closing_and_after_it_is_too_late(late):
    """Case 2: closing is exclusive."""
    fiche = signed()
    with pytest.raises(OutOfTurn, match="trop tard"):
        fiche.deposit(now=fiche.call.closes_at + late)
    assert fiche.reload().state == "draft"
    assert not Deposit.objects.exists()


def test_a_missing_signature_is_named():
    fiche = complete()
    fiche.sign(fiche.ars_signatory)
    with pytest.raises(Refused, match="signature de l'Aract"):
        fiche.deposit()


def test_a_signature_of_another_content_does_not_count(now):
    fiche = signed()
    with edit(fiche.application, heading=True, by=fiche.ars_writer, now=now, summary="Titre") as held:
        held.project.title = "Autre titre"
        held.project.save(update_fields=["title"])
    with pytest.raises(Refused, match="l'ARS et de l'Aract"):
        fiche.deposit()


def test_an_incomplete_fiche_is_refused(now):
    fiche = draft()
    with pytest.raises(Incomplete):
        fiche.deposit()


def test_the_aract_does_not_deposit(now):
    fiche = signed()
    with pytest.raises(NotAllowed, match="revient à l'ARS"):
        deposit(fiche.application, by=fiche.aract_signatory, now=now)


def test_a_second_deposit_gives_the_first_back():
    """Case 1, one after the other."""
    fiche = signed()
    assert fiche.deposit() == fiche.deposit()
    assert JournalEntry.objects.filter(deed="applications.deposit").count() == 1


def test_even_after_closing_the_second_click_gives_the_receipt():
    fiche = signed()
    first = fiche.deposit()
    assert fiche.deposit(now=fiche.call.closes_at + SECOND) == first


@pytest.mark.django_db(transaction=True)
def test_two_simultaneous_deposits_make_one():
    """Case 1: both callers get the same number."""
    fiche = signed()
    numbers = [deposit.number for deposit in outcomes_of(*[fiche.deposit] * 2)]
    assert len(numbers) == 2
    assert len(set(numbers)) == 1
    made = Deposit.objects.get()
    assert Message.objects.filter(moment="applications.received").count() == 4
    assert made.receipt.document is not None


@pytest.mark.django_db(transaction=True)
def test_the_papers_are_made_and_sent_to_both_parties():
    fiche = open_now()
    fiche.deposit()
    made = Deposit.objects.get()
    assert Job.objects.get(deed="applications.produce_deposit_papers").state == JobState.DONE
    assert made.receipt.number == made.number
    receipt = text_of(read(made.receipt.document))
    for words in (
        made.number,
        "Accusé de réception",
        "L. 112-3, R. 112-5, L. 112-11 et R. 112-11-1",
        "L. 231-4, 3°",
        "Adresse : 1 rue de l'Essai, 99000 Villefictive",
        "Téléphone : 01 99 00 00 00",
        "Sans décision reçue le 22 janvier 2027",
        "Si vous n'avez rien reçu le 22 janvier 2027, vous avez jusqu'au 22 mars 2027",
        "R. 421-2",
        "tribunal administratif de Paris, 7 rue de Jouy",
        "à peine d'irrecevabilité (article R. 414-1)",
        "recours gracieux à la DGOS (1 rue de l'Essai, 99000 Villefictive)",
        "22 novembre 2026 à 10 h 00 (heure de Paris)",
    ):
        assert words in receipt, words
    assert "hiérarchique" not in receipt
    assert "dispensé de la signature" not in receipt
    printed = text_of(read(made.fiche_pdf))
    assert made.sha256 in printed
    assert "La région compte quarante établissements équipés." in printed
    assert "brouillon" not in printed
    messages = Message.objects.filter(key__startswith="receipt:")
    people = [fiche.ars_writer, fiche.ars_signatory, fiche.aract_writer, fiche.aract_signatory]
    assert set(messages.values_list("to", flat=True)) == {hat.user.email for hat in people}
    assert [document.pk for document in messages.first().attachments.all()] == [made.receipt.document_id]
    assert made.sha256 not in messages.first().body


@pytest.mark.django_db(transaction=True)
def test_making_the_papers_again_changes_nothing():
    fiche = signed()
    made = fiche.deposit()
    before = Deposit.objects.values_list("fiche_pdf", "receipt", "receipt__document").get()
    keep_fiche(made.pk)
    issue_receipt(made.pk)
    assert Deposit.objects.values_list("fiche_pdf", "receipt", "receipt__document").get() == before
    assert Message.objects.filter(moment="applications.received").count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_failing_pdf_does_not_lose_the_deposit(monkeypatch, as_hat):
    from records import pdf

    def broken(*args, **kwargs):
        raise OSError("disque plein")

    fiche = open_now()
    monkeypatch.setattr(pdf, "render", broken)
    made = fiche.deposit()
    assert Deposit.objects.get().number == made.number
    client = as_hat(fiche.ars_writer)
    overview = client.get(reverse("applications:application", args=[fiche.application.pk])).content.decode()
    assert "Accusé de réception en préparation" in overview
    assert "Reçue le 22\N{NO-BREAK SPACE}novembre\N{NO-BREAK SPACE}2026" in overview
    assert "par la DGOS (tél. 01 99 00 00 00)" in overview
    assert made.number in overview
    assert client.get(reverse("applications:receipt", args=[fiche.application.pk])).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_an_overseas_agency_has_one_month_more_to_contest_the_silence():
    """CJA R. 421-7: Paris decides, and La Réunion is far away."""
    fiche = open_now(project__region=RegionFactory(code="04", name="La Réunion fictive", overseas=True))
    fiche.deposit()
    receipt = text_of(read(Deposit.objects.get().receipt.document))
    assert "Si vous n'avez rien reçu le 22 janvier 2027, vous avez jusqu'au 22 avril 2027" in receipt
    assert "dont un mois ajouté en raison de la distance (article R. 421-7)" in receipt


@pytest.mark.django_db(transaction=True)
def test_a_service_without_telephone_gives_no_receipt_but_loses_no_deposit():
    """Case 74: the work says what to correct, and is started again afterwards."""
    fiche = open_now()
    Organisation.objects.filter(kind="dgos").update(phone="")
    made = fiche.deposit()
    run = Job.objects.get(deed="applications.produce_deposit_papers")
    assert (run.state, Deposit.objects.get().receipt) == (JobState.FAILED, None)
    assert "le téléphone du service manque" in run.last_error
    Organisation.objects.filter(kind="dgos").update(phone="01 99 00 00 00")
    restart(run, by=administrator())
    assert Deposit.objects.get().receipt.number == made.number


def test_html_typed_in_an_answer_is_text_in_the_pdf(as_hat):
    """Case 38: neither tags nor style sheets of an answer act on the document."""
    nasty = '<h1>Titre volé</h1><style>body{display:none}</style><script>alert(1)</script> & "guillemets"'
    fiche = complete(text=nasty)
    content = as_hat(fiche.ars_writer).get(reverse("applications:fiche_pdf", args=[fiche.application.pk])).content
    printed = text_of(content)
    assert nasty in printed
    assert "brouillon" in printed
    assert fiche.hash in printed


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2026-11-22", 2, "2027-01-22"), ("2026-12-31", 2, "2027-02-28"), ("2027-12-31", 2, "2028-02-29")],
)
def test_months_are_counted_from_day_to_day(start, months, end):
    from datetime import date

    assert months_after(date.fromisoformat(start), months) == date.fromisoformat(end)


@pytest.mark.django_db(transaction=True)
def test_the_page_deposits_then_gives_number_and_receipt(as_hat):
    fiche = open_now()
    client = as_hat(fiche.ars_writer)
    address = reverse("applications:deposit", args=[fiche.application.pk])
    assert fiche.hash in client.get(address).content.decode()
    first, second = client.post(address), client.post(address)
    overview = reverse("applications:application", args=[fiche.application.pk])
    assert first.url == second.url == overview
    number = Deposit.objects.get().number
    assert number in client.get(overview).content.decode()
    response = client.get(reverse("applications:receipt", args=[fiche.application.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert number in text_of(response.getvalue())
    assert client.get(address).url == overview


def test_a_late_deposit_is_refused_on_the_page(as_hat):
    fiche = open_now()
    fiche.call.closes_at = timezone.now()
    fiche.call.save()
    response = as_hat(fiche.ars_writer).post(reverse("applications:deposit", args=[fiche.application.pk]))
    assert response.status_code == 409
    assert "est arrivée trop tard" in response.content.decode()
    assert not Deposit.objects.exists()


def test_a_deposit_without_signature_says_whose_on_the_page(as_hat):
    fiche = open_now()
    Signature.objects.filter(party="aract").update(voided_at=timezone.now(), void_reason="essai")
    response = as_hat(fiche.ars_writer).post(reverse("applications:deposit", args=[fiche.application.pk]))
    assert response.status_code == 422
    assert "la signature de l&#x27;Aract" in response.content.decode()


def test_another_region_finds_neither_page_nor_paper(as_hat):
    fiche = open_now()
    stranger = as_hat(draft(project__call=fiche.call).ars_signatory)
    for name in ("application", "read", "sign", "deposit", "receipt", "fiche_pdf", "withdraw", "rename", "check"):
        address = reverse(f"applications:{name}", args=[fiche.application.pk])
        assert stranger.get(address).status_code == 404, name
        assert stranger.post(address).status_code == 404, name
