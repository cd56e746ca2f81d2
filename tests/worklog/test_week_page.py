"""The week: typed cell by cell, whole, or by the day; every refusal at its cell; nothing typed is lost."""

import html
import re
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.factories import NOW, RegionalProjectFactory, secretary
from tests.worklog.logged import (
    OCTOBER,
    TUESDAY,
    ars_writer,
    consultant,
    entry,
    living,
    method,
    noted,
    plan,
    signatory,
    stage,
    structure,
)
from worklog.entries import Line
from worklog.models import WorkDay
from worklog.recording import record_days
from worklog.sealing import seal

pytestmark = pytest.mark.django_db
WEEK = "2026-W47"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def project():
    stage()
    stage("CADRAGE", 1)
    project = living()
    plan(project)
    return project


@pytest.fixture
def hat(project):
    return consultant(project)


def url(project) -> str:
    return reverse("worklog:log", args=[project.pk])


def cells(page: str) -> dict[str, str]:
    """Every field of the grid, by name."""
    return dict(re.findall(r'class="fr-input worklog-cell"[^>]* name="(j-[^"]+)" value="([^"]*)"', page))


def line_of(term, number: int = 0, **more) -> dict[str, str]:
    return {f"etape-{number}": term.pk, **more}


def test_a_cell_typed_is_saved_and_the_page_told_so(as_hat, project, hat):
    day = TUESDAY.isoformat()
    data = {"semaine": WEEK, **line_of(stage()), f"j-0-{day}": "0,5", f"vu-0-{day}": ""}
    page = as_hat(hat).post(url(project), data, headers=HTMX).content.decode()
    row = WorkDay.objects.get()
    assert (row.days, row.consultant, row.worked_on, row.logged_by) == (Decimal("0.5"), hat, TUESDAY, hat)
    assert "Enregistré à" in page
    assert f'id="vu-0-{day}" name="vu-0-{day}" value="0,5"' in page
    assert f'<output id="total-jour-{day}" hx-swap-oob="true">0,5</output>' in page
    assert '<output id="total-ligne-0" hx-swap-oob="true">0,5</output>' in page


def test_a_whole_week_is_saved_by_its_button(as_hat, project, hat):
    client = as_hat(hat)
    page = client.get(url(project), {"semaine": WEEK}).content.decode()
    names = cells(page)
    assert len(names) == 14
    data = dict(re.findall(r'<input type="hidden"[^>]* name="([^"]+)" value="([^"]*)"', page.split('id="jour"')[0]))
    typed = {name: ("0,75" if name.endswith("17") else "") for name in names if name.startswith("j-0")}
    answer = client.post(url(project), data | names | typed)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (answer.status_code, query["semaine"]) == (302, [WEEK])
    assert WorkDay.objects.get().stage.code == "CADRAGE"
    again = client.get(answer.headers["Location"]).content.decode()
    assert cells(again)["j-0-2026-11-17"] == "0,75"


