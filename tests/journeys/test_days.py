"""An Aract's month: typed at the keyboard, sealed, seen by the ARS, corrected beside; and a day logged on a phone."""

import re
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import Membership
from calls.models import Term
from regions.models import RegionalProject, StagePlan
from tests.factories import member_of, retained_project
from tests.journeys.conftest import Watched
from tests.printed import text_of
from worklog.calendar import holidays, monday_of, month_of, week_code
from worklog.models import MonthSeal, WorkDay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def last_full_week() -> date:
    """A Monday whose week lies within last month, the third of whose days is not before the 3rd."""
    last_month_end = month_of(timezone.localdate()) - timedelta(days=1)
    return monday_of(last_month_end - timedelta(days=6))


@pytest.fixture
def project() -> RegionalProject:
    call_command("load_reference", verbosity=0)
    project = retained_project(award__awarded_on=timezone.localdate() - timedelta(days=120))
    for stage in Term.objects.filter(vocabulary="etape_exploration"):
        StagePlan.objects.create(project=project, stage=stage, planned_days=20)
    return project


@pytest.fixture
def consultant(project) -> Membership:
    return member_of(project.aract, Role.WRITER, job_title="Chargé de mission")


@pytest.fixture
def reader(project) -> Membership:
    return member_of(project.ars, Role.WRITER, job_title="Chargée de mission QVT")


@pytest.fixture
def worn(site):
    """Open a page in the browser of a hat; `refused` are the answers that this journey provokes."""
    provoked: list[tuple[Watched, int]] = []

    def open_page(hat: Membership, path: str, *, scripts: bool = True, refused: int | None = None) -> Page:
        watched = site.wearing(hat, scripts=scripts)
        watched.page.goto(path)
        if refused:
            provoked.append((watched, refused))
        return watched.page

    yield open_page
    for watched, status in provoked:
        watched.refused(status)


def week_url(project, monday: date) -> str:
    return f"{reverse('worklog:log', args=[project.pk])}?semaine={week_code(monday)}"


def line(page: Page, row: int):
    return page.locator(".worklog-grid tbody tr").nth(row)


def cell(page: Page, row: int, day: date):
    return line(page, row).locator(f"[name$='-{day.isoformat()}'].worklog-cell")


def state(page: Page):
    return page.locator("#semaine [data-save-state]")


def downloaded(page: Page, label: str) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=label).click()
    return text_of(waiting.value.path().read_bytes())


def type_week(page: Page, days: list[date]) -> None:
    """Two days on two lines, from the keyboard alone."""
    # Typing 0,5 and Tab is enough.
    cell(page, 0, days[0]).focus()
    page.keyboard.type("0,5")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(state(page)).to_contain_text("1,5 j cette semaine")
    expect(line(page, 0).locator("output")).to_have_text("1,5")
    expect(page.locator("#enveloppe")).to_contain_text("1,5 j faits")
    # Enter went down, arrows go on, «d» repeats the cell above: the day would be too long, and says so.
    expect(cell(page, 1, days[1])).to_be_focused()
    page.keyboard.press("d")
    expect(line(page, 1)).to_contain_text("pas plus d’un jour par personne")
    expect(cell(page, 1, days[1])).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, 1, days[0])).to_be_focused()
    page.keyboard.press("d")
    expect(line(page, 1).locator("output")).to_have_text("0,5")
    expect(state(page)).to_contain_text("1 case n’est pas enregistrée")
    cell(page, 1, days[1]).fill("")
    page.keyboard.press("Tab")
    expect(cell(page, 1, days[1])).not_to_have_attribute("aria-invalid", "true")
    expect(state(page)).to_contain_text("2 j cette semaine")


