"""The tools of a long text in a browser: marks by buttons and keys, taken back, previewed; and hostile texts, read."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from applications.answers import save_answers
from applications.models import Application
from tests.journeys.places import answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOSTILE = """<script>window.hit = 1</script><img src=x onerror="window.hit = 1">
[a](javascript:window.hit=1) [b](data:text/html,<script>1</script>) [c](https://x.fr"onclick="window.hit=1)
[d](&#106;avascript:window.hit=1) ![e](https://x.fr/e.png) <javascript:window.hit=1>
- <svg onload=window.hit=1>
**<b onmouseover=window.hit=1>gras</b>**"""


@pytest.fixture
def opened(site):
    here = answer()
    return here, here.open(site)


def test_marks_are_put_by_the_tools_and_taken_back(opened):
    here, watched = opened
    page = watched.page
    area = page.locator(here.field)
    area.fill("Un mot\nun autre")
    area.evaluate("area => area.setSelectionRange(3, 6)")
    area.press("Control+b")
    expect(area).to_have_value("Un **mot**\nun autre")
    area.press("Control+z")
    expect(area).to_have_value("Un mot\nun autre")
    area.evaluate("area => area.setSelectionRange(0, area.value.length)")
    tools = page.get_by_role("toolbar", name="Mise en forme").first
    tools.get_by_role("button", name="Liste", exact=True).click()
    expect(area).to_have_value("- Un mot\n- un autre")
    area.press("Control+End")
    area.press("Control+k")
    page.keyboard.type("la page")
    expect(area).to_have_value("- Un mot\n- un autre[la page](https://)")
    expect(here.state(page)).to_contain_text("Enregistré à")


def test_the_preview_stands_in_the_place_of_the_text(opened):
    here, watched = opened
    page = watched.page
    area = page.locator(here.field)
    area.fill("Deux points :\n- **un**\n- deux")
    tools = page.get_by_role("toolbar", name="Mise en forme").first
    tools.get_by_role("button", name="Gras").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator(".portal-rich__preview li strong")).to_have_text("un")
    expect(area).to_be_hidden()
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Enter")
    expect(area).to_be_focused()
    expect(area).to_have_value("Deux points :\n- **un**\n- deux")


def test_the_box_grows_with_its_text_and_the_page_stays(opened):
    here, watched = opened
    page = watched.page
    area = page.locator(here.field)
    measured = "area => [area.getBoundingClientRect().top + scrollY, area.offsetHeight]"
    top, height = area.evaluate(measured)
    area.fill("Une ligne de plus\n" * 20)
    assert area.evaluate(measured)[0] == top
    assert area.evaluate(measured)[1] > height + 100
    assert area.evaluate("area => area.scrollHeight <= area.clientHeight")


def test_a_hostile_text_is_read_as_it_was_typed(opened):
    """Case 39: typed, previewed, read; the policy has nothing to stop."""
    here, watched = opened
    page = watched.page
    page.locator(here.field).fill(HOSTILE)
    page.get_by_role("button", name="Aperçu").first.click()
    expect(page.locator(".portal-rich__preview li")).to_contain_text("<svg onload")
    fiche = Application.objects.get()
    section = fiche.project.call.questionnaire.sections.get(number=1)
    save_answers(fiche, section, {"contexte": HOSTILE}, by=here.hat)
    page.goto(reverse("applications:read", args=[fiche.pk]))
    read = page.locator(".portal-rich").first
    expect(read).to_contain_text("[a](javascript:window.hit=1)")
    for element in read.locator("a, li, strong").all():
        element.hover(force=True)
    assert read.locator("script, img, svg, b").count() == 0
    targets = read.locator("a").evaluate_all("links => links.map(link => link.protocol)")
    assert set(targets) == {"https:"}
    assert page.evaluate("window.hit") is None
