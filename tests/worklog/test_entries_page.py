"""Every day of a project: filters, order, sums, pages, export."""

import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories import NOW
from tests.worklog.logged import (
    AWARDED,
    NOVEMBER,
    OCTOBER,
    TUESDAY,
    ars_writer,
    consultant,
    entry,
    living,
    noted,
    signatory,
    stage,
    structure,
)
from worklog.entries import Line
from worklog.recording import record_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return living()


@pytest.fixture
def hat(project):
    return consultant(project)


def url(project, name="entries") -> str:
    return reverse(f"worklog:{name}", args=[project.pk])


def listed(answer) -> list[tuple]:
    return [(row.worked_on, row.days) for row in answer.context["page"]]


def test_filters_combine_and_the_sum_is_theirs(as_hat, project, hat):
    place, boss = structure(project).establishment, signatory(project)
    noted(project, hat, OCTOBER, "0.5", line=Line(stage(), place, None, "100 % à distance"))
    noted(project, hat, NOVEMBER, "1")
    noted(project, boss, NOVEMBER, "0.25", line=Line(stage("CADRAGE")))
    client = as_hat(ars_writer(project))
    for query, total in (
        ({}, "1.75"),
        ({"du": "2026-11-01"}, "1.25"),
        ({"au": "2026-10-31"}, "0.5"),
        ({"etape": stage("CADRAGE").pk}, "0.25"),
        ({"personne": boss.pk}, "0.25"),
        ({"structure": place.pk}, "0.5"),
        ({"q": "100 %"}, "0.5"),
        ({"personne": hat.pk, "du": "2026-11-01"}, "1"),
    ):
        assert client.get(url(project), query).context["total"] == Decimal(total), query
    # Wildcards are literals (case 41).
    assert client.get(url(project), {"q": "_"}).context["total"] is None


def test_orders_and_pages(as_hat, project, hat):
    entries = [entry(hat, AWARDED + timedelta(days=rank), "0.25" if rank else "1") for rank in range(60)]
    record_days(project, entries, by=hat, now=NOW)
    client = as_hat(hat)
    assert listed(client.get(url(project)))[0][0] == AWARDED + timedelta(days=59)
    assert listed(client.get(url(project), {"tri": "jour"}))[0][0] == AWARDED
    assert listed(client.get(url(project), {"tri": "-jours"}))[0] == (AWARDED, Decimal(1))
    assert len(listed(client.get(url(project), {"page": "3"}))) == 10


@pytest.mark.parametrize(
    "query",
    [{"du": "9999-99-99"}, {"du": "2026-12-01", "au": "2026-11-01"}, {"etape": "9" * 400}, {"tri": "pk; DROP"},
     {"q": "\x00"}, {"personne": "٣"}, {"structure": "x"}],
)  # fmt: skip
def test_filters_that_make_no_sense_say_so(as_hat, project, hat, query):
    """Cases 41 and 47."""
    noted(project, hat)
    answer = as_hat(hat).get(url(project), query)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert listed(answer) == []


def test_empty_states_say_what_to_do(as_hat, project, hat):
    client = as_hat(hat)
    assert "encore noté" in client.get(url(project)).content.decode()
    noted(project, hat)
    assert "Élargissez la période" in client.get(url(project), {"q": "rien"}).content.decode()


def test_the_export_holds_the_rows_found_and_no_formula(as_hat, project, hat):
    """Case 31."""
    noted(project, hat, TUESDAY, "0.75", line=Line(stage(), note="=1+1"))
    noted(project, hat, OCTOBER, "1")
    answer = as_hat(ars_writer(project)).get(url(project, "entries_export"), {"du": "2026-11-01"})
    header, row = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(1).to_python()
    assert header[:4] == ["Date", "Consultant", "Étape", "Jours"]
    assert (row[0], row[3], row[6]) == (TUESDAY, 0.75, "=1+1")


def test_another_aract_sees_nothing(as_hat, project):
    """Case 32."""
    stranger = as_hat(consultant(living()))
    assert stranger.get(url(project)).status_code == 404
    assert stranger.get(url(project, "entries_export")).status_code == 404


def test_the_list_costs_the_same_queries_for_one_row_and_for_forty(as_hat, project, hat, django_assert_max_num_queries):
    client, counts = as_hat(hat), []
    for number in (1, 40):
        people = [consultant(project) for _ in range(2)]
        place = structure(project).establishment
        entries = [
            entry(people[rank % 2], AWARDED + timedelta(days=rank), "0.5", Line(stage(), place, None, f"N{number}"))
            for rank in range(number)
        ]
        record_days(project, entries, by=hat, now=NOW)
        with django_assert_max_num_queries(30) as captured:
            page = client.get(url(project)).content.decode()
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert len(re.findall(r'scope="row"', page)) == 25
