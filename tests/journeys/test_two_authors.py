"""Two authors of one section, in two browsers: saved as one types, nothing lost (case 5), even off line."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Membership
from applications.models import SectionAnswers
from calls.models import Question, Section
from tests.applications.fiches import draft
from tests.applications.tables import live_signature
from tests.factories import CallFactory
from tests.journeys.conftest import Watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def fiche():
    now = timezone.now()
    return draft(project__call=CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10)))


@pytest.fixture
def author(site, fiche):
    """Open the first section in the browser of a hat."""

    def open_section(hat: Membership) -> Watched:
        watched = site.wearing(hat)
        watched.page.goto(reverse("applications:section", args=[fiche.application.pk, 1]))
        return watched

    return open_section


def saved() -> dict:
    return SectionAnswers.objects.get(section__number=1).answers


def state(page: Page):
    return page.locator("[data-save-state]")


def test_what_is_typed_is_saved_without_a_click(author, fiche):
    page = author(fiche.ars_writer).page
    page.get_by_label("Contexte régional").press_sequentially("Quarante établissements")
    expect(state(page)).to_contain_text("Enregistré à")
    expect(page.locator("#fiche-etat")).to_have_text("Complète")
    assert saved() == {"contexte": "Quarante établissements"}


@pytest.mark.parametrize("days", [-1, 1])
def test_a_browser_whose_clock_is_a_day_off_shows_the_servers_time(author, fiche, days):
    """Case 10: with the closing in ten hours, a clock of tomorrow would say that it is over."""
    type(fiche.call).objects.update(closes_at=timezone.now() + timedelta(hours=10, minutes=59))
    page = author(fiche.ars_writer).page
    page.clock.install(time=timezone.now() + timedelta(days=days))
    page.reload()
    page.clock.run_for("00:30")
    expect(page.locator("[data-bar]")).to_contain_text("10 heures")
    page.get_by_label("Contexte régional").press_sequentially("Quarante")
    page.clock.run_for("00:30")
    expect(state(page)).to_contain_text(f"Enregistré à {timezone.localtime():%H}")
    assert saved() == {"contexte": "Quarante"}


def test_two_texts_for_one_field_are_shown_side_by_side(author, fiche):
    watched = author(fiche.ars_writer), author(fiche.aract_writer)
    first, second = (one.page for one in watched)
    first.get_by_label("Contexte régional").fill("De l'ARS")
    expect(state(first)).to_contain_text("Enregistré à")
    second.get_by_role("textbox", name="Contexte régional").fill("De l'Aract")
    clash = second.get_by_role("group", name="« Contexte régional » a changé pendant que vous écriviez")
    expect(clash).to_contain_text("De l’ARS")
    expect(state(second)).to_contain_text("1 réponse a changé entre-temps")
    assert Axe().run(second).response["violations"] == []
    assert saved() == {"contexte": "De l'ARS"}
    second.get_by_role("button", name="Garder votre texte").click()
    expect(state(second)).to_contain_text("Enregistré à")
    expect(clash.get_by_role("button")).to_have_count(0)
    expect(clash).to_contain_text("De l’ARS")
    assert saved() == {"contexte": "De l'Aract"}
    # The first author writes on, and this time keeps the other's text; their own stays readable.
    first.get_by_label("Contexte régional").fill("De l'ARS, encore")
    first.get_by_role("button", name="Garder le texte enregistré").click()
    expect(first.get_by_role("textbox", name="Contexte régional")).to_have_value("De l'Aract")
    expect(first.locator("[data-clash]")).to_contain_text("De l’ARS, encore")
    assert saved() == {"contexte": "De l'Aract"}
    for one in watched:
        one.refused(409)


def test_off_line_the_text_stays_and_is_saved_on_return(author, fiche):
    watched = author(fiche.ars_writer)
    page = watched.page
    page.context.set_offline(True)
    page.get_by_label("Contexte régional").fill("Écrit dans le train")
    expect(state(page)).to_contain_text("La connexion est coupée")
    expect(page.get_by_label("Contexte régional")).to_have_value("Écrit dans le train")
    assert all("ERR_INTERNET_DISCONNECTED" in said for said in watched.taken())
    page.context.set_offline(False)
    expect(state(page)).to_contain_text("Enregistré à")
    assert saved() == {"contexte": "Écrit dans le train"}


def test_an_edit_of_a_signed_fiche_is_warned_of_and_told(author, fiche):
    live_signature(fiche)
    page = author(fiche.ars_writer).page
    notice = page.locator("#fiche-signee")
    expect(notice).to_contain_text("Cette fiche est signée par l’ARS")
    page.get_by_label("Contexte régional").fill("Autre chose")
    expect(notice).to_have_text("La signature de l’ARS est annulée.")


def test_a_too_long_text_is_refused_at_the_field_and_kept(author, fiche):
    watched = author(fiche.ars_writer)
    page = watched.page
    field = page.get_by_label("Contexte régional")
    field.fill("a" * 4001)
    expect(page.locator("[data-messages-for=contexte]")).to_contain_text("4")
    expect(state(page)).to_contain_text("1 réponse n’est pas enregistrée")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("a" * 4001)
    watched.refused(422)


def test_who_is_there_and_what_they_write_come_without_reloading(author, fiche):
    """Presence, a text that arrives, one that is being typed and stays, both shown; the network cut meanwhile."""
    for hat, name in ((fiche.ars_writer, "Paul Durand"), (fiche.aract_writer, "Claire Martin")):
        hat.user.full_name = name
        hat.user.save()
    Question.objects.create(section=Section.objects.get(number=1), code="suite", label="Suite", position=9)
    watched = author(fiche.ars_writer), author(fiche.aract_writer)
    first, second = (one.page for one in watched)
    context, following = "Contexte régional", "Suite"
    second.get_by_role("textbox", name=context).fill("Quarante établissements")
    expect(first.locator("[data-people-here]")).to_have_text("Claire Martin (Aract) écrit dans cette section.")
    expect(first.locator("[data-people='1']")).to_have_text("Claire Martin (Aract) y écrit")
    expect(first.get_by_role("textbox", name=context)).to_have_value("Quarante établissements")
    expect(first.locator(".fiche-followed")).to_contain_text("Changé par Claire Martin (Aract) à")
    expect(first.locator("[data-watch]")).to_contain_text("Section 1 modifiée")
    expect(first.get_by_role("link", name="Recharger la page")).to_have_count(0)
    assert Axe().run(first).response["violations"] == []
    # What arrived is seen: writing after it is no conflict.
    first.get_by_role("textbox", name=context).fill("Quarante établissements équipés")
    expect(state(first)).to_contain_text("Enregistré à")
    expect(first.locator(".fiche-followed")).to_have_count(0)
    # A field that one types in, its network cut, is not touched by what the other saves there.
    first.context.set_offline(True)
    first.get_by_role("textbox", name=following).fill("Écrit dans le train")
    expect(state(first)).to_contain_text("La connexion est coupée")
    second.get_by_role("textbox", name=following).fill("Écrit au bureau")
    expect(state(second)).to_contain_text("Enregistré à")
    expect(second.get_by_role("textbox", name=context)).to_have_value("Quarante établissements équipés")
    expect(first.get_by_role("textbox", name=following)).to_have_value("Écrit dans le train")
    assert all("ERR_INTERNET_DISCONNECTED" in said for said in watched[0].taken())
    first.context.set_offline(False)
    clash = first.get_by_role("group", name="« Suite » a changé pendant que vous écriviez")
    expect(clash).to_contain_text("Écrit au bureau")
    expect(first.get_by_role("textbox", name=following)).to_have_value("Écrit dans le train")
    first.get_by_role("button", name="Garder votre texte").click()
    expect(second.get_by_role("textbox", name=following)).to_have_value("Écrit dans le train")
    assert saved() == {"contexte": "Quarante établissements équipés", "suite": "Écrit dans le train"}
    second.close()
    expect(first.locator("[data-people-here]")).to_have_text("", timeout=40_000)
    watched[0].refused(409)