@pytest.mark.parametrize("hostile", ["2", "-1", "NaN", "1e9", "٠٫٥", "0,3", "\x000,5", "\u202e0,5", "9" * 5000])
def test_what_makes_no_sense_is_refused_at_its_cell_and_kept(as_hat, project, hat, hostile):
    """Case 47."""
    day = TUESDAY.isoformat()
    data = {"semaine": WEEK, **line_of(stage()), f"j-0-{day}": hostile}
    answer = as_hat(hat).post(url(project), data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in page
    assert re.search(r'id="m-1-2026-11-17">[^<]+<', page)
    assert not WorkDay.objects.exists()


def test_one_faulty_cell_keeps_the_whole_week_as_typed(as_hat, project, hat):
    data = {"semaine": WEEK, **line_of(stage()), "j-0-2026-11-17": "0,5", "j-0-2026-11-18": "1,1"}
    page = as_hat(hat).post(url(project), data).content.decode()
    shown = cells(page)
    assert (shown["j-1-2026-11-17"], shown["j-1-2026-11-18"]) == ("0,5", "1,1")
    assert not WorkDay.objects.exists()


def test_the_deeds_reason_stands_at_the_cell(as_hat, project, hat):
    other = living(ars=project.ars, aract=project.aract)
    noted(other, hat, days="0.75")
    day = TUESDAY.isoformat()
    data = {"semaine": WEEK, **line_of(stage()), f"j-0-{day}": "0,5"}
    page = as_hat(hat).post(url(project), data, headers=HTMX).content.decode()
    assert re.search(rf'id="m-0-{day}" hx-swap-oob="true">[^<]*1,25[^<]*tous projets confondus', page)
    assert "Sur d'autres projets" in as_hat(hat).get(url(project), {"semaine": WEEK}).content.decode()


def test_another_authors_value_is_shown_before_being_replaced(as_hat, project, hat):
    """Case 5."""
    noted(project, hat, days="0.75", line=Line(stage()))
    day = TUESDAY.isoformat()
    data = {"semaine": WEEK, **line_of(stage()), f"j-0-{day}": "0,25", f"vu-0-{day}": ""}
    client = as_hat(signatory(project))
    data["personne"] = hat.pk
    page = client.post(url(project), data, headers=HTMX).content.decode()
    assert "Une autre personne a noté ici entre-temps" in page
    assert f'name="vu-0-{day}" value="0,75"' in page
    client.post(url(project), data | {f"vu-0-{day}": "0,75"}, headers=HTMX)
    assert WorkDay.objects.get().days == Decimal("0.25")


def test_on_a_phone_a_quarter_is_one_touch(as_hat, project, hat):
    day = TUESDAY.isoformat()
    data = {"semaine": WEEK, "jour": day, **line_of(stage()), f"j-0-{day}": "0,25", f"vu-0-{day}": ""}
    client = as_hat(hat)
    page = client.post(url(project), data, headers=HTMX | {"HX-Target": "jour"}).content.decode()
    assert page.strip().startswith('<section class="worklog-day" id="jour"')
    assert re.search(r'value="0,25" aria-pressed="true"', page)
    answer = client.post(url(project), data | {f"j-0-{day}": "1", f"vu-0-{day}": "0,25"})
    assert answer.headers["Location"].endswith(f"jour={day}#jour")
    assert WorkDay.objects.get().days == 1


def test_closed_days_say_why_and_hold_no_field(as_hat, project, hat):
    noted(project, hat, OCTOBER)
    seal(project, OCTOBER, by=hat, now=NOW)
    page = as_hat(hat).get(url(project), {"semaine": "2026-W40"}).content.decode()
    assert "scellé : corrigez-le par une contre-écriture" in page
    # 28, 29 and 30 September are open, October is not.
    assert {name[-10:] for name in cells(page)} == {"2026-09-28", "2026-09-29", "2026-09-30"}


def test_holidays_are_allowed_and_said(as_hat, project, hat):
    page = as_hat(hat).get(url(project), {"semaine": "2026-W46"}).content.decode()
    assert "férié : 11 novembre" in page
    assert "j-0-2026-11-11" in cells(page)


def test_a_line_named_by_the_address_waits_for_its_days(as_hat, project, hat):
    """What another page, a meeting's for instance, leads to."""
    place = structure(project).establishment
    asked = {"jour": TUESDAY.isoformat(), "etape": stage().pk, "structure": place.pk, "methode": method().pk}
    page = as_hat(hat).get(url(project), asked | {"precision": "COPIL n° 2"}).content.decode()
    assert f"{place.name} – Entretien – COPIL n° 2" in page
    assert "j-2-2026-11-17" in cells(page)
    foreign = structure(living()).establishment
    page = as_hat(hat).get(url(project), asked | {"structure": foreign.pk}).content.decode()
    assert len(cells(page)) == 14


@pytest.mark.parametrize(
    "query",
    [
        {"semaine": "2026-W99"}, {"semaine": "٢٠٢٦-W01"}, {"semaine": "2026-W01\x00"}, {"personne": "9" * 400},
        {"jour": "9999-12-31"}, {"jour": "0001-01-01"}, {"etape": "9" * 400}, {"etape": "1", "precision": "\u202e"},
        {"semaine": "2099-W53"}, {"semaine": "2000-W01"},
    ],
)  # fmt: skip
def test_hostile_addresses_show_a_week(as_hat, project, hat, query):
    """Case 47."""
    assert as_hat(hat).get(url(project), query).status_code == 200


@pytest.mark.parametrize("field", ["etape", "structure", "methode"])
def test_a_line_of_another_project_is_refused(as_hat, project, hat, field):
    """Case 34."""
    foreign = {"etape": method().pk, "structure": structure(living()).establishment_id, "methode": stage().pk}
    for key in (foreign[field], "9" * 400, "x", "-1"):
        data = {"semaine": WEEK, **line_of(stage()), f"{field}-0": key, "j-0-2026-11-17": "0,5"}
        answer = as_hat(hat).post(url(project), data)
        assert "Rien n'est enregistré" in html.unescape(answer.content.decode())
    assert not WorkDay.objects.exists()


def test_a_persons_key_of_another_aract_is_not_theirs(as_hat, project, hat):
    """Case 34."""
    stranger = consultant(living())
    data = {"semaine": WEEK, "personne": stranger.pk, **line_of(stage()), "j-0-2026-11-17": "0,5"}
    as_hat(hat).post(url(project), data)
    assert WorkDay.objects.get().consultant == hat


def test_a_cell_outside_the_week_is_ignored(as_hat, project, hat):
    data = {"semaine": WEEK, **line_of(stage()), "j-0-2026-11-09": "0,5", "j-0-2026-02-31": "1"}
    assert "Rien n'est enregistré" in html.unescape(as_hat(hat).post(url(project), data).content.decode())
    assert not WorkDay.objects.exists()


def test_others_read_and_do_not_write(as_hat, project, hat):
    noted(project, hat)
    for reader in (ars_writer(project), secretary()):
        page = as_hat(reader).get(url(project), {"semaine": WEEK, "personne": hat.pk}).content.decode()
        assert cells(page) == {}
        assert "se tient par l&#x27;Aract" in page
        data = {"semaine": WEEK, **line_of(stage()), "j-0-2026-11-18": "0,5"}
        assert as_hat(reader).post(url(project), data).status_code == 403
        assert as_hat(reader).post(reverse("worklog:copy_week", args=[project.pk])).status_code == 403
    assert as_hat(consultant(living())).get(url(project)).status_code == 404
    assert WorkDay.objects.count() == 1


def test_the_week_leads_to_the_months_sum(as_hat, project, hat):
    noted(project, hat, TUESDAY, "0.5")
    noted(project, hat, date(2026, 11, 3), "0.25")
    noted(project, hat, OCTOBER, "1")
    noted(project, signatory(project), TUESDAY, "1")
    page = html.unescape(as_hat(hat).get(url(project), {"semaine": WEEK}).content.decode())
    address = re.search(r'href="([^"]+)">Mon mois : novembre', page)[1]
    assert as_hat(hat).get(address).context["total"] == Decimal("0.75")


def test_before_the_award_there_is_no_log(as_hat):
    waiting = RegionalProjectFactory()
    assert as_hat(consultant(waiting)).get(url(waiting)).status_code == 409


def test_an_aract_without_anyone_says_so(as_hat, project):
    page = as_hat(ars_writer(project)).get(url(project)).content.decode()
    assert "Personne à l'Aract pour noter des jours" in html.unescape(page)


def copied(client, project, **data):
    return client.post(reverse("worklog:copy_week", args=[project.pk]), {"semaine": WEEK, **data}, follow=True)


def test_last_week_is_copied_where_it_fits(as_hat, project, hat):
    last = TUESDAY - timedelta(days=7)
    record_days(
        project,
        [
            entry(hat, last, "0.5", Line(stage(), note="Point hebdomadaire")),
            entry(hat, last + timedelta(days=1), "1"),
            entry(hat, last + timedelta(days=2), "1"),
            # Of these two, the week already has one, and the other's day is full.
            entry(hat, TUESDAY + timedelta(days=1), "1", Line(stage("CADRAGE"))),
            entry(hat, TUESDAY + timedelta(days=2), "0.25"),
        ],
        by=hat,
        now=NOW,
    )
    page = copied(as_hat(hat), project).content.decode()
    week = WorkDay.objects.between(date(2026, 11, 16), date(2026, 11, 22)).order_by("worked_on")
    assert [(row.worked_on.day, row.days) for row in week] == [
        (17, Decimal("0.5")), (18, Decimal(1)), (19, Decimal("0.25")),
    ]  # fmt: skip
    assert week[0].note == "Point hebdomadaire"
    assert "1 case recopiée" in page.replace("\xa0", " ")
    assert "1 case laissée" in page.replace("\xa0", " ")
    copied(as_hat(hat), project)
    assert week.all().count() == 3


def test_holidays_are_not_copied_upon_and_an_empty_week_says_so(as_hat, project, hat):
    assert "rien à recopier" in copied(as_hat(hat), project).content.decode()
    record_days(project, [entry(hat, date(2026, 11, 4), "1")], by=hat, now=NOW)
    copied(as_hat(hat), project, semaine="2026-W46")
    assert WorkDay.objects.count() == 1, "11 November is a holiday"


def test_the_week_costs_the_same_queries_for_one_line_and_for_ten(as_hat, project, hat, django_assert_max_num_queries):
    client, counts = as_hat(hat), []
    for number in (1, 10):
        lines = [
            entry(hat, TUESDAY - timedelta(days=rank), "0.25", Line(stage(), note=f"N{number}")) for rank in range(2)
        ]
        more = [entry(hat, TUESDAY, "0.25", Line(stage("CADRAGE", 1), note=f"M{rank}")) for rank in range(2)]
        record_days(project, lines + (more if number == 10 else []), by=hat, now=NOW)
        with django_assert_max_num_queries(40) as captured:
            client.get(url(project), {"semaine": WEEK})
        counts.append(len(captured))
    assert counts[0] == counts[1]
