"""Nothing typed is ever lost, on any page whose fields save themselves (cases 49, 50 and 54).

The network is cut, the tab closed, the session ended, somebody else signs in on the same computer: what was typed is
saved on return or offered back, the page never says «Enregistré» of what is not, and signing out leaves nothing behind.
"""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.models import SectionAnswers
from tests.applications.fiches import draft
from tests.applications.tables import live_signature
from tests.conftest import client_of
from tests.factories import CallFactory, member_of
from tests.journeys.places import PLACES, answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ALL = "Une réponse que vous aviez tapée n’a pas été enregistrée"


def eventually(page: Page, condition: Callable[[], bool]) -> None:
    """What the page says is true: the database agrees, at once or very soon."""
    for _ in range(50):
        if condition():
            return
        page.wait_for_timeout(100)
    assert condition()


def kept_in(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('acia-'))")


@pytest.mark.parametrize("place", PLACES)
def test_with_the_network_cut_the_text_stays_and_is_saved_on_return(site, place):
    here = place()
    watched = here.open(site)
    page = watched.page
    page.context.set_offline(True)
    here.type(page)
    expect(here.state(page)).to_contain_text("La connexion est coupée : 1")
    expect(here.state(page)).not_to_contain_text("Enregistré")
    assert not here.kept
    page.context.set_offline(False)
    expect(here.state(page)).to_contain_text("Enregistré à")
    eventually(page, lambda: here.kept)
    assert [name for name in kept_in(page) if name.startswith("acia-saisie")] == []
    assert all("ERR_INTERNET_DISCONNECTED" in said for said in watched.taken())


@pytest.mark.parametrize("place", PLACES)
def test_a_tab_closed_before_the_save_is_offered_back(site, place):
    here = place()
    watched = here.open(site)
    context = watched.page.context
    context.set_offline(True)
    here.type(watched.page)
    expect(here.state(watched.page)).to_contain_text("La connexion est coupée")
    watched.taken()
    watched.page.close()
    # Another page first: the one that closes must be gone when the network comes back.
    page = context.new_page()
    context.set_offline(False)
    page.goto(here.path)
    offered = page.get_by_role("group", name=ALL)
    expect(offered).to_be_visible()
    assert not here.kept, "never applied in silence"
    assert Axe().run(page).response["violations"] == []
    offered.get_by_role("button", name="Reprendre ce texte").click()
    expect(here.state(page)).to_contain_text("Enregistré à")
    eventually(page, lambda: here.kept)
    page.reload()
    expect(page.get_by_role("group", name=ALL)).to_have_count(0)


def test_a_text_that_another_replaced_meanwhile_is_shown_beside_it_and_may_be_put_aside(site):
    here = answer()
    watched = here.open(site)
    context = watched.page.context
    context.set_offline(True)
    here.type(watched.page)
    expect(here.state(watched.page)).to_contain_text("La connexion est coupée")
    watched.taken()
    watched.page.close()
    row = SectionAnswers.objects.get(section__number=1)
    row.answers = {"contexte": "D'une collègue"}
    row.save()
    context.set_offline(False)
    page = context.new_page()
    page.goto(here.path)
    offered = page.get_by_role("group", name=ALL)
    expect(offered).to_contain_text("Un autre texte a été enregistré depuis")
    expect(offered).to_contain_text("D'une collègue")
    expect(offered).to_contain_text("(heure de Paris)")
    expect(offered).to_contain_text("Écrit dans le train")
    expect(page.locator("[name=contexte]")).to_have_value("D'une collègue")
    offered.get_by_role("button", name="Écarter ce texte").click()
    expect(offered).to_have_count(0)
    page.reload()
    expect(page.locator("[name=contexte]")).to_have_value("D'une collègue")
    expect(page.get_by_role("group", name=ALL)).to_have_count(0)


def test_a_session_that_ended_is_said_and_the_text_is_saved_once_signed_in_again(site):
    here = answer()
    watched = here.open(site)
    page = watched.page
    page.context.clear_cookies(name="sessionid")
    here.type(page)
    expect(here.state(page)).to_contain_text("Votre session est terminée : 1 réponse n’est pas encore enregistrée")
    expect(here.state(page).get_by_role("link")).to_have_attribute(
        "href", "/compte/connexion/?" + urlencode({"next": here.path})
    )
    assert not here.kept
    session = client_of(here.hat).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(here.state(page)).to_contain_text("Enregistré à")
    eventually(page, lambda: here.kept)
    watched.refused(401)


def test_after_signing_in_again_another_page_leads_to_the_text(site):
    here = answer()
    watched = here.open(site)
    page = watched.page
    page.context.clear_cookies(name="sessionid")
    here.type(page)
    expect(here.state(page)).to_contain_text("Votre session est terminée")
    watched.refused(401)
    # Before the session is back: a page that closes sends what it holds.
    page.close()
    session = client_of(here.hat).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
    again = page.context.new_page()
    again.goto("/taches/")
    notice = again.get_by_role("region", name=ALL)
    expect(notice).to_contain_text("Contexte régional")
    expect(notice).to_contain_text("Écrit dans le train")
    notice.get_by_role("link", name="Ouvrir la page").click()
    again.get_by_role("button", name="Reprendre ce texte").click()
    eventually(again, lambda: here.kept)


