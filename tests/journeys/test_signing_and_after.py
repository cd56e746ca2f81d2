"""Signing, refusing, depositing, correcting and depositing late, in a browser; signatories hold a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications.late import give_late_access
from applications.models import Application, Deposit, Signature, SignatureRefusal
from tests.applications.fiches import complete, deposited
from tests.factories import CallFactory, secretary
from tests.journeys.acting import tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 375, "height": 740}
BEFORE = "La région compte quarante établissements équipés."
AFTER = "La région compte cinquante établissements équipés."


def call_open_for(days: float):
    now = timezone.now()
    return CallFactory(opens_at=now - timedelta(days=30), closes_at=now + timedelta(days=days))


def submit(page, label: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=label, exact=True).last.click()


def fits(page) -> bool:
    """Nothing scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def on_a_phone(site, hat):
    page = site.wearing(hat).page
    page.set_viewport_size(PHONE)
    return page


def sign(page, address: str) -> None:
    page.goto(f"{address}signature/")
    tick(page.locator("[name=power][value=delegation]"))
    page.locator("[name=delegation]").fill("Arrêté n° 2026-12")
    page.locator("[name=delegated_on]").fill("2026-03-03")
    tick(page.locator("[name=attested]"))
    submit(page, "Signer la fiche")


def write(page, address: str, text: str) -> None:
    page.goto(f"{address}sections/1/")
    page.locator("[name=contexte]").fill(text)
    expect(page.locator("[data-save-state]")).to_contain_text("Enregistré à")


def test_a_signatory_on_a_phone_refuses_then_reads_what_changed_and_signs(site):
    fiche = complete(project__call=call_open_for(10))
    address = f"/fiches/{fiche.application.pk}/"
    director = on_a_phone(site, fiche.ars_signatory)
    director.goto(f"{address}signature/")
    assert fits(director)
    assert BEFORE in director.locator("main").inner_text()
    director.get_by_role("link", name="Refuser de signer").click()
    director.locator("[name=reason]").fill("Le nombre d'établissements est à vérifier.")
    submit(director, "Refuser de signer")
    assert SignatureRefusal.objects.live().exists()

    writer = site.wearing(fiche.ars_writer).page
    writer.goto("/taches/")
    assert "Reprendre la fiche" in writer.locator("main").inner_text()
    write(writer, address, AFTER)

    director.goto(f"{address}signature/")
    assert fits(director)
    changed = director.get_by_role("region", name="Ce qui a changé")
    assert changed.locator("del").inner_text() == "quarante"
    assert changed.locator("ins").inner_text() == "cinquante"
    sign(director, address)
    sign(on_a_phone(site, fiche.aract_signatory), address)
    writer.goto(f"{address}depot/")
    submit(writer, "Déposer la fiche")
    made = Deposit.objects.get()
    assert made.number in writer.locator("main").inner_text()
    assert all("Arrêté n° 2026-12" in one.signed_as for one in made.signatures.all())


def test_a_round_of_correction_from_the_secretary_to_the_second_deposit(site):
    fiche = deposited(project__call=call_open_for(0.5))
    address = f"/fiches/{fiche.application.pk}/"
    clerk = site.wearing(secretary()).page
    clerk.goto(address)
    clerk.get_by_role("link", name="Ouvrir une correction").click()
    tick(clerk.get_by_label("1. Contexte"))
    clerk.locator("[name=reason]").fill("Précisez le nombre d'établissements.")
    clerk.locator("[name=until]").fill((timezone.localdate() + timedelta(days=5)).isoformat())
    submit(clerk, "Ouvrir la correction")

    writer = site.wearing(fiche.ars_writer).page
    writer.goto(address)
    writer.get_by_role("link", name="Corriger la section 1").click()
    writer.locator("[name=contexte]").fill(AFTER)
    expect(writer.locator("[data-save-state]")).to_contain_text("Enregistré à")
    clerk.goto(f"{address}lecture/")
    assert AFTER not in clerk.locator("main").inner_text()

    for hat in (fiche.ars_signatory, fiche.aract_signatory):
        sign(on_a_phone(site, hat), address)
    writer.goto(f"{address}depot/")
    submit(writer, "Déposer la fiche")
    application = Application.objects.get()
    assert application.in_force.rank == 2
    clerk.goto(address)
    clerk.get_by_role("link", name="Ce qui a changé").first.click()
    assert clerk.locator("ins").inner_text() == "cinquante"
    clerk.goto(f"{address}depots/1/")
    assert BEFORE in clerk.locator("main").inner_text()


def test_a_late_code_opens_the_fiche_and_its_deposit_says_so(site):
    fiche = complete(project__call=call_open_for(-1 / 24))
    address = f"/fiches/{fiche.application.pk}/"
    expires = timezone.now() + timedelta(days=1)
    reason = "Panne du portail le jour de la clôture."
    _, code = give_late_access(fiche.call, region=None, uses=1, expires_at=expires, reason=reason, by=secretary())
    watched = site.wearing(fiche.ars_writer)
    writer = watched.page
    writer.goto(address)
    writer.get_by_role("link", name="Vous avez un code d’accès").click()
    writer.locator("[name=code]").fill("AAAAA-AAAAA")
    submit(writer, "Ouvrir la fiche")
    watched.refused(422)
    assert writer.locator("[name=code]").input_value() == "AAAAA-AAAAA"
    writer.locator("[name=code]").fill(code.lower())
    submit(writer, "Ouvrir la fiche")
    assert "ouverte par exception" in writer.locator("main").inner_text().lower()
    for hat in (fiche.ars_signatory, fiche.aract_signatory):
        sign(on_a_phone(site, hat), address)
    assert Signature.objects.live().count() == 2
    writer.goto(f"{address}depot/")
    submit(writer, "Déposer la fiche")
    assert reason in writer.locator("main").inner_text()
    assert Deposit.objects.get().late is not None
