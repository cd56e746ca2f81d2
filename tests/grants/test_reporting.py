"""Statements of use: begun from what is known, frozen when handed in, judged by the ARS (L8)."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from calls.enums import Vocabulary
from core.verdicts import NotAllowed, OutOfTurn, Refused
from grants import pdfs, reporting
from grants.enums import Rubric, StatementState
from grants.models import Statement, Submission
from grants.prefilling import DraftLine, lines
from records import documents
from records.sealing import canonical
from regions.models import StagePlan
from tests.factories import NOW, TermFactory
from tests.grants.funded import SIGNED_BY, TODAY, funded, paper

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def handed_in(here, spent="70000", agreement=None):
    agreement = agreement or here.over()
    statement = here.written(agreement, Decimal(spent), here.aract_writer)
    return reporting.submit(statement, by=here.aract_signatory, now=NOW)


def judged(here, submission, *, accepted, **values):
    given = {"rank": submission.rank, "by": here.ars_signatory, **values}
    return reporting.judge(submission.statement, accepted=accepted, now=NOW, **given)


def test_the_aract_s_statement_begins_with_its_stages_and_adds_up():
    here = funded()
    for code, planned in (("CADRAGE", "6"), ("ENQUETE", "32.5"), ("CAPITALISATION", "9.25")):
        stage = TermFactory(vocabulary=Vocabulary.STAGE, code=code)
        StagePlan.objects.create(project=here.project, stage=stage, planned_days=Decimal(planned))
    agreement = here.over()
    begun = reporting.begin(agreement, by=here.aract_writer, now=NOW)
    assert reporting.begin(agreement, by=here.aract_signatory, now=NOW) == begun
    known = begun.lines.all()
    assert (len(known), sum(line.planned for line in known)) == (3, Decimal(70_000))


def test_the_complement_s_statement_begins_with_what_was_agreed():
    here = funded()
    agreement = here.signed(here.partner())
    assert [(line.label, line.planned) for line in lines(agreement, TODAY)] == [("Interventions", Decimal(24_000))]


def test_what_is_handed_in_is_frozen_with_its_hash_and_printed(django_capture_on_commit_callbacks):
    here = funded()
    with django_capture_on_commit_callbacks(execute=True):
        made = handed_in(here, "68500.25")
    assert (made.paid, made.used, made.unspent) == (Decimal(70_000), Decimal("68500.25"), Decimal("1499.75"))
    assert made.sha256 == hashlib.sha256(canonical(made.content).encode()).hexdigest()
    made.refresh_from_db()
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(documents.read(made.pdf))).pages)
    plain = " ".join(text.split())
    assert "68 500,25 €" in plain
    assert "− 1 499,75 €" in plain
    assert "− 2,1 %" in plain
    for said in (
        "Charges directes : charges de personnel",
        "arrêté du 11 octobre 2006 (Cerfa 15059*02)",
        f"{here.aract_signatory.user.full_name}, {here.aract_signatory.job_title}, représentant(e)",
        "clos le 31 décembre 2026",
    ):
        assert said in plain
    pdfs.keep_statement(made.pk)
    assert Submission.objects.get().pdf == made.pdf


def test_other_funders_money_is_taken_off_what_the_subsidy_paid_for():
    here = funded()
    rows = [
        DraftLine(Rubric.STAFF, "Tout", Decimal(80_000), Decimal(75_000)),
        DraftLine(Rubric.SUBSIDIES, "Autre", Decimal(0), Decimal(9000)),
    ]
    sums = reporting.totals(rows, Decimal(70_000))
    assert (sums.used, sums.unspent) == (Decimal(66_000), Decimal(4000))
    assert reporting.totals(rows[1:], Decimal(70_000)).used == 0
    assert reporting.totals(rows[:1], Decimal(70_000)).used == Decimal(70_000)
    assert here


@pytest.mark.parametrize(
    ("spent", "others", "named"),
    [
        ("68500.25", "0", {"Non employé, à reverser"}),
        ("75000", "9000", {"Non employé, à reverser"}),
        ("5000", "9000", {"Non employé, à reverser", "Excédent des autres ressources"}),
        ("80000", "1000", {"Fonds propres"}),
        ("70000", "0", set()),
    ],
)
def test_both_halves_of_the_table_balance(spent, others, named):
    line = {"rubric": "", "planned": "70000.00"}
    content = {
        "agreement": {
            "amount": "70000.00", "paid": "70000.00", "starts_on": "2026-01-01", "ends_on": "2026-06-30",
            "exercise": "2026-12-31",
        },
        "attestation": {"on": "2026-07-01"},
        "lines": [
            {**line, "side": "use", "label": "Tout", "actual": spent},
            {**line, "side": "resource", "label": "Autre", "actual": others, "planned": "0.00"},
            {**line, "side": "in_kind", "label": "Bénévolat", "actual": "300.00"},
        ],
    }  # fmt: skip
    tables = pdfs.statement_tables(content)
    assert tables["uses_total"]["actual"] == tables["resources_total"]["actual"]
    assert tables["uses_total"]["planned"] == tables["resources_total"]["planned"]
    added = {one["label"] for one in [*tables["uses"], *tables["resources"]]} - {"Tout", "Autre", "Subvention de l'ARS"}
    assert added == named
    paid, used = Decimal(70_000), max(Decimal(0), Decimal(spent) - Decimal(others))
    back = [one["actual"] for one in tables["uses"] if one["label"] == "Non employé, à reverser"]
    assert sum(back) == paid - min(paid, used)


def test_what_is_given_in_kind_is_in_no_total():
    rows = [
        DraftLine(Rubric.STAFF, "Jours", Decimal(100), Decimal(100)),
        DraftLine(Rubric.VOLUNTEERS, "Bénévolat", Decimal(50), Decimal(50)),
    ]
    assert reporting.totals(rows, Decimal(100)).actual_uses == Decimal(100)


def test_handing_in_twice_gives_one_submission():
    here = funded()
    made = handed_in(here)
    assert reporting.submit(made.statement, by=here.aract_signatory, now=NOW) == made
    assert Submission.objects.count() == 1


def test_nobody_attests_what_another_person_wrote_since():
    here = funded()
    statement = here.written(here.over(), Decimal(70_000), here.aract_writer)
    with pytest.raises(OutOfTurn, match="relisez-le"):
        reporting.submit(statement, edition=statement.edition - 1, by=here.aract_signatory, now=NOW)
    assert reporting.submit(statement, edition=statement.edition, by=here.aract_signatory, now=NOW).rank == 1


def test_an_incomplete_statement_says_what_it_lacks():
    here = funded()
    agreement = here.over()
    begun = reporting.begin(agreement, by=here.aract_writer, now=NOW)
    with pytest.raises(Refused, match="récit des actions réalisées ; le montant des emplois") as refusal:
        reporting.submit(begun, by=here.aract_signatory, now=NOW)
    assert "annexe" in refusal.value.reason


def test_a_statement_is_not_handed_in_before_the_last_day():
    here = funded()
    agreement = here.signed(pattern="once")
    here.pay(agreement)
    statement = here.written(agreement, Decimal(70_000), here.aract_writer)
    with pytest.raises(OutOfTurn, match="court jusqu"):
        reporting.submit(statement, by=here.aract_signatory, now=NOW)
    reporting.submit(statement, by=here.aract_signatory, now=NOW + timedelta(days=200))


def test_a_returned_statement_is_mended_and_handed_in_again():
    here = funded()
    first = handed_in(here)
    with pytest.raises(Refused, match="pourquoi"):
        judged(here, first, accepted=False)
    judged(here, first, accepted=False, reason="Justifiez les trajets.")
    statement = Statement.objects.get()
    assert (statement.state, statement.open) == (StatementState.RETURNED, True)
    second = handed_in(here, "69000", statement.agreement)
    assert (second.rank, Submission.objects.get(rank=1).sha256 != second.sha256) == (2, True)
    with pytest.raises(OutOfTurn):
        judged(here, first, accepted=True)
    judged(here, second, accepted=True)
    assert judged(here, second, accepted=True).outcome == StatementState.ACCEPTED
    with pytest.raises(OutOfTurn):
        here.written(statement.agreement, Decimal(1), here.aract_writer)


def test_each_writes_its_own_and_the_ars_signatory_judges():
    here, elsewhere = funded(), funded()
    agreement = here.over()
    for hat in (here.ars_signatory, elsewhere.aract_writer):
        with pytest.raises(NotAllowed):
            reporting.begin(agreement, by=hat, now=NOW)
    statement = here.written(agreement, Decimal(70_000), here.aract_writer)
    with pytest.raises(NotAllowed, match="attesté"):
        reporting.submit(statement, by=here.aract_writer, now=NOW)
    submission = reporting.submit(statement, by=here.aract_signatory, now=NOW)
    for hat in (here.ars_writer, here.aract_signatory, elsewhere.ars_signatory):
        with pytest.raises(NotAllowed):
            judged(here, submission, accepted=True, by=hat)


def test_the_ars_files_the_signed_copy_of_who_has_no_account():
    here = funded()
    agreement = here.over(here.partner())
    statement = here.written(agreement, Decimal(23_000), here.ars_writer)
    with pytest.raises(Refused, match="signé"):
        reporting.submit(statement, by=here.ars_writer, now=NOW)
    with pytest.raises(Refused, match="qui a signé"):
        reporting.submit(statement, upload=paper("signe.pdf"), by=here.ars_writer, now=NOW)
    late = replace(SIGNED_BY, on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="à venir"):
        reporting.submit(statement, upload=paper("signe.pdf"), attested=late, by=here.ars_writer, now=NOW)
    made = reporting.submit(statement, upload=paper("signe.pdf"), attested=SIGNED_BY, by=here.ars_writer, now=NOW)
    assert (made.signed_copy.name, made.unspent) == ("signe.pdf", Decimal(1000))


def test_a_draft_agreement_owes_no_statement():
    here = funded()
    with pytest.raises(OutOfTurn, match="pas signée"):
        reporting.begin(here.drafted(), by=here.aract_writer, now=NOW)


def test_a_typed_text_prints_as_text():
    """Case 38: HTML or CSS in a field is shown, not obeyed."""
    here = funded()
    agreement = here.over()
    statement = reporting.begin(agreement, by=here.aract_writer, now=NOW)
    nasty = "<b>70 000</b><style>p{display:none}</style><img src='file:///etc/passwd'>"
    typed = reporting.TypedStatement(
        nasty, "Écart", "Clé", [DraftLine(Rubric.STAFF, "Jours", Decimal(70_000), Decimal(70_000))]
    )
    saved = reporting.save(statement, typed, by=here.aract_writer, now=NOW)
    made = reporting.submit(saved, by=here.aract_signatory, now=NOW)
    pdfs.keep_statement(made.pk)
    made.refresh_from_db()
    text = PdfReader(BytesIO(documents.read(made.pdf))).pages[0].extract_text()
    assert "<b>70 000</b>" in text.replace("\xa0", " ")
    assert "Convention" in text
