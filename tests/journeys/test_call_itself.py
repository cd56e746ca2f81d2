"""A national call in a real browser: begun by four fields, opened, asked about by anybody, answered for all."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.enums import OrganisationKind
from calls.models import CallQuestion
from demo.people import national
from tests.journeys.acting import tick
from tests.journeys.test_main_job import SLUG, open_a_call

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_call_begins_by_four_fields_opens_and_answers_the_public(site):
    call_command("load_reference", verbosity=0)
    hats = {kind: national(kind) for kind in (OrganisationKind.DGOS, OrganisationKind.ANACT)}
    desk = site.wearing(hats[OrganisationKind.DGOS]["secretariat"]).page
    open_a_call(desk)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Exploration du parcours")

    public = site.page().page
    public.goto(f"/appels/{SLUG}/")
    public.get_by_role("link", name="Poser une question").click()
    public.get_by_label("Votre adresse électronique").fill("curieuse@exemple.test")
    public.get_by_label("Votre question").fill("Peut-on répondre à deux, à Trifouillis ?")
    tick(public.locator("[name=publishable]"))
    with public.expect_navigation():
        public.get_by_role("button", name="Envoyer la question").click()
    expect(public.locator("main")).to_contain_text("Votre question est transmise")
    expect(public.locator("#questions + p")).to_contain_text("Aucune question")
    assert CallQuestion.objects.waiting().count() == 1

    desk.goto("/taches/")
    desk.get_by_role("link", name="Répondre au public").click()
    desk.get_by_role("link", name="Répondre à").click()
    desk.locator("[name=wording]").fill("Peut-on répondre à deux ?")
    desk.locator("[name=answer]").fill("Oui, en groupement.")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Répondre", exact=True).click()
    expect(desk.locator("main")).to_contain_text("publiée")

    public.goto(f"/appels/{SLUG}/")
    expect(public.locator("section[aria-labelledby=questions]")).to_contain_text("Oui, en groupement.")
    expect(public.locator("main")).not_to_contain_text("Trifouillis")
    assert len(site.mails("curieuse@exemple.test")) == 1
