"""A call whose questions a secretary writes from nothing, opens, and corrects while a region answers them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from applications.models import SectionAnswers
from calls.models import Call
from tests.applications.fiches import draft
from tests.calls.drafting import ready_call
from tests.factories import secretary
from tests.journeys.acting import tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page, label: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=label, exact=True).last.click()


def follow(page, label: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=label, exact=True).first.click()


def add_question(page, label: str, kind: str, *, required: bool = True) -> None:
    follow(page, "Ajouter une question à la section 1")
    page.get_by_label("Question", exact=True).fill(label)
    page.get_by_label("Réponse attendue").select_option(label=kind)
    if not required:
        page.get_by_label("À remplir avant la signature").uncheck(force=True)
    press(page, "Ajouter la question")


def compose(page) -> None:
    """A section with a yes or no, a table with a total, a block, and a question asked when the first says yes."""
    follow(page, "Composer un questionnaire pour cet appel")
    page.get_by_label("Titre du questionnaire").fill("Fiche du parcours")
    page.get_by_label("Partir de").select_option(label="Rien : une page blanche")
    press(page, "Commencer le questionnaire")
    expect(page.locator("#manques")).to_contain_text("aucune section")
    follow(page, "Ajouter une section")
    page.get_by_label("Titre").fill("Moyens")
    press(page, "Ajouter la section")
    add_question(page, "Un appel est-il lancé ?", "Oui ou non")
    add_question(page, "Dépenses", "Tableau")
    page.locator("[name=ligne-0-label]").fill("Poste")
    page.locator("[name=ligne-1-label]").fill("Coût")
    page.locator("[name=ligne-1-kind]").select_option("amount")
    tick(page.locator("[name=ligne-1-sum]"))
    press(page, "Enregistrer la réponse attendue")
    add_question(page, "Relais", "Éléments à décrire un par un", required=False)
    page.locator("[name=ligne-0-label]").fill("Fonction")
    press(page, "Enregistrer la réponse attendue")
    add_question(page, "Comment l'appel est porté", "Texte long")
    follow(page, "Comment l’appel est porté")
    follow(page, "Condition")
    page.locator("[name=ligne-0-question]").select_option(label="Un appel est-il lancé ?")
    page.locator(".studio-words").get_by_label("Oui").check()
    press(page, "Enregistrer la condition")
    moved = page.locator("li", has_text="Comment l’appel est porté").get_by_role("button", name="Monter")
    for number in (3, 2):
        moved.focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-said]")).to_contain_text(f"à la place 1.{number}")
        expect(moved).to_be_focused()
    expect(page.locator(".studio-when")).to_contain_text("Seulement si vous répondez « Oui »")


def try_as_the_ars(page) -> None:
    follow(page, "Aperçu et essai")
    hidden = page.get_by_label("Comment l’appel est porté")
    expect(hidden).to_be_hidden()
    tick(page.get_by_role("radio", name="Oui"))
    expect(hidden).to_be_visible()
    press(page, "Essayer ces réponses")
    expect(page.get_by_role("radio", name="Oui")).to_be_checked()
    follow(page, "Quitter l’essai")


def answers(application) -> dict:
    return SectionAnswers.objects.get(application=application).answers


def test_questions_are_written_opened_answered_and_mended(site):
    by, now = secretary(), timezone.now()
    dates = {
        "opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=20),
        "commission_on": (now + timedelta(days=40)).date(), "funds_from": (now + timedelta(days=80)).date(),
    }  # fmt: skip
    call = ready_call(by, **dates)
    page = site.wearing(by).page
    page.goto(reverse("calls:prepare", args=[call.slug]))
    compose(page)
    try_as_the_ars(page)
    follow(page, "Préparation de l’appel")
    page.get_by_role("button", name="Publier l’appel", exact=True).first.click()
    with page.expect_navigation():
        page.locator("dialog[open], .fr-modal--opened").get_by_role("button", name="Publier l’appel").click()
    call = Call.objects.get(pk=call.pk)
    assert call.questionnaire.frozen_at is not None

    fiche = draft(project__call=call)
    region = site.wearing(fiche.ars_writer).page
    region.goto(reverse("applications:section", args=[fiche.application.pk, 1]))
    tick(region.get_by_role("radio", name="Oui"))
    region.get_by_label("Comment l’appel est porté").fill("Par les fédérations.")
    region.get_by_label("Poste, ligne 1").fill("Train")
    region.get_by_label("Coût, ligne 1").fill("1 200,50")
    region.keyboard.press("Tab")
    expect(region.locator("[data-total]")).to_contain_text("1\u202f200,50")
    region.get_by_label("Fonction").first.fill("Cadre de santé")
    region.keyboard.press("Tab")
    expect(region.locator("[data-save-state]")).to_contain_text("Enregistré à")
    region.wait_for_load_state("networkidle")
    before = answers(fiche.application)
    assert before["comment-l-appel-est-porte"] == "Par les fédérations."

    page.goto(reverse("calls:revise", args=[call.slug]))
    press(page, "Préparer la révision suivante")
    follow(page, "Comment l’appel est porté")
    page.get_by_label("Question", exact=True).fill("Comment l'appel est relayé")
    press(page, "Enregistrer la question")
    add_question(page, "Date du lancement", "Date", required=False)
    follow(page, "Relire la révision")
    expect(page.locator("main")).to_contain_text("Comment l’appel est relayé")
    page.get_by_label("Motif").fill("La question se lisait de deux façons.")
    press(page, "Publier la révision")

    region.reload()
    expect(region.get_by_label("Comment l’appel est relayé")).to_have_value("Par les fédérations.")
    expect(region.get_by_label("Date du lancement")).to_be_visible()
    expect(region.get_by_label("Poste, ligne 1")).to_have_value("Train")
    assert answers(fiche.application) == before
