"""Each of our scripts is alive on a page of its kind, served as in production."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Membership
from tests.applications.tables import open_fiche
from tests.commission.examined import fiche as examined
from tests.commission.examined import opened, rapporteur
from tests.databases import ROOT
from tests.factories import CallFactory
from tests.journeys.conftest import Watched
from tests.journeys.test_every_page import kind_of, links
from tests.meetings.rooms import held, room

pytestmark = pytest.mark.browser

WRITER = "redaction@ars-ile-de-france.example"
CONSULTANT = "redaction@aract-ile-de-france.example"
SECRETARY = "secretariat@dgos.example"
MOST_PAGES = 60


def seek(page: Page, view: str, number: int | None = None) -> None:
    """Follow links from the tasks until a page of this kind: each kind once, those of the same room before others."""

    def distance(path: str) -> int:
        name, section = kind_of(path.split("?", maxsplit=1)[0])
        if (name, section) == (view, number):
            return 0
        return 1 if name.split(":")[0] == view.split(":", maxsplit=1)[0] else 2

    queue, seen = ["/taches/"], set()
    while queue and len(seen) < MOST_PAGES:
        path = queue.pop(0)
        kind = kind_of(path.split("?")[0])
        if kind in seen:
            continue
        seen.add(kind)
        page.goto(path)
        if kind == (view, number):
            return
        queue = sorted([*queue, *links(page)], key=distance)
    pytest.fail(f"no link to {view} {number or ''} in {len(seen)} pages")


def says_when_it_cannot_save(page: Page) -> None:
    page.context.set_offline(True)
    page.locator("form[data-autosave] textarea").first.fill("Écrit dans le train")
    expect(page.locator("[data-save-state]")).to_contain_text("La connexion est coupée")


def counts_what_remains(page: Page) -> None:
    expect(page.locator("[data-remaining-for]").first).to_contain_text("restants")


def asks_what_others_did(page: Page) -> None:
    with page.expect_response(lambda answer: "/changements/" in answer.url):
        page.evaluate("window.dispatchEvent(new Event('focus'))")


def hides_what_is_not_asked(page: Page) -> None:
    expect(page.locator("[data-shown-if][hidden]")).not_to_have_count(0)


def goes_from_cell_to_cell(page: Page) -> None:
    cells = page.locator(".worklog-cell:enabled")
    cells.first.focus()
    page.keyboard.press("ArrowRight")
    expect(cells.nth(1)).to_be_focused()


def hides_the_new_tool(page: Page) -> None:
    expect(page.locator("[name=title]")).to_be_hidden()


def adds_up(page: Page) -> None:
    expect(page.locator("[data-total]")).to_contain_text("Total")


def scores_by_a_key(page: Page) -> None:
    radio = page.locator("[data-criterion] input[type=radio]").first
    radio.focus()
    page.keyboard.press("3")
    expect(page.locator("[data-criterion]").first.locator("input[type=radio][value='3']")).to_be_checked()


def goes_to_the_profile(page: Page) -> None:
    page.locator("[hx-target='#profil']").first.click()
    expect(page.locator("[data-profile]")).to_be_focused()


def keeps_what_has_the_focus_under_the_bar(page: Page) -> None:
    page.wait_for_function("parseFloat(document.documentElement.style.scrollPaddingTop) > 0")


def offers_tools(page: Page) -> None:
    expect(page.locator(".portal-rich__tools button").first).to_be_visible()


def opens_the_row_where_it_is(page: Page) -> None:
    before = page.url
    page.locator("[data-in-place] a").first.click()
    expect(page.locator(".portal-in-place form")).to_be_visible()
    assert page.url == before


def goes_down_the_stages(page: Page) -> None:
    cells = page.locator("[data-grid] input:enabled")
    cells.first.focus()
    page.keyboard.press("Enter")
    expect(cells.first).not_to_be_focused()


def lists_the_pair(page: Page) -> None:
    expect(page.locator("textarea[aria-haspopup=listbox]")).to_be_visible()


def takes_files_that_are_dropped(page: Page) -> None:
    expect(page.locator(".fiche-files--live .fiche-drop").first).to_be_visible()


def moves_a_question_where_one_is(page: Page) -> None:
    before = page.url
    page.get_by_role("button", name="Descendre la question 1.1", exact=True).click()
    expect(page.locator("[data-said]")).to_contain_text("place 1.2")
    assert page.url == before


# By script: who sees it, on which kind of page, and what shows that it lives.
SCRIPTS: dict[str, tuple[str, str, int | None, Callable[[Page], None]]] = {
    "portal": (WRITER, "applications:section", 1, counts_what_remains),
    "autosave": (WRITER, "applications:section", 1, says_when_it_cannot_save),
    "watch": (WRITER, "applications:section", 1, asks_what_others_did),
    "conditions": (WRITER, "applications:section", 5, hides_what_is_not_asked),
    "working": (WRITER, "applications:section", 1, keeps_what_has_the_focus_under_the_bar),
    "rich": (WRITER, "applications:section", 1, offers_tools),
    "in_place": (WRITER, "applications:section", 7, opens_the_row_where_it_is),
    "grid": (WRITER, "applications:section", 10, goes_down_the_stages),
    "new_tool": (WRITER, "applications:edit_participant", None, hides_the_new_tool),
    "worklog": (CONSULTANT, "worklog:log", None, goes_from_cell_to_cell),
    "profile": (SECRETARY, "commission:dashboard", None, goes_to_the_profile),
    "upload": (WRITER, "applications:section", 1, takes_files_that_are_dropped),
    "studio": (SECRETARY, "calls:studio", None, moves_a_question_where_one_is),
}


def use_of_the_complement() -> tuple[Membership, str]:
    where = room()
    meeting = held(where)
    return where.aract, reverse("meetings:decide_complement", args=[meeting.project_id, meeting.pk])


def review() -> tuple[Membership, str]:
    hat = rapporteur()
    return hat, reverse("commission:review", args=[opened(examined(CallFactory()), hat).pk])


def remark_to_write() -> tuple[Membership, str]:
    fiche = open_fiche()
    return fiche.ars_writer, reverse("applications:add_remark", args=[fiche.application.pk, 1])


# Pages that the demonstration does not have on every day.
MADE: dict[str, tuple[Callable[[], tuple[Membership, str]], Callable[[Page], None]]] = {
    "mentions": (remark_to_write, lists_the_pair),
    "complement": (use_of_the_complement, adds_up),
    "scoring": (review, scores_by_a_key),
}


def test_no_script_of_a_page_is_forgotten():
    named = set()
    for template in Path(ROOT, "templates").rglob("*.html"):
        named.update(re.findall(r"static \"js/(\w+)\.js\"", template.read_text(encoding="utf-8")))
    assert named == {*SCRIPTS, *MADE}


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_script_is_alive(demo_site, script):
    email, view, number, shows = SCRIPTS[script]
    watched: Watched = demo_site.signed_in(email)
    seek(watched.page, view, number)
    assert watched.page.locator(f"script[src*='/js/{script}.']").count() == 1
    shows(watched.page)
    if script == "autosave":
        assert all("ERR_INTERNET_DISCONNECTED" in said for said in watched.taken())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", MADE)
def test_the_script_is_alive_on_a_page_made_for_it(site, script):
    made, shows = MADE[script]
    hat, path = made()
    page = site.wearing(hat).page
    page.goto(path)
    assert page.locator(f"script[src*='/js/{script}.']").count() == 1
    shows(page)