def test_a_month_from_the_keyboard_to_the_ars(worn, project, consultant, reader):
    monday = last_full_week()
    page = worn(consultant, week_url(project, monday), refused=422)
    type_week(page, [monday + timedelta(days=rank) for rank in range(7)])
    assert WorkDay.objects.count() == 3

    # The month is read, sealed, and printed.
    month = f"{monday:%Y-%m}"
    page.goto(reverse("worklog:statement", args=[project.pk, month]))
    page.get_by_role("button", name="Sceller le mois").click()
    with page.expect_navigation():
        page.locator("dialog").get_by_role("button", name=re.compile("^Sceller ")).click()
    made = MonthSeal.objects.get()
    told = downloaded(page, "Relevé PDF")
    assert made.sha256 in told
    assert "2 j" in told
    assert "pas encore vu" in told

    # The ARS finds it in its tasks.
    ars = worn(reader, reverse("todos"))
    with ars.expect_navigation():
        ars.get_by_role("link", name=re.compile("Attester avoir vu")).click()
    ars.get_by_role("button", name="Attester avoir vu le mois").click()
    with ars.expect_navigation():
        ars.locator("dialog").get_by_role("button", name=re.compile("^Attester ")).click()
    assert "pas encore vu" not in downloaded(ars, "Relevé PDF")

    # Later, half a day too many is taken back beside the sealed line.
    page.goto(reverse("worklog:statement", args=[project.pk, month]))
    with page.expect_navigation():
        page.get_by_role("link", name="Corriger").last.click()
    page.get_by_label("Jours réellement faits").fill("0,5")
    page.get_by_label("Motif").fill("Visite écourtée")
    with page.expect_navigation():
        page.get_by_role("button", name="Inscrire l’écriture de correction").click()
    expect(page.get_by_role("status").first).to_contain_text("deviennent 0,5")
    assert min(WorkDay.objects.values_list("days", flat=True)) < 0
    ars.goto(reverse("worklog:entries", args=[project.pk]))
    expect(ars.locator("main")).to_contain_text("Visite écourtée")


def test_last_week_is_copied_by_one_key(worn, project, consultant):
    monday = last_full_week()
    worked = next(day for day in (monday + timedelta(days=rank) for rank in range(5)) if day not in holidays(day.year))
    page = worn(consultant, week_url(project, monday - timedelta(days=7)))
    cell(page, 2, worked - timedelta(days=7)).fill("0,5")
    page.keyboard.press("Tab")
    expect(state(page)).to_contain_text("Enregistré")
    page.goto(week_url(project, monday))
    cell(page, 0, monday).focus()
    with page.expect_navigation():
        page.keyboard.press("c")
    expect(page.get_by_role("status").first).to_contain_text("recopiée")


def test_without_scripts_the_week_is_a_form(worn, project, consultant):
    monday = last_full_week()
    page = worn(consultant, week_url(project, monday), scripts=False, refused=422)
    cell(page, 0, monday).fill("0,75")
    cell(page, 1, monday).fill("2")
    page.get_by_role("button", name="Enregistrer la semaine").click()
    assert not WorkDay.objects.exists()
    assert cell(page, 0, monday).input_value() == "0,75"
    cell(page, 1, monday).fill("0,25")
    page.get_by_role("button", name="Enregistrer la semaine").click()
    assert WorkDay.objects.count() == 2


def test_a_day_is_logged_on_a_phone(worn, project, consultant):
    today = timezone.localdate()
    page = worn(consultant, week_url(project, today))
    page.set_viewport_size({"width": 375, "height": 800})
    expect(page.locator(".worklog-grid")).to_be_hidden()
    stage = page.locator(".worklog-day__lines > li").nth(2)
    stage.get_by_text("0,5", exact=True).click()
    expect(page.locator("#jour [data-save-state]")).to_contain_text("Enregistré à")
    expect(page.locator("#jour-total")).to_contain_text("0,5")
    expect(stage.get_by_label("0,5", exact=True)).to_be_checked()
    assert WorkDay.objects.get().worked_on == today
    assert page.evaluate("document.documentElement.scrollWidth") == 375


@pytest.mark.parametrize("name", ["log", "entries", "months", "burn", "import_days", "rates"])
def test_the_pages_of_the_log_are_accessible(worn, project, consultant, name):
    WorkDay.objects.create(
        project=project, stage=Term.objects.filter(vocabulary="etape_exploration").first(), consultant=consultant,
        worked_on=timezone.localdate() - timedelta(days=20), days=1, logged_by=consultant,
    )  # fmt: skip
    page = worn(consultant, reverse(f"worklog:{name}", args=[project.pk]))
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        page.reload()
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
