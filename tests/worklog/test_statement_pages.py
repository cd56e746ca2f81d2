"""Statements: months, sealing and seeing them on the page, XLSX and PDF that say the same, corrections, rates, burn."""

import html
import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests import printed
from tests.factories import NOW, secretary
from tests.worklog.logged import (
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    TUESDAY,
    ars_writer,
    consultant,
    entry,
    living,
    noted,
    plan,
    signatory,
    stage,
    structure,
)
from worklog.entries import Line
from worklog.models import DayRate, MonthSeal, WorkDay
from worklog.recording import record_days
from worklog.sealing import seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    project = living()
    plan(project, starts_on=SEPTEMBER, ends_on=date(2027, 8, 31))
    return project


@pytest.fixture
def hat(project):
    return consultant(project)


def url(name, project, *args) -> str:
    return reverse(f"worklog:{name}", args=[project.pk, *args])


def text_of(answer) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\xa0", " ")


def test_the_aract_seals_what_it_read_and_the_ars_attests(as_hat, project, hat):
    noted(project, hat, OCTOBER, "1")
    client, address = as_hat(hat), url("statement", project, "2026-10")
    page = client.get(address)
    assert "Sceller octobre 2026" in text_of(page)
    shown = re.search(r'name="shown" value="([0-9a-f]{64})"', page.content.decode())[1]
    answer = client.post(url("seal", project, "2026-10"), {"shown": shown}, follow=True)
    assert "Octobre 2026 est scellé : 1 j, 700,00 €" in text_of(answer)
    made = MonthSeal.objects.get()
    assert made.sha256 == shown
    ars = as_hat(ars_writer(project))
    page = text_of(ars.get(address))
    assert made.sha256 in page
    assert "Attester avoir vu octobre 2026" in page
    assert "Vous avez attesté avoir vu octobre 2026" in text_of(ars.post(url("see", project, "2026-10"), follow=True))
    assert "vu par l'ARS" in text_of(client.get(url("months", project)))


def test_sealing_what_changed_meanwhile_is_out_of_turn(as_hat, project, hat):
    noted(project, hat, OCTOBER, "1")
    answer = as_hat(hat).post(url("seal", project, "2026-10"), {"shown": "0" * 64})
    assert answer.status_code == 409
    assert not MonthSeal.objects.exists()


def test_each_act_is_for_its_own_side(as_hat, project, hat):
    seal(project, SEPTEMBER, by=hat, now=NOW)
    ars, national = as_hat(ars_writer(project)), as_hat(secretary())
    for client in (ars, national):
        assert client.post(url("seal", project, "2026-10")).status_code == 403
    for client in (as_hat(hat), national):
        assert client.post(url("see", project, "2026-09")).status_code == 403
    assert as_hat(ars_writer(living())).get(url("statement", project, "2026-09")).status_code == 404
    assert ars.post(url("see", project, "2026-10")).status_code == 404, "not sealed"
    assert MonthSeal.objects.get().seen_at is None
    assert "Sceller" not in text_of(national.get(url("statement", project, "2026-10")))


@pytest.mark.parametrize("period", ["2026-08", "2027-01", "2025", "2026-13", "9999", "٢٠٢٦", "hier", "2026-10-01"])
def test_a_period_outside_the_projects_life_does_not_exist(as_hat, project, hat, period):
    client = as_hat(hat)
    paths = [f"{url('months', project)}{period}/{rest}" for rest in ("", "releve.xlsx", "releve.pdf")]
    assert {client.get(path).status_code for path in paths} == {404}
    assert client.post(f"{url('months', project)}{period}/sceller/").status_code == 404


def test_pdf_and_xlsx_of_a_sealed_month_say_what_was_sealed(as_hat, project, hat):
    place = structure(project).establishment
    noted(project, hat, OCTOBER, "0.75", line=Line(stage(), place, None, "=SOMME(A1:A9) <b>gras</b>"))
    made = seal(project, OCTOBER, by=hat, now=NOW)
    client = as_hat(ars_writer(project))
    told = printed.text_of(client.get(url("statement_pdf", project, "2026-10")).content)
    for words in ("Octobre 2026", "0,75 j", "525,00 €", place.name, "<b>gras</b>", made.sha256, "pas encore vu"):
        assert words in told
    assert "provisoire" not in told
    answer = client.get(url("statement_xlsx", project, "2026-10"))
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    facts = dict(row[:2] for row in sheets.get_sheet_by_index(1).to_python()[1:])
    assert (facts["Jours"], facts["Montant en euros"]) == (0.75, 525.0)
    assert facts["Empreinte 10/2026"] == made.sha256
    (line,) = sheets.get_sheet_by_index(3).to_python()[1:]
    assert line[6] == "=SOMME(A1:A9) <b>gras</b>"


def test_an_open_month_or_a_year_partly_sealed_is_provisional(as_hat, project, hat):
    noted(project, hat, OCTOBER, "1")
    noted(project, hat, TUESDAY, "1")
    seal(project, OCTOBER, by=hat, now=NOW)
    client = as_hat(hat)
    for period in ("2026-11", "2026", "tout"):
        assert "provisoire" in printed.text_of(client.get(url("statement_pdf", project, period)).content)
    year = printed.text_of(client.get(url("statement_pdf", project, "2026")).content)
    assert "Octobre 2026 1 700,00 €" in year
    assert "2 1 400,00 €" in year
    assert "1 mois scellé sur 3" in text_of(client.get(url("statement", project, "2026")))


def test_a_year_adds_sealed_months_at_their_price(as_hat, project, hat):
    noted(project, hat, OCTOBER, "1")
    seal(project, OCTOBER, by=hat, now=NOW)
    noted(project, hat, NOVEMBER, "1")
    DayRate.objects.create(aract=project.aract, year=2026, amount=600, set_at=NOW, set_by=hat)
    assert "1 300,00 €" in text_of(as_hat(hat).get(url("statement", project, "tout")))
    assert "1 300,00 €" in text_of(as_hat(hat).get(url("months", project)))


