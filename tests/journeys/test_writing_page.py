"""The page where a fiche is written: what stays in view, the keyboard, a phone, rows and cells where they are."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Membership
from applications.answers import save_answers
from applications.models import Application, Deposit, Signature
from calls.enums import Vocabulary
from regions.models import CollectiveMember, StagePlan
from tests.applications.fiches import Fiche, complete
from tests.applications.full import full
from tests.applications.tables import open_fiche
from tests.factories import PASSWORD, CallFactory, TermFactory
from tests.journeys.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESKTOP = {"width": 375, "height": 667}, {"width": 1280, "height": 900}
WORK_BEGINS, BAR, MOST_STOPS = 140, 56, 8


def section(fiche: Fiche, number: int) -> str:
    return reverse("applications:section", args=[fiche.application.pk, number])


def top_of(page: Page, selector: str) -> float:
    return page.locator(selector).first.bounding_box()["y"]


def tab_to(page: Page, selector: str, most: int) -> None:
    """Press Tab until what the selector names has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not within {most} stops: {page.evaluate('document.activeElement.outerHTML')}")


def skip(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_the_work_begins_high_and_what_counts_stays(site: Site):
    fiche = full()
    page = site.wearing(fiche.ars_writer).page
    page.set_viewport_size(DESKTOP)
    page.goto(section(fiche, 8))
    assert top_of(page, "h1") <= WORK_BEGINS
    assert page.locator("[data-bar]").bounding_box()["height"] <= BAR
    page.locator(".fiche-form textarea").nth(5).focus()
    for selector in ("[data-bar]", ".fiche-menu nav", ".fiche-help"):
        expect(page.locator(selector)).to_be_in_viewport()
    # No box scrolls within the page.
    assert page.evaluate(
        "[...document.querySelectorAll('main *')].every(box => !/auto|scroll/.test(getComputedStyle(box).overflowY)"
        " || box.matches('textarea'))"
    )
    # Going back up with the keyboard, no field is hidden by the bar.
    for _ in range(6):
        page.keyboard.press("Shift+Tab")
        top, within = page.evaluate(
            "[document.activeElement.getBoundingClientRect().top, document.activeElement.matches('.fiche-form *')]"
        )
        assert top >= BAR or not within
    assert Axe().run(page).response["violations"] == []


def test_the_first_field_is_near_for_the_keyboard(site: Site):
    fiche = full()
    page = site.wearing(fiche.ars_writer).page
    page.goto(section(fiche, 8))
    skip(page)
    tab_to(page, ".fiche-form textarea, .fiche-form input:not([type=hidden])", MOST_STOPS)


def test_on_a_phone_the_field_and_the_other_text_are_on_the_screen(site: Site):
    """The keyboard takes a part of the screen; the page is as high as what is left."""
    fiche = full()
    watched = site.wearing(fiche.ars_writer)
    page = watched.page
    page.set_viewport_size(PHONE)
    page.goto(section(fiche, 8))
    area = page.locator(".fiche-form textarea").nth(2)
    name = area.get_attribute("name")
    part = fiche.call.questionnaire.sections.get(number=8)
    save_answers(fiche.application, part, {name: "Un texte de l'Aract, court."}, by=fiche.aract_writer)
    area.fill("Un texte de l'ARS")
    area.press("End")
    clash = page.locator(f"[data-clash={name}]")
    expect(clash.get_by_role("button", name="Garder votre texte")).to_be_in_viewport()
    expect(clash.locator(".portal-clash__title")).to_be_in_viewport()
    expect(area).to_be_focused()
    expect(area).to_be_in_viewport()
    assert clash.bounding_box()["y"] >= page.locator("[data-bar]").bounding_box()["height"] - 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert Axe().run(page).response["violations"] == []
    watched.refused(409)


def test_a_row_is_changed_added_and_removed_where_it_is(site: Site):
    fiche = open_fiche()
    profile = TermFactory(vocabulary=Vocabulary.PROFILE, code="DIRECTION", label="Direction")
    project = fiche.application.project
    project.members.create(group="collective", profile=profile, function="Directrice", organisation_name="GCS")
    watched = site.wearing(fiche.aract_writer)
    page = watched.page
    page.goto(section(fiche, 3))
    form = page.locator(".portal-in-place")
    page.get_by_role("link", name="Modifier Directrice").press("Enter")
    expect(form.locator("[name=profile]")).to_be_focused()
    assert Axe().run(page).response["violations"] == []
    form.locator("[name=seats]").fill("0")
    form.get_by_role("button", name="Enregistrer le membre").click()
    expect(form.locator("#erreurs")).to_be_focused()
    watched.refused(422)
    form.locator("[name=seats]").fill("3")
    form.get_by_role("button", name="Enregistrer le membre").click()
    expect(page.get_by_role("link", name="Modifier Directrice")).to_be_focused()
    expect(page.locator("[data-save-state]")).to_contain_text("est à jour")
    assert CollectiveMember.objects.get().seats == 3
    page.get_by_role("link", name="Ajouter un membre").click()
    form.locator("[name=profile]").select_option(label="Direction")
    form.locator("[name=function]").fill("Cadre")
    form.locator("[name=organisation_name]").fill("GCS")
    form.locator("[name=seats]").fill("1")
    form.get_by_role("button", name="Ajouter puis en saisir un autre").click()
    expect(page.get_by_role("row", name="Cadre")).to_be_visible()
    expect(form.locator("[name=function]")).to_have_value("")
    form.get_by_role("link", name="Annuler").click()
    expect(page.get_by_role("link", name="Ajouter un membre")).to_be_focused()
    page.get_by_role("link", name="Retirer Cadre").click()
    form.get_by_role("button", name="Retirer le membre").click()
    expect(page.get_by_role("button", name="Annuler ce retrait")).to_be_focused()
    assert CollectiveMember.objects.count() == 1
    assert page.url.endswith(section(fiche, 3))


def test_a_row_that_somebody_else_changed_shows_both_where_it_is(site: Site):
    """Case 49."""
    fiche = open_fiche()
    profile = TermFactory(vocabulary=Vocabulary.PROFILE, code="DIRECTION")
    project = fiche.application.project
    seat = project.members.create(group="collective", profile=profile, function="Directrice", organisation_name="GCS")
    watched = site.wearing(fiche.aract_writer)
    page = watched.page
    page.goto(section(fiche, 3))
    page.get_by_role("link", name="Modifier Directrice").click()
    form = page.locator(".portal-in-place")
    form.locator("[name=function]").fill("Directrice adjointe")
    CollectiveMember.objects.filter(pk=seat.pk).update(function="Directrice générale")
    form.get_by_role("button", name="Enregistrer le membre").click()
    clash = form.locator("[data-clash=function]")
    expect(clash).to_contain_text("Directrice générale")
    clash.get_by_role("button", name="Garder votre texte").click()
    expect(page.get_by_role("row", name="Directrice adjointe")).to_be_visible()
    watched.refused(409)


def test_without_connection_what_is_typed_in_a_row_stays(site: Site):
    fiche = open_fiche()
    watched = site.wearing(fiche.ars_writer)
    page = watched.page
    page.goto(section(fiche, 6))
    page.get_by_role("link", name="Ajouter un cofinancement").click()
    form = page.locator(".portal-in-place")
    form.locator("[name=funder]").fill("Région")
    page.context.set_offline(True)
    form.get_by_role("button", name="Ajouter le cofinancement").click()
    expect(form.get_by_role("alert")).to_contain_text("essayez de nouveau")
    expect(form.locator("[name=funder]")).to_have_value("Région")
    page.context.set_offline(False)
    form.locator("[name=amount]").fill("5 000")
    form.get_by_role("button", name="Ajouter le cofinancement").click()
    expect(page.get_by_role("row", name="Région")).to_be_visible()
    watched.taken()


def test_stages_are_one_grid_at_the_keyboard(site: Site):
    first, second = (TermFactory(vocabulary=Vocabulary.STAGE, code=c, position=p) for p, c in enumerate(("UN", "DEUX")))
    fiche = open_fiche()
    page = site.wearing(fiche.aract_writer).page
    page.goto(section(fiche, 5))
    cell = page.locator(f"[name=etape-{first.pk}-planned_days]")
    cell.focus()
    page.keyboard.type("2,5")
    page.keyboard.press("Enter")
    expect(page.locator(f"[name=etape-{second.pk}-planned_days]")).to_be_focused()
    page.keyboard.type("1")
    page.keyboard.press("ArrowUp")
    expect(cell).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"[name=etape-{first.pk}-starts_on]")).to_be_focused()
    expect(page.locator("#etapes-somme")).to_contain_text("3,5 j")
    expect(page.locator("[data-save-state]")).to_contain_text("Enregistré à")
    assert sorted(StagePlan.objects.values_list("planned_days", flat=True)) == [1, 2.5]
    assert Axe().run(page).response["violations"] == []