def test_a_token_that_is_no_longer_good_is_renewed_without_a_word(site):
    here = answer()
    watched = here.open(site)
    watched.page.context.clear_cookies(name="csrftoken")
    here.type(watched.page)
    expect(here.state(watched.page)).to_contain_text("Enregistré à")
    assert here.kept
    watched.refused(403)


def test_nobody_saves_anothers_words_as_theirs_nor_reads_them(site):
    here = answer()
    watched = here.open(site)
    page = watched.page
    colleague = member_of(here.hat.organisation, job_title="Collègue")
    session = client_of(colleague).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
    here.type(page)
    expect(here.state(page)).to_contain_text("Votre session est terminée")
    assert not here.kept
    watched.refused(401)
    again = page.context.new_page()
    again.goto(here.path)
    assert kept_in(again) == ["acia-personne"]
    expect(again.get_by_role("group", name=ALL)).to_have_count(0)


def test_signing_out_says_what_is_not_saved_and_leaves_nothing_behind(site):
    here = answer()
    watched = here.open(site)
    page = watched.page
    page.on("dialog", lambda dialog: dialog.accept())
    here.type(page, "a" * 4001)
    expect(here.state(page)).to_contain_text("1 réponse n’est pas enregistrée")
    page.locator("[data-menu] summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    notice = page.get_by_role("region", name=ALL)
    expect(notice).to_contain_text("Se déconnecter les efface de cet ordinateur.")
    page.locator("main").get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("link", name="Se connecter").first).to_be_visible()
    assert kept_in(page) == []
    watched.refused(422)


def test_one_does_not_leave_unawares_while_something_is_not_saved(site):
    here = answer()
    watched = here.open(site)
    page = watched.page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    here.type(page, "a" * 4001)
    expect(here.state(page)).to_contain_text("1 réponse n’est pas enregistrée")
    page.close(run_before_unload=True)
    eventually(page, lambda: bool(asked))
    assert asked == ["beforeunload"]
    here.type(page, "Bien plus court")
    expect(here.state(page)).to_contain_text("Enregistré à")
    page.reload()
    assert asked == ["beforeunload"]
    watched.refused(422)


def test_a_text_that_no_request_may_carry_is_told_to_be_too_long(site):
    """Case 47: the server refuses it unread, and the page is not to blame."""
    here = answer()
    watched = here.open(site)
    page = watched.page
    page.locator(here.field).fill("a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    page.locator(here.field).press("Tab")
    expect(page.get_by_text("Ce texte est trop long pour être enregistré")).to_be_visible()
    here.type(page)
    expect(here.state(page)).to_contain_text("Enregistré à")
    watched.refused(400)


def test_one_goes_on_only_once_everything_is_saved(site):
    here = answer()
    watched = here.open(site)
    page = watched.page
    expect(page.get_by_role("button", name="Enregistrer la section")).to_have_count(0)
    onward = page.get_by_role("link", name="Section suivante")
    page.context.set_offline(True)
    page.locator(here.field).fill(here.text)
    onward.click()
    expect(here.state(page)).to_contain_text("La connexion est coupée")
    expect(page.locator(here.field)).to_be_focused()
    expect(page.locator(here.field)).to_have_value(here.text)
    page.context.set_offline(False)
    page.locator(here.field).fill(f"{here.text}, et de retour")
    onward.click()
    page.wait_for_url("**/sections/2/")
    assert here.saved() == f"{here.text}, et de retour"
    watched.taken()


def test_enter_in_a_short_answer_saves_it_where_one_is(site):
    here = answer()
    here.field, here.saved = "[name=lien]", lambda: SectionAnswers.objects.get(section__number=1).answers.get("lien")
    page = here.open(site).page
    page.locator(here.field).fill(here.text)
    page.locator(here.field).press("Enter")
    expect(here.state(page)).to_contain_text("Enregistré à")
    expect(page.locator(here.field)).to_be_focused()
    assert here.kept


def test_the_other_open_pages_are_told_that_a_signature_fell(site):
    now = timezone.now()
    fiche = draft(project__call=CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10)))
    live_signature(fiche)
    reader = site.wearing(fiche.ars_signatory).page
    reader.goto(reverse("applications:application", args=[fiche.application.pk]))
    author = site.wearing(fiche.aract_writer).page
    author.goto(reverse("applications:section", args=[fiche.application.pk, 1]))
    author.get_by_label("Contexte régional").fill("Autre chose")
    expect(author.locator("[data-save-state]")).to_contain_text("La signature de l’ARS est annulée.")
    reader.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(reader.locator("[data-watch]")).to_contain_text("La signature de l’ARS est annulée.")
    expect(reader.locator("[data-watch]")).to_contain_text(str(fiche.aract_writer))
    author.evaluate("window.dispatchEvent(new Event('focus'))")
    author.wait_for_load_state("networkidle")
    expect(author.locator("[data-watch] > div")).to_be_hidden()


def test_without_scripts_one_button_saves_all(site):
    here = answer()
    page = site.page(scripts=False).page
    session = client_of(here.hat).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
    page.goto(here.path)
    page.locator(here.field).fill(here.text)
    page.get_by_role("button", name="Enregistrer la section").click()
    assert here.kept