def test_a_sealed_line_is_corrected_from_the_statement(as_hat, project, hat):
    row = noted(project, hat, OCTOBER, "1")
    client = as_hat(hat)
    assert client.get(url("correct", project, row.pk)).status_code == 409, "the month is open"
    seal(project, OCTOBER, by=hat, now=NOW)
    assert f"/jours/{row.pk}/corriger/" in client.get(url("statement", project, "2026-10")).content.decode()
    typed = {"days_worked": "0,5", "on": TUESDAY.isoformat(), "reason": "Réunion écourtée"}
    faulty = client.post(url("correct", project, row.pk), typed | {"on": "2026-10-05"})
    assert faulty.status_code == 409
    assert "scellé" in text_of(faulty)
    assert "Réunion écourtée" in faulty.content.decode()
    answer = client.post(url("correct", project, row.pk), typed, follow=True)
    assert "1 j du 1er octobre 2026 deviennent 0,5 j" in text_of(answer)
    assert "Corrige le 1er octobre 2026 : Réunion écourtée" in text_of(client.get(url("statement", project, "2026-11")))
    assert "−0,5" in text_of(client.get(url("log", project), {"jour": TUESDAY.isoformat()}))


def test_a_row_of_another_project_is_not_corrected_here(as_hat, project, hat):
    """Case 32."""
    other = living()
    row = noted(other, consultant(other), OCTOBER, "1")
    client = as_hat(hat)
    assert client.get(url("correct", project, row.pk)).status_code == 404
    assert client.get(url("correct", project, 10**18)).status_code == 404
    own = noted(project, hat, OCTOBER, "1")
    assert as_hat(ars_writer(project)).post(url("correct", project, own.pk)).status_code == 403


@pytest.mark.parametrize("days", ["-1", "1,5", "0,3", "1e0", "NaN"])
def test_a_hostile_correction_is_refused_at_its_field(as_hat, project, hat, days):
    """Case 47."""
    row = noted(project, hat, OCTOBER, "1")
    seal(project, OCTOBER, by=hat, now=NOW)
    typed = {"days_worked": days, "on": TUESDAY.isoformat(), "reason": "Motif"}
    answer = as_hat(hat).post(url("correct", project, row.pk), typed)
    assert answer.context["form"].errors["days_worked"]
    assert WorkDay.objects.count() == 1


def test_the_signatory_sets_the_rate_on_its_page(as_hat, project, hat):
    address = url("rates", project)
    assert "part fixe divisée par les jours prévus" in text_of(as_hat(hat).get(address))
    assert as_hat(hat).post(address, {"tarif_2026": "620"}).status_code == 403
    boss = as_hat(signatory(project))
    for amount in ("0", "-1", "1e3", "NaN", "99999999", "620,001"):
        refused = boss.post(address, {"tarif_2026": amount})
        assert (refused.status_code, [*refused.context["form"].errors]) == (422, ["tarif_2026"])
    assert "Aucun tarif n'a changé" in text_of(boss.post(address, {"tarif_1999": "620"}, follow=True))
    assert "Le tarif de 2026 est de 620,00 €" in text_of(boss.post(address, {"tarif_2026": "620,00 €"}, follow=True))
    noted(project, hat, OCTOBER)
    seal(project, OCTOBER, by=hat, now=NOW)
    late = boss.post(address, {"tarif_2026": "640"})
    assert late.status_code == 409
    assert "ce tarif ne change plus" in text_of(late)
    assert 'value="640"' in late.content.decode()


def test_the_burn_states_its_finding_and_gives_its_data(as_hat, project, hat):
    record_days(project, [entry(hat, SEPTEMBER + timedelta(days=rank), "1") for rank in range(80)], by=hat, now=NOW)
    page = as_hat(secretary()).get(url("burn", project))
    told = text_of(page)
    assert "80 j faits sur 100 j prévus : 57,25 j de plus que le plan à ce jour" in told
    assert "Les jours notés ont utilisé 80 % de la part fixe : il reste 14 000,00 €." in told
    chart = page.context["chart"]
    rows = {name: (planned, done) for name, planned, done in chart.tables[0].rows}
    assert rows["Octobre\xa02026"][1] == "61"
    assert len([mark for mark in chart.rows[0].drawing.marks if mark.kind == "dashes"]) == 11, "a line between months"


def test_a_burn_without_plan_nor_days_draws_all_the_same(as_hat):
    project = living()
    page = text_of(as_hat(ars_writer(project)).get(url("burn", project)))
    assert "aucun jour prévu au plan" in page


@pytest.mark.parametrize("name", ["months", "burn", "statement"])
def test_pages_cost_the_same_queries_for_one_month_and_for_three(
    as_hat, project, hat, name, django_assert_max_num_queries
):
    client, counts = as_hat(hat), []
    address = url(name, project, *(["tout"] if name == "statement" else []))
    for months in ([SEPTEMBER], [OCTOBER, NOVEMBER]):
        for month in months:
            noted(project, hat, month, "1")
        seal(project, months[0], by=hat, now=NOW)
        with django_assert_max_num_queries(40) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_sums_close_to_the_cent(project, hat):
    type(project.award).objects.update(fixed=Decimal("69999.99"))
    project.stages.update(planned_days=Decimal("94.75"))
    project.award.refresh_from_db()
    noted(project, hat, OCTOBER, "0.25")
    noted(project, hat, OCTOBER + timedelta(days=1), "0.75")
    assert seal(project, OCTOBER, by=hat, now=NOW).amount == Decimal("738.79")
