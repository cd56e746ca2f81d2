"""The network seen by the DGOS: eighteen regions on one page, then down to one project and what is wrong in it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SECRETARY = "secretariat@dgos.example"
CONSULTANT = "redaction@aract-provence-alpes-cote-d-azur.example"


def test_eighteen_regions_on_one_page(demo_site):
    page = demo_site.signed_in(SECRETARY).page
    page.get_by_role("link", name="Réseau", exact=True).click()
    expect(page.locator(".tile-map .tile")).to_have_count(18)
    expect(page.locator(".tile-map a")).to_have_count(9)
    rows = page.locator("table", has_text="Prochaine date").locator("tbody tr")
    expect(rows).to_have_count(9)
    absent = page.locator("p", has_text="Sans projet dans cet appel").get_by_role("link")
    expect(absent).to_have_count(9)

    page.get_by_label("Classer par").select_option(label="Part fixe utilisée")
    page.get_by_role("button", name="Afficher").click()
    shares = [
        int(text.split()[0])
        for text in page.locator(".follow-burn").evaluate_all(
            "cells => cells.map(cell => cell.querySelector('svg').getAttribute('aria-label'))"
        )
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] >= 100

    name = rows.first.get_by_role("link").first.inner_text()
    rows.first.get_by_role("link").first.click()
    expect(page.locator(".portal-project")).to_contain_text(name)
    alert = page.locator(".follow-alert", has_text="part fixe").first
    alert.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("enveloppe")

    page.goto("/reseau/?appel=exploration-2021")
    expect(page.locator("table", has_text="Prochaine date").locator("tbody tr")).to_have_count(9)
    expect(page.get_by_text("clos le").first).to_be_visible()


def test_a_pair_finds_its_region_and_every_page_of_its_project(demo_site):
    page = demo_site.signed_in(CONSULTANT).page
    page.get_by_role("link", name="Votre région", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Provence-Alpes-Côte d’Azur")
    page.get_by_role("link", name="Travailler avec les logiciels métier et la téléconsultation").first.click()
    tabs = page.get_by_role("navigation", name="Pages du projet").get_by_role("link")
    names = tabs.all_inner_texts()
    assert names == [
        "Vue d’ensemble", "Appel régional", "Structures", "Réunions", "Étapes et jalons", "Jours",
        "Financement",
    ]  # fmt: skip
    for name in names:
        page.get_by_role("navigation", name="Pages du projet").get_by_role("link", name=name, exact=True).click()
        current = page.get_by_role("navigation", name="Pages du projet").locator("[aria-current=page]")
        expect(current).to_have_text(name)
    assert page.request.get("/reseau/").status == 403
