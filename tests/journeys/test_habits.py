"""A secretary keeps a view and shares it; another opens it, ticks rows, puts a label and reads what became of each."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.enums import OrganisationKind, Role
from applications import labelling
from applications.enums import LabelTone
from tests.applications.fiches import deposited
from tests.factories import CallFactory, national, secretary

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_view_is_shared_and_rows_are_labelled_together(site):
    first, second = secretary(), national(OrganisationKind.ANACT, Role.SECRETARY)
    call = CallFactory()
    fiches = [deposited(project__call=call) for _ in range(3)]
    urgent = labelling.make_label(name="Urgent", tone=LabelTone.ERROR, by=first)
    labelling.put_label(fiches[0].application, urgent, by=first)
    address = reverse("applications:received", args=[call.slug])

    page = site.wearing(first).page
    page.goto(address)
    page.locator("#id_etat").select_option("deposited")
    page.get_by_text("Choisir les colonnes").click()
    for column in ("Numéro", "Étiquettes"):
        page.get_by_label(column, exact=True).check(force=True)
    expect(page.locator("#resultats thead th")).to_have_count(5)
    page.get_by_role("link", name="Enregistrer cette vue").click()
    page.get_by_label("Nom de la vue").fill("À examiner")
    page.get_by_label("la DGOS et l’Anact").check(force=True)
    page.get_by_role("button", name="Enregistrer la vue").click()
    expect(page.locator(".portal-views [aria-current]")).to_contain_text("À examiner")

    page = site.wearing(second).page
    page.goto(address)
    page.get_by_role("link", name="À examiner").click()
    expect(page.locator("#resultats thead th")).to_have_count(5)
    for box in page.locator("[name=ligne]").all():
        box.check()
    page.get_by_label("Avec les lignes cochées").select_option(label="Poser une étiquette")
    page.get_by_role("button", name="Continuer").click()
    page.locator("select[name=label]").select_option(label="Urgent")
    page.get_by_role("button", name="Poser l’étiquette").click()
    expect(page.get_by_role("status").filter(has_text="faites")).to_have_text("2 faites, 1 refusée")
    expect(page.get_by_text("La fiche porte déjà l’étiquette « Urgent ».")).to_be_visible()
    page.get_by_role("link", name="Revenir à la liste").click()
    expect(page.locator("#resultats tbody .fr-badge", has_text="Urgent")).to_have_count(3)
