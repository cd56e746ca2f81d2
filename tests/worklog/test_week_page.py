"""The week: typed cell by cell, whole, or by the day; every refusal at its cell; nothing typed is lost."""

import html
import re
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from core.typography import typeset
from tests.autosaving import LIVE, choice, save_one
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
from worklog.calendar import monday_of, week_code
from worklog.entries import Line
from worklog.models import WorkDay
from worklog.recording import record_days
from worklog.sealing import seal

pytestmark = pytest.mark.django_db
WEEK = "2026-W47"


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
    grid = page.split('id="jour"', maxsplit=1)[0]
    shown = (dict(re.findall(r'(\w+)="([^"]*)"', cell)) for cell in re.findall(r"<input[^>]*worklog-cell[^>]*>", grid))
    return {cell["name"]: cell.get("value", "") for cell in shown}


def line_of(term, **more) -> dict[str, str]:
    return {f"etape-{Line(term).name}": term.pk, **more}


def cell(term, day=TUESDAY) -> str:
    return f"j-{Line(term).name}-{day.isoformat() if isinstance(day, date) else day}"


def note(client, project, text, seen="", term=None, **more):
    """A cell as one leaves it."""
    term = term or stage()
    return save_one(client, url(project), cell(term), text, seen, semaine=WEEK, **line_of(term), **more)


def test_a_cell_typed_is_saved_and_the_page_told_so(as_hat, project, hat):
    told = note(as_hat(hat), project, "0,5").json()
    row = WorkDay.objects.get()
    assert (row.days, row.consultant, row.worked_on, row.logged_by) == (Decimal("0.5"), hat, TUESDAY, hat)
    assert "Enregistré à" in told["message"]
    assert f'name="initial-{cell(stage())}" value="0,5"' in told["seen"]
    assert f'<output id="total-jour-{TUESDAY.isoformat()}">0,5</output>' in told["fragments"]
    assert f'<output id="total-ligne-{Line(stage()).name}">0,5</output>' in told["fragments"]


def test_a_whole_week_is_saved_by_its_button(as_hat, project, hat):
    client = as_hat(hat)
    page = client.get(url(project), {"semaine": WEEK}).content.decode()
    names = cells(page)
    assert len(names) == 14
    data = dict(re.findall(r'<input type="hidden"[^>]* name="([^"]+)" value="([^"]*)"', page.split('id="jour"')[0]))
    first = next(iter(names)).rsplit("-", 3)[0]
    typed = {name: ("0,75" if name.endswith("17") else "") for name in names if name.startswith(first)}
    answer = client.post(url(project), data | names | typed)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (answer.status_code, query["semaine"]) == (302, [WEEK])
    assert WorkDay.objects.get().stage.code == "CADRAGE"
    again = client.get(answer.headers["Location"]).content.decode()
    assert cells(again)[f"{first}-2026-11-17"] == "0,75"


@pytest.mark.parametrize("hostile", ["2", "-1", "NaN", "1e9", "٠٫٥", "0,3", "\x000,5", "\u202e0,5", "9" * 5000])
def test_what_makes_no_sense_is_refused_at_its_cell_and_kept(as_hat, project, hat, hostile):
    """Case 47."""
    data = {"semaine": WEEK, **line_of(stage()), cell(stage()): hostile}
    answer = as_hat(hat).post(url(project), data)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert next(iter(answer.context["form"].errors)) == cell(stage())
    assert answer.context["form"][cell(stage())].value() == hostile
    assert not WorkDay.objects.exists()


def test_one_faulty_cell_keeps_the_whole_week_as_typed(as_hat, project, hat):
    good, bad = cell(stage()), cell(stage(), "2026-11-18")
    data = {"semaine": WEEK, **line_of(stage()), good: "0,5", bad: "1,1"}
    shown = cells(as_hat(hat).post(url(project), data).content.decode())
    assert (shown[good], shown[bad]) == ("0,5", "1,1")
    assert not WorkDay.objects.exists()


def test_the_deeds_reason_stands_at_the_cell(as_hat, project, hat):
    other = living(ars=project.ars, aract=project.aract)
    noted(other, hat, days="0.75")
    refused = note(as_hat(hat), project, "0,5")
    assert refused.status_code == 422
    (reason,) = refused.json()["errors"]
    assert re.search("1,25.*tous projets confondus", reason)
    data = {"semaine": WEEK, **line_of(stage()), cell(stage()): "0,5"}
    assert reason in typeset(as_hat(hat).post(url(project), data).content.decode())
    assert "Sur d'autres projets" in as_hat(hat).get(url(project), {"semaine": WEEK}).content.decode()


def test_another_authors_value_is_shown_before_being_replaced(as_hat, project, hat):
    """Case 5."""
    noted(project, hat, days="0.75", line=Line(stage()))
    client = as_hat(signatory(project))
    clash = note(client, project, "0,25", personne=hat.pk)
    assert clash.status_code == 409
    shown = clash.json()["clash"]
    assert "0,75" in shown
    assert str(hat).replace("'", "&#x27;") in shown
    note(client, project, "0,25", personne=hat.pk, trancher=choice(shown, "mine"))
    assert WorkDay.objects.get().days == Decimal("0.25")