def sign_in(site: Site, hat: Membership, path: str) -> Page:
    """With the keyboard, and on to `path`, where one is past the menu as on the page of sign-in."""
    page = site.page().page
    page.goto(f"{reverse('account_login')}?next={path}")
    skip(page)
    tab_to(page, "[name=login]", MOST_STOPS)
    page.keyboard.type(hat.user.email)
    tab_to(page, "[name=password]", 1)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    # The address keeps the mark of the link that skips.
    page.wait_for_url(lambda url: urlsplit(url).path == path)
    return page


def test_from_sign_in_to_the_deposit_with_the_keyboard_alone(site: Site):
    """Written, signed by both, deposited: no mouse."""
    now = timezone.now()
    call = CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10))
    fiche = complete(project__call=call)
    save_answers(fiche.application, call.questionnaire.sections.get(number=1), {"contexte": ""}, by=fiche.ars_writer)
    overview = reverse("applications:application", args=[fiche.application.pk])
    writer = sign_in(site, fiche.ars_writer, overview)
    tab_to(writer, "main .portal-callout a.fr-btn", 12)
    writer.keyboard.press("Enter")
    writer.wait_for_url("**/sections/1/")
    skip(writer)
    tab_to(writer, "[name=contexte]", MOST_STOPS)
    writer.keyboard.type("La région compte quarante établissements.")
    expect(writer.locator("#fiche-suite")).to_have_text("Relire la fiche")
    for hat in (fiche.aract_signatory, fiche.ars_signatory):
        page = sign_in(site, hat, section(fiche, 1))
        tab_to(page, "#fiche-suite", 30)
        expect(page.locator("#fiche-suite")).to_have_text("Lire et signer")
        page.keyboard.press("Enter")
        page.wait_for_url("**/signature/")
        skip(page)
        tab_to(page, "[name=attested]", 20)
        page.keyboard.press("Space")
        tab_to(page, "main button[type=submit]", 6)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(fiche.application.project.title)
    assert Signature.objects.live().count() == 2
    writer.goto(reverse("applications:deposit", args=[fiche.application.pk]))
    skip(writer)
    tab_to(writer, "main button:not([disabled])", 20)
    writer.keyboard.press("Enter")
    dialog = writer.locator("dialog[open], .fr-modal--opened")
    if dialog.count():
        tab_to(writer, ".fr-modal--opened button[type=submit], dialog[open] button[type=submit]", 6)
        writer.keyboard.press("Enter")
    expect(writer.get_by_text("déposée").first).to_be_visible()
    assert Deposit.objects.get().application == Application.objects.get()
