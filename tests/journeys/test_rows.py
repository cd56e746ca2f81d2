"""Tables and elements in a browser: rows added, moved, removed and summed, by keyboard, saved as one types."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from applications.models import SectionAnswers
from applications.sealing import seal_whole
from calls.enums import QuestionKind
from tests.applications.fiches import Fiche, draft
from tests.factories import CallFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COLUMNS = [
    {"code": "quoi", "label": "Dépense", "kind": "short_text"},
    {"code": "cout", "label": "Coût", "kind": "amount", "sum": True},
]


@pytest.fixture
def fiche() -> Fiche:
    now = timezone.now()
    fiche = draft(project__call=CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9)))
    make = fiche.call.questionnaire.sections.get(number=1).questions.create
    settings = {"columns": COLUMNS, "most": 4}
    make(code="depenses", label="Dépenses", kind=QuestionKind.TABLE, settings=settings, position=3)
    dear = {"all": [{"question": "depenses", "answered": True}, {"question": "prix", "at_least": "1000"}]}
    make(code="prix", label="Le plus cher", kind=QuestionKind.AMOUNT, position=4)
    make(code="motif", label="Pourquoi ce prix ?", position=5, condition=dear)
    options = {"options": [{"code": "a", "label": "Premier"}], "other": True}
    make(code="choix", label="Un choix", kind=QuestionKind.CHOICES, settings=options, position=6)
    seal_whole(fiche.application, now=now)
    return fiche


def saved(fiche: Fiche) -> dict:
    return SectionAnswers.objects.get(application=fiche.application, section__number=1).answers


def test_rows_are_written_moved_removed_and_summed(site, fiche):
    page = site.wearing(fiche.ars_writer).page
    page.goto(reverse("applications:section", args=[fiche.application.pk, 1]))
    state = page.locator("[data-save-state]")
    expect(page.locator("label[for=reponse-motif]")).to_be_hidden()
    page.get_by_label("Dépense, ligne 1").fill("Train")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Dépense, ligne 2")).to_be_focused()
    page.keyboard.type("Salle")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Dépense, ligne 3")).to_be_focused()
    page.keyboard.type("Repas")
    page.get_by_label("Coût, ligne 1").fill("1 200,50")
    page.get_by_label("Coût, ligne 2").fill("99,50")
    page.get_by_role("textbox", name="Le plus cher").fill("1 200,50")
    expect(page.locator("[data-total]")).to_contain_text("1\u202f300,00")
    page.keyboard.press("Tab")
    expect(page.locator("label[for=reponse-motif]")).to_be_visible()
    expect(state).to_contain_text("Enregistré à")
    page.get_by_role("button", name="Descendre : ligne 1").click()
    expect(page.get_by_label("Dépense, ligne 2")).to_have_value("Train")
    page.get_by_role("button", name="Retirer : ligne 3").click()
    expect(page.get_by_role("button", name="Rétablir")).to_be_focused()
    expect(state).to_contain_text("Enregistré à")
    page.get_by_label("Autre : précisez").fill("Un vélo")
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Autre")).to_be_checked()
    expect(state).to_contain_text("Enregistré à")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.get_by_label("Dépense, ligne 1")).to_have_value("Salle")
    expect(page.get_by_label("Dépense, ligne 2")).to_have_value("Train")
    expect(page.get_by_role("button", name="Rétablir")).to_be_visible()
    expect(page.locator("[data-total]")).to_contain_text("1\u00a0300,00")
    rows = {row["cells"]["quoi"]: row for row in saved(fiche)["depenses"]}
    assert rows["Repas"]["removed"]
    assert saved(fiche)["choix"] == {"chosen": ["autre"], "text": "Un vélo"}


def test_without_script_the_same_page_adds_orders_and_removes(site, fiche):
    page = site.wearing(fiche.ars_writer, scripts=False).page
    page.goto(reverse("applications:section", args=[fiche.application.pk, 1]))
    page.get_by_label("Dépense, ligne 1").fill("Train")
    page.get_by_label("Dépense, ligne 2").fill("Salle")
    page.get_by_role("button", name="Ajouter une ligne").click()
    page.get_by_label("Dépense, ligne 3").fill("Repas")
    page.get_by_label("Ordre, ligne 3").fill("1")
    page.get_by_label("Retirer, ligne 2").check()
    page.get_by_role("button", name="Enregistrer la section").click()
    expect(page.get_by_label("Dépense, ligne 1")).to_have_value("Repas")
    expect(page.get_by_label("Dépense, ligne 2")).to_have_value("Train")
    assert {row["cells"]["quoi"]: bool(row.get("removed")) for row in saved(fiche)["depenses"]} == {
        "Train": False,
        "Salle": True,
        "Repas": False,
    }


def test_a_row_added_by_another_is_not_lost_when_one_saves_all(site, fiche):
    """Case 5."""
    address = reverse("applications:section", args=[fiche.application.pk, 1])
    one, other = site.wearing(fiche.ars_writer).page, site.wearing(fiche.aract_writer, scripts=False).page
    other.goto(address)
    one.goto(address)
    one.get_by_label("Dépense, ligne 1").fill("Train")
    one.keyboard.press("Tab")
    expect(one.locator("[data-save-state]")).to_contain_text("Enregistré à")
    other.get_by_label("Dépense, ligne 1").fill("Salle")
    other.get_by_role("button", name="Enregistrer la section").click()
    assert sorted(row["cells"]["quoi"] for row in saved(fiche)["depenses"]) == ["Salle", "Train"]
