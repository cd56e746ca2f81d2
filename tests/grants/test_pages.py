"""The money's pages: who sees and does what, what is typed wrong, and what each list costs."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import load_workbook

from grants import bookkeeping, cofunding, reporting
from grants.enums import Account, Nature
from grants.models import Agreement, Beneficiary, Contribution, Hearing, LedgerEntry, Recovery, Statement
from tests.autosaving import LIVE, choice, save_one
from tests.factories import NOW, RegionalProjectFactory, secretary
from tests.grants.funded import SIGNED_BY, TODAY, funded, paper
from tests.printed import text_of

pytestmark = pytest.mark.django_db


def url(here, name, *args):
    return reverse(f"grants:{name}", args=[here.project.pk, *args])


def dated(**values):
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in values.items()}


def errors(answer):
    assert answer.status_code == 422
    return answer.context["form"].errors


def rows_of(*rows, **row):
    """Rows as a page sends them."""
    rows = [dated(**one) for one in rows or [row]]
    cells = {f"ligne-{n}-{name}": value for n, one in enumerate(rows) for name, value in one.items()}
    return {"ligne-TOTAL_FORMS": len(rows), "ligne-INITIAL_FORMS": 0, **cells}


def test_a_convention_goes_from_draft_to_paid_in_the_browser(as_hat):
    here = funded()
    writer, signatory = as_hat(here.ars_writer), as_hat(here.ars_signatory)
    first = writer.get(url(here, "draft"))
    assert first.context["form"].initial["amount"] == Decimal(70_000)
    asked = dated(
        beneficiary="aract", account="fixed", purpose="Interventions", amount="70 000,00", starts_on=TODAY,
        ends_on=TODAY, pattern="twice", terms="Virement", conditions="Objet", evaluation="Bilan",
    )  # fmt: skip
    agreement_url = writer.post(url(here, "draft"), asked).headers["Location"]
    agreement = Agreement.objects.get()
    assert agreement_url == url(here, "agreement", agreement.pk)
    assert writer.get(url(here, "sign", agreement.pk)).status_code == 403
    signed = dated(ars_signed_on=TODAY, beneficiary_signed_on=TODAY, upload=paper())
    assert signatory.post(url(here, "sign", agreement.pk), signed).status_code == 302
    instalment = agreement.instalments.first()
    assert writer.post(url(here, "pay", agreement.pk, instalment.pk), dated(on=TODAY)).status_code == 302
    assert LedgerEntry.objects.get().amount == Decimal("42000.00")
    page = writer.get(url(here, "money")).content.decode()
    assert "42\xa0000,00\xa0€ versés sur 100\xa0000,00\xa0€ attribués" in page


def test_a_refusal_stands_at_the_form_with_what_was_typed(as_hat):
    here = funded()
    partner = here.partner()
    asked = dated(
        key="6f6f1ac8-1111-4111-8111-111111111111", nature="aid", account="complement", amount="23 000,01", on=TODAY,
        label="Aide au groupement", beneficiary=partner.pk,
    )  # fmt: skip
    answer = as_hat(here.ars_writer).post(url(here, "record"), asked)
    assert "suppose une convention" in errors(answer)["amount"][0]
    assert "Aide au groupement" in answer.content.decode()
    assert not LedgerEntry.objects.exists()


HOSTILE = ["-5", "NaN", "Infinity", "1e9", "0,001", "٧٠", "9" * 40, "0", "12\x00", "<b>1</b>"]


@pytest.mark.parametrize("amount", HOSTILE)
def test_a_hostile_amount_is_refused_at_its_field(as_hat, amount):
    """Case 47."""
    here = funded()
    client = as_hat(here.ars_writer)
    contribution = cofunding.confirm(
        here.project, funder="F", purpose="", amount=Decimal(10), on=TODAY, by=here.ars_writer, now=NOW
    )
    for address in (url(here, "record"), url(here, "draft"), url(here, "receive", contribution.pk)):
        assert "amount" in errors(client.post(address, {"amount": amount, "on": TODAY.isoformat()}))
    agreement = here.drafted()
    answer = client.post(url(here, "schedule", agreement.pk), rows_of(label="Avance", due_on=TODAY, amount=amount))
    assert "amount" in answer.context["form"].rows.errors[0]


@pytest.mark.parametrize("text", ["\x00", "\u202e", "x" * 100_000])
def test_a_hostile_text_is_refused_at_its_field(as_hat, text):
    """Case 47."""
    here = funded()
    client = as_hat(here.ars_writer)
    asked = {"name": f"Groupement {text}", "status": "public", "closing_month": "12"}
    assert "name" in errors(client.post(url(here, "add_beneficiary"), asked))
    assert client.get(url(here, "ledger"), {"q": text}).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-40", "demain"])
def test_a_hostile_day_is_refused_at_its_field(as_hat, day):
    here = funded()
    client = as_hat(here.ars_writer)
    answer = client.post(url(here, "draft"), {"starts_on": day, "ends_on": day})
    assert {"starts_on", "ends_on"} <= errors(answer).keys()
    assert client.get(url(here, "ledger"), {"du": day}).status_code == 200
    assert client.get(url(here, "ledger_pdf"), {"au": day}).status_code == 200


def test_rows_and_columns_beyond_the_form_are_ignored(as_hat):
    """Case 34: neither more rows nor another state, number or project can be sent."""
    here, elsewhere = funded(), funded()
    agreement = here.drafted()
    rows = rows_of(*[{"label": "É", "due_on": TODAY, "amount": "1"}] * 40) | {"ligne-TOTAL_FORMS": 10**6}
    answer = as_hat(here.ars_writer).post(url(here, "schedule", agreement.pk), rows | {"state": "signed"})
    assert answer.status_code == 422
    assert len(answer.context["form"].rows) == 8
    agreement.refresh_from_db()
    assert (agreement.state, agreement.instalments.count()) == ("draft", 3)
    asked = dated(
        key="6f6f1ac8-1111-4111-8111-111111111111", nature="purchase", account="complement", amount="1", on=TODAY,
        label="L", counterpart="C", project=elsewhere.project.pk, direction="in", recorded_by=elsewhere.ars_writer.pk,
    )  # fmt: skip
    as_hat(here.ars_writer).post(url(here, "record"), asked)
    entry = LedgerEntry.objects.get()
    assert (entry.project, entry.direction, entry.recorded_by) == (here.project, "out", here.ars_writer)


def everything(here):
    """Rows of every kind, with their addresses."""
    agreement = here.over(here.partner())
    entry = here.bought(upload=paper("facture.pdf"))
    recovery = here.recovered(agreement, Decimal(10))
    waiting = here.answered(here.invited(agreement, Decimal(20)))
    statement = here.written(agreement, Decimal(20_000), here.ars_writer)
    submission = reporting.submit(statement, upload=paper("signe.pdf"), attested=SIGNED_BY, by=here.ars_writer, now=NOW)
    contribution = cofunding.confirm(
        here.project, funder="F", purpose="", amount=Decimal(10), on=TODAY, by=here.ars_writer, now=NOW
    )
    return {
        "agreement": agreement.pk, "piece": entry.pk, "reverse_entry": entry.pk, "repay": recovery.pk,
        "letter": recovery.pk, "receive": contribution.pk, "lift": recovery.pk, "recover": waiting.pk,
        "answer": waiting.pk, "give_up": waiting.pk, "invitation_letter": waiting.pk,
        "revise_beneficiary": agreement.beneficiary.pk,
        "submission": submission.pk, "instalment": agreement.instalments.first().pk,
    }  # fmt: skip


def test_rows_are_found_through_their_project_only(as_hat):
    """Cases 32 and 33: another project's rows do not exist under one's own address."""
    here, elsewhere = funded(), funded()
    theirs, mine = everything(elsewhere), everything(here)
    client = as_hat(here.ars_signatory)
    for name in (
        "agreement", "piece", "reverse_entry", "repay", "letter", "receive", "lift", "recover", "answer", "give_up",
        "invitation_letter", "revise_beneficiary",
    ):  # fmt: skip
        assert client.get(url(here, name, theirs[name])).status_code == 404
        assert client.get(url(elsewhere, name, theirs[name])).status_code == 404
        assert client.get(url(here, name, 10**30)).status_code == 404
    for name in ("document", "sign", "statement", "invite", "schedule", "submit_statement", "project_pdf"):
        assert client.get(url(here, name, theirs["agreement"])).status_code == 404
    for name in ("submission_pdf", "signed_copy"):
        assert client.get(url(here, name, mine["agreement"], theirs["submission"])).status_code == 404
    assert client.get(url(here, "pay", mine["agreement"], theirs["instalment"])).status_code == 404
    assert client.get(url(here, "piece", mine["piece"])).headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(url(here, "signed_copy", mine["agreement"], mine["submission"])).status_code == 200


READ = ("money", "agreements", "ledger", "ledger_xlsx", "ledger_pdf", "cofundings")
KEEP = ("draft", "add_beneficiary", "record", "add_contribution")


def test_nationals_and_the_aract_read_and_only_the_ars_writes(as_hat):
    here = funded()
    everything(here)
    for hat in (secretary(), here.aract_signatory):
        client = as_hat(hat)
        assert {client.get(url(here, name)).status_code for name in READ} == {200}
        assert {client.get(url(here, name)).status_code for name in KEEP} == {403}
        assert {client.post(url(here, name), {}).status_code for name in KEEP} == {403}
        assert "Inscrire un mouvement" not in client.get(url(here, "ledger")).content.decode()
    assert not Beneficiary.objects.exclude(name="Groupement fictif").exists()


def test_the_signatory_s_acts_are_closed_to_the_writer(as_hat):
    here = funded()
    rows = everything(here)
    client = as_hat(here.ars_writer)
    for name in ("sign", "amend", "end", "invite", "return_statement"):
        assert client.get(url(here, name, rows["agreement"])).status_code == 403
        assert client.post(url(here, name, rows["agreement"]), {}).status_code == 403
    for name in ("recover", "give_up", "lift"):
        assert client.get(url(here, name, rows[name])).status_code == 403
        assert client.post(url(here, name, rows[name]), {}).status_code == 403
    assert client.get(url(here, "answer", rows["answer"])).status_code == 200
    assert client.post(url(here, "accept_statement", rows["agreement"]), {"rank": 1}).status_code == 403


def test_the_statement_is_written_by_the_aract_and_judged_by_the_ars(as_hat):
    here = funded()
    agreement = here.over()
    aract, ars = as_hat(here.aract_signatory), as_hat(here.ars_signatory)
    address = url(here, "statement", agreement.pk)
    assert ars.post(address).status_code == 403
    aract.post(address)
    typed = {"achievements": "Des entretiens", "gaps": "Moins", "allocation": "Au jour"}
    line = {"rubric": "64", "label": "Jours", "planned": "70 000", "actual": "69 999,50"}
    nameless = aract.post(address, typed | rows_of(line, {"rubric": "64", "planned": "5"}))
    assert [row.keys() for row in nameless.context["form"].rows.errors] == [set(), {"label"}]
    typed |= rows_of(line)
    aract.post(address, typed)
    late = aract.post(address, typed | {"achievements": "Autre", "initial-achievements": ""})
    assert late.status_code == 409
    assert "Autre" in late.content.decode()
    assert "Des entretiens" in late.content.decode()
    unread = aract.post(url(here, "submit_statement", agreement.pk), {"attested": "on", "edition": 0})
    assert "relisez-le" in unread.content.decode()
    aract.post(
        url(here, "submit_statement", agreement.pk), {"attested": "on", "edition": Statement.objects.get().edition}
    )
    assert "0,50\xa0€ ne sont pas employés" in ars.get(address).content.decode()
    assert ars.post(url(here, "accept_statement", agreement.pk), {"rank": 2}).status_code == 409
    assert ars.post(url(here, "accept_statement", agreement.pk), {"rank": 1}).status_code == 302
    assert ars.get(url(here, "invite", agreement.pk)).context["form"].initial["amount"] == Decimal("0.50")


def test_a_statement_saves_itself_text_by_text_and_its_table_whole(as_hat):
    here = funded()
    agreement = here.over()
    address = url(here, "statement", agreement.pk)
    aract, other = as_hat(here.aract_writer), as_hat(here.aract_signatory)
    aract.post(address)
    told = save_one(aract, address, "achievements", "Des entretiens").json()
    assert 'name="initial-achievements" value="Des entretiens"' in told["seen"]
    assert "récit" not in told["fragments"]
    seen = aract.get(address).context["form"].seen
    line = {"rubric": "64", "label": "Jours", "planned": "70 000", "actual": "69 999,50"}
    saved = aract.post(address, rows_of(line) | {"vu": seen}, headers=LIVE)
    assert saved.status_code == 200
    assert "69\xa0999,50\xa0€ réalisés" in saved.json()["fragments"]
    late = other.post(address, rows_of(line | {"label": "Autres jours"}) | {"vu": seen}, headers=LIVE)
    assert late.status_code == 409
    assert "Jours" in late.json()["clash"]
    assert Statement.objects.get().lines.get().label == "Jours"
    kept = rows_of(line | {"label": "Autres jours"}) | {"vu": seen, "trancher": choice(late.json()["clash"], "theirs")}
    assert 'value="Jours"' in other.post(address, kept, headers=LIVE).json()["fragments"]
    nameless = aract.post(
        address, rows_of(line | {"label": ""}) | {"vu": saved.json()["seen"].split('"')[5]}, headers=LIVE
    )
    assert nameless.json()["errors"] == ["Nommez cette ligne."]
    assert Statement.objects.get().lines.get().label == "Jours"


def test_a_disguised_file_is_refused_and_nothing_is_signed(as_hat):
    here = funded()
    agreement = here.drafted()
    disguised = SimpleUploadedFile("convention.pdf", b"MZ not a PDF", content_type="application/pdf")
    asked = dated(ars_signed_on=TODAY, beneficiary_signed_on=TODAY, upload=disguised)
    answer = as_hat(here.ars_signatory).post(url(here, "sign", agreement.pk), asked)
    assert "ne correspond pas à son nom" in answer.content.decode()
    agreement.refresh_from_db()
    assert (agreement.state, agreement.number) == ("draft", "")


def test_an_act_whose_turn_is_over_has_no_form(as_hat):
    """Case 35."""
    here = funded()
    agreement = here.drafted()
    client = as_hat(here.ars_signatory)

    def shown(*names):
        return {client.get(url(here, name, agreement.pk)).status_code for name in names}

    first = agreement.instalments.first().pk
    assert shown("amend", "end", "invite") == {409}
    assert client.get(url(here, "pay", agreement.pk, first)).status_code == 409
    here.sign(agreement)
    assert shown("redraft", "schedule", "sign") == {409}
    assert shown("amend", "end", "invite") == {200}
    assert client.post(url(here, "schedule", agreement.pk), rows_of(label="")).status_code == 409
    assert client.get(url(here, "pay", agreement.pk, first)).status_code == 200


def test_a_project_without_award_has_no_money_page(as_hat):
    project = RegionalProjectFactory()
    from tests.factories import member_of

    assert as_hat(member_of(project.ars)).get(reverse("grants:money", args=[project.pk])).status_code == 409


@pytest.mark.parametrize("name", ["money", "agreements", "ledger", "cofundings"])
def test_a_list_costs_the_same_for_one_row_and_for_many(as_hat, name):
    here = funded()
    client = as_hat(here.ars_writer)

    def fill(n):
        agreement = here.signed(here.partner(f"Partenaire {n}"), amount=Decimal(100), pattern="once")
        here.pay(agreement)
        entry = here.bought(Decimal(10), upload=paper())
        bookkeeping.reverse(entry, reason="Erreur", by=here.ars_writer, now=NOW)
        cofunding.confirm(
            here.project, funder=f"F{n}", purpose="", amount=Decimal(10), on=TODAY, by=here.ars_writer, now=NOW
        )

    fill(0)
    client.get(url(here, name))
    with CaptureQueriesContext(connection) as one:
        client.get(url(here, name))
    for n in range(1, 4):
        fill(n)
    with CaptureQueriesContext(connection) as many:
        client.get(url(here, name))
    assert len(many) == len(one)


def test_the_ledger_filters_pages_and_exports_what_it_shows(as_hat):
    """Case 31: a label that begins with a sign stays text."""
    here = funded()
    for n in range(27):
        here.bought(Decimal(n + 1), label=f"=Salle {n}")
    (paid,) = here.pay(here.signed())
    client = as_hat(here.aract_writer)
    page = client.get(url(here, "ledger"), {"compte": "complement", "page": 2}).context["page"]
    assert (page.paginator.count, len(page), page[-1].balance) == (27, 2, Decimal(-1))
    assert [row.pk for row in client.get(url(here, "ledger"), {"nature": "instalment"}).context["page"]] == [paid.pk]
    assert client.get(url(here, "ledger"), {"q": "%"}).context["page"].paginator.count == 0
    book = load_workbook(BytesIO(client.get(url(here, "ledger_xlsx"), {"compte": "complement"}).content))
    rows = book.get_sheet_by_index(1).to_python()
    assert (len(rows), rows[1][4], rows[27][7], rows[27][8]) == (28, "=Salle 0", 27.0, -378.0)
    printed = client.get(url(here, "ledger_pdf"), {"q": "Salle 26"})
    text = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(printed.content)).pages)
    assert "=Salle 26" in text
    assert "libellé ou tiers : Salle 26" in text.replace("\xa0", " ")


def test_an_agreement_signed_before_2023_says_who_took_its_place(as_hat):
    from datetime import date

    from accounts.enums import OrganisationKind
    from tests.factories import OrganisationFactory

    aract = OrganisationFactory(kind=OrganisationKind.ARACT, name="Aract X", in_anact_network=True)
    here = funded(aract=aract, award__awarded_on=date(2021, 12, 15))
    agreement = here.drafted(starts_on=date(2022, 1, 1))
    here.sign(agreement, on=date(2022, 2, 1))
    shown = as_hat(here.aract_writer).get(url(here, "agreement", agreement.pk)).content.decode()
    assert "Aract X (association)" in shown
    assert "substituée" in shown


def test_the_page_of_an_agreement_says_which_kind_it_is_and_gives_the_paper_to_sign(as_hat):
    here = funded(award__complement=Decimal(200_000))
    body = here.partner(siret="")
    agreement = here.drafted(body, amount=Decimal("153000.01"), pattern="once")
    client = as_hat(here.ars_writer)
    shown = client.get(url(here, "agreement", agreement.pk)).content.decode()
    assert "intervention régional, FIR" in shown
    assert "dépose et publie ses comptes" in shown
    assert "le numéro SIRET manque" in shown
    assert client.get(url(here, "project_pdf", agreement.pk)).status_code == 409
    typed = {
        "status": "prive_non_lucratif", "siret": "000 000 125 00013", "address": "3 rue du Port", "closing_month": "12",
        "region": here.project.region.pk,
    }  # fmt: skip
    assert client.post(url(here, "revise_beneficiary", body.pk), typed).status_code == 302
    answer = client.get(url(here, "project_pdf", agreement.pk))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "SIRET 00000012500013" in text_of(answer.content)
    here.sign(agreement)
    assert client.get(url(here, "project_pdf", agreement.pk)).status_code == 409


def test_money_is_asked_back_in_the_browser(as_hat):
    here = funded()
    agreement = here.over()
    writer, signatory = as_hat(here.ars_writer), as_hat(here.ars_signatory)
    asked = {"ground": "unspent", "amount": "1 500,00", "facts": "Une réunion manque.", "days": "15"}
    assert signatory.post(url(here, "invite", agreement.pk), asked).status_code == 302
    invited = Hearing.objects.get()
    assert signatory.get(url(here, "recover", invited.pk)).status_code == 409
    assert "Réponse attendue jusqu" in writer.get(url(here, "agreement", agreement.pk)).content.decode()
    said = dated(reply="Elle s'est tenue à distance.", replied_on=TODAY, upload=paper("courrier.pdf"))
    assert writer.post(url(here, "answer", invited.pk), said).status_code == 302
    assert writer.get(url(here, "answer_piece", invited.pk)).status_code == 200
    decided = {"amount": "1 500,00", "reason": "Une réunion manque."}
    assert signatory.post(url(here, "recover", invited.pk), decided).status_code == 302
    recovery = Recovery.objects.get()
    assert signatory.get(url(here, "invite", agreement.pk)).status_code == 200
    assert signatory.post(url(here, "lift", recovery.pk), {"reason": "Erreur."}).status_code == 302
    assert "abrogée" in writer.get(url(here, "agreement", agreement.pk)).content.decode()
    assert signatory.get(url(here, "lift", recovery.pk)).status_code == 409


def test_a_funder_entered_once_is_revised_from_the_list(as_hat):
    here = funded()
    client = as_hat(here.ars_writer)
    asked = dated(funder="Région", purpose="", amount="10", on=TODAY)
    client.post(url(here, "add_contribution"), asked)
    again = client.post(url(here, "add_contribution"), asked | {"amount": "20"})
    assert (again.status_code, "déjà suivi" in again.content.decode()) == (409, True)
    revise = url(here, "revise", Contribution.objects.get().pk)
    assert revise in client.get(url(here, "cofundings")).content.decode()
    client.post(revise, asked | {"amount": "20"})
    assert Contribution.objects.get().confirmed == Decimal(20)


def test_the_first_page_tells_the_last_acts_by_their_date_and_leads_back_to_the_project(as_hat):
    """An act written later may bear an earlier instant: an archive taken up, a demonstration."""
    here = funded()
    here.bought(label="Salle récente")
    bookkeeping.record(
        here.project, nature=Nature.PURCHASE, account=Account.COMPLEMENT, amount=Decimal(50), on=TODAY, label="Salle",
        counterpart="Centre fictif", by=here.ars_writer, now=NOW - timedelta(hours=4),
    )  # fmt: skip
    page = as_hat(here.ars_writer).get(url(here, "money"))
    assert [entry.at for entry in page.context["history"]] == sorted(
        (entry.at for entry in page.context["history"]), reverse=True
    )
    assert reverse("project", args=[here.project.pk]) in page.content.decode().split("<h1")[0]