def test_without_script_both_values_are_shown_and_nothing_is_written(as_hat, project, hat):
    noted(project, hat, days="0.75", line=Line(stage()))
    client, name = as_hat(hat), cell(stage())
    data = {"semaine": WEEK, **line_of(stage()), name: "0,25", f"initial-{name}": ""}
    clash = client.post(url(project), data)
    assert clash.status_code == 409
    client.post(url(project), data | {"trancher": choice(clash.content.decode(), "mine")})
    assert WorkDay.objects.get().days == Decimal("0.25")


def test_on_a_phone_a_quarter_is_one_touch(as_hat, project, hat):
    client, day = as_hat(hat), TUESDAY.isoformat()
    told = note(client, project, "0,25", jour=day).json()
    assert "0,25\xa0j" in told["fragments"].split('id="jour-total"')[1]
    page = client.get(url(project), {"semaine": WEEK, "jour": day}).content.decode().split('id="jour"')[1]
    assert re.search(rf'name="{cell(stage())}" value="0,25" checked', page)
    data = {"semaine": WEEK, "jour": day, **line_of(stage()), cell(stage()): "1", f"initial-{cell(stage())}": "0,25"}
    assert client.post(url(project), data).headers["Location"].endswith(f"jour={day}#jour")
    assert WorkDay.objects.get().days == 1


def test_closed_days_say_why_and_hold_no_field(as_hat, project, hat):
    noted(project, hat, OCTOBER)
    seal(project, OCTOBER, by=hat, now=NOW)
    page = as_hat(hat).get(url(project), {"semaine": "2026-W40"}).content.decode()
    assert "scellé : corrigez-le par une écriture de correction" in page
    # 28, 29 and 30 September are open, October is not.
    assert {name[-10:] for name in cells(page)} == {"2026-09-28", "2026-09-29", "2026-09-30"}


def test_holidays_are_allowed_and_said(as_hat, project, hat):
    page = as_hat(hat).get(url(project), {"semaine": "2026-W46"}).content.decode()
    assert "férié : Armistice" in page
    assert cell(stage(), "2026-11-11") in cells(page)


def test_a_holiday_of_the_region_is_said_in_its_week(as_hat, project, hat):
    """Case 71."""
    project.region.code = "04"
    project.region.save()
    assert (
        "férié : Abolition de l&#x27;esclavage"
        in as_hat(hat).get(url(project), {"semaine": "2026-W51"}).content.decode()
    )


def test_a_line_named_by_the_address_waits_for_its_days(as_hat, project, hat):
    """What another page, a meeting's for instance, leads to."""
    place = structure(project).establishment
    asked = {"jour": TUESDAY.isoformat(), "etape": stage().pk, "structure": place.pk, "methode": method().pk}
    page = as_hat(hat).get(url(project), asked | {"precision": "COPIL n° 2"}).content.decode()
    assert f"{place.name} – Entretien – COPIL n° 2" in page
    line = Line(stage(), place, method(), "COPIL n° 2")
    assert f"j-{line.name}-2026-11-17" in cells(page)
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
        data = {"semaine": WEEK, "etape-0": stage().pk, f"{field}-0": key, "j-0-2026-11-17": "0,5"}
        answer = as_hat(hat).post(url(project), data)
        assert "Rien n'est enregistré" in html.unescape(answer.content.decode())
        assert as_hat(hat).post(url(project), data | {"initial-j-0-2026-11-17": ""}, headers=LIVE).status_code == 404
    assert not WorkDay.objects.exists()


def test_a_persons_key_of_another_aract_is_not_theirs(as_hat, project, hat):
    """Case 34."""
    stranger = consultant(living())
    note(as_hat(hat), project, "0,5", personne=stranger.pk)
    assert WorkDay.objects.get().consultant == hat


def test_a_cell_outside_the_week_is_ignored(as_hat, project, hat):
    outside = {cell(stage(), "2026-11-09"): "0,5", cell(stage(), "2026-02-31"): "1"}
    page = as_hat(hat).post(url(project), {"semaine": WEEK, **line_of(stage()), **outside}).content.decode()
    assert "Rien n'est enregistré" in html.unescape(page)
    assert not WorkDay.objects.exists()


def test_a_day_sealed_meanwhile_says_so_at_its_cell_and_keeps_what_was_typed(as_hat, project, hat):
    noted(project, hat, OCTOBER)
    seal(project, OCTOBER, by=hat, now=NOW)
    name = cell(stage(), OCTOBER)
    data = {"semaine": week_code(monday_of(OCTOBER)), **line_of(stage()), name: "1", f"initial-{name}": "0,5"}
    answer = as_hat(hat).post(url(project), data)
    assert "est scellé" in str(answer.context["form"].errors[name])
    assert answer.context["form"][name].value() == "1"


def test_others_read_and_do_not_write(as_hat, project, hat):
    noted(project, hat)
    for reader in (ars_writer(project), secretary()):
        page = as_hat(reader).get(url(project), {"semaine": WEEK, "personne": hat.pk}).content.decode()
        assert cells(page) == {}
        assert "se notent par l&#x27;Aract" in page
        data = {"semaine": WEEK, **line_of(stage()), cell(stage(), "2026-11-18"): "0,5"}
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
    address = re.search(r'href="([^"]+)">Votre mois : novembre', page)[1]
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
