"""Paca's regional call in a real browser: opened by the pair, answered from a mailed link, sorted by two, announced."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Region
from calls.enums import Vocabulary
from calls.models import Grid, Questionnaire, Term
from demo.people import national, pair
from directory.registering import register_establishment
from records.models import Message
from regional_calls.models import Expression, RegionalCall
from regions.awarding import award
from regions.models import Participation, RegionalProject
from tests.factories import CallFactory
from tests.journeys.acting import tick
from tests.journeys.test_main_job import confirm, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "direction@calanque.example"


@pytest.fixture
def project(site) -> RegionalProject:
    """Paca's pair, its retained project, and one fictional hospital."""
    call_command("load_reference", verbosity=0)
    national(OrganisationKind.DGOS)
    region = Region.objects.get(code="93")
    hats = pair("93")
    now = timezone.now()
    call = CallFactory(
        title="Exploration", opens_at=now - timedelta(days=90), closes_at=now - timedelta(days=30), published_at=now,
        questionnaire=Questionnaire.objects.get(code="exploration"), grid=Grid.objects.first(),
    )  # fmt: skip
    made = RegionalProject.objects.create(
        call=call, region=region, ars=hats.ars_writer.organisation, aract=hats.aract_writer.organisation,
        title="Cinq outils, cinq métiers",
    )  # fmt: skip
    award(made, fixed=70_000, complement=0, notice_number="N-1", by=hats.ars_writer, now=now)
    register_establishment(
        finess="139900001", name="Centre hospitalier de la Calanque (fictif)", city="Marseille", region=region,
        sector="sanitaire", legal_status="public", fictional=True,
    )  # fmt: skip
    return made


def open_the_call(page, project: RegionalProject) -> RegionalCall:
    page.goto(f"/projets/{project.pk}/appel-regional/")
    page.get_by_role("link", name="Préparer un appel régional").click()
    now = timezone.localtime()
    page.locator("[name=title]").fill("Numérique et travail en Paca")
    page.locator("[name=presentation]").fill("Cherchons des structures volontaires.")
    page.locator("[name=expectations]").fill("La diversité.")
    page.locator("[name=contact_function]").fill("Chargée de mission, Aract")
    page.locator("[name=opens_at]").fill((now - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=closes_at]").fill((now + timedelta(days=20)).strftime("%Y-%m-%dT00:00"))
    submit(page, "Enregistrer le brouillon")
    assert page.get_by_text("Robotique", exact=True).first.is_visible()
    confirm(page, "Publier l’appel", "Publier l’appel")
    return RegionalCall.objects.get()


def answer_from_the_link(page, call: RegionalCall) -> Expression:
    """From the public page to the receipt, by someone without account."""
    page.goto("/appels-regionaux/")
    page.get_by_role("link", name=call.title).click()
    page.get_by_role("link", name="Répondre", exact=True).click()
    page.locator("[name=email]").fill(ADDRESS)
    submit(page, "Recevoir votre lien")
    message = Message.objects.get(to=ADDRESS)
    page.goto(re.search(r"/expressions/\S+/", message.body).group())
    submit(page, "Commencer votre réponse")
    page.locator("main [name=q]").press_sequentially("calanque")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Choisir.*Calanque")).click()
    page.locator("[name=address]").fill("4 quai de l'Exemple, 13000 Marseille")
    submit(page, "Enregistrer l’adresse")
    page.locator("[name=title]").fill("Logiciel métier des urgences")
    for choice in ("theme", "nature", "maturity"):
        page.locator(f"[name={choice}]").select_option(index=1)
    page.locator("[name=work_question]").fill(
        "Réutiliser les données fait-il gagner du temps à ceux qui les saisissent ?"
    )
    page.locator("[name=contact_function]").fill("Cadre supérieure de santé")
    submit(page, "Enregistrer et continuer")
    for _ in range(5):
        form = page.locator("form.portal-form")
        for field in form.locator("textarea").all():
            field.fill("Nous regardons le travail réel avec les équipes.")
        for field in form.locator("input[type=text]").all():
            field.fill("84" if field.get_attribute("inputmode") else "Directrice générale")
        for field in form.locator("input[type=radio][value=oui]").all():
            tick(field)
        for group in form.locator("fieldset:has(input[type=checkbox])").all():
            tick(group.locator("input[type=checkbox]").first)
        last = form.get_by_role("button", name="Enregistrer et continuer").count() == 0
        submit(page, "Enregistrer" if last else "Enregistrer et continuer")
    page.get_by_role("link", name="Relire et remettre").click()
    tick(page.locator("[name=attested]"))
    submit(page, "Remettre la réponse")
    done = Expression.objects.get()
    assert done.number in page.locator("main").inner_text()
    return done


def give_view(page, path: str) -> None:
    page.goto(path)
    tick(page.get_by_label("Favorable", exact=True))
    submit(page, "Donner votre avis")


def test_from_the_opening_to_the_participant(site, project):
    aract = site.signed_in("redaction@aract-provence-alpes-cote-d-azur.example")
    ars = site.signed_in("redaction@ars-provence-alpes-cote-d-azur.example")
    call = open_the_call(aract.page, project)
    themes = list(call.themes.values_list("term__code", flat=True))
    assert themes == list(Term.objects.of(Vocabulary.THEME_PACA).values_list("code", flat=True))
    assert call.questionnaire.frozen_at

    structure = site.page()
    expression = answer_from_the_link(structure.page, call)
    assert Message.objects.filter(key__startswith="expression-receipt", to=ADDRESS).exists()

    # Time passes: the call closes.
    RegionalCall.objects.update(closes_at=timezone.now())
    ars.page.goto("/taches/")
    assert "Donner votre avis" in ars.page.locator("main").inner_text()
    path = f"/projets/{project.pk}/appel-regional/{call.pk}/reponses/{expression.pk}/"
    give_view(ars.page, path)
    give_view(aract.page, path)
    tick(aract.page.locator("[name=outcome][value=retained]"))
    submit(aract.page, "Proposer ce choix")
    ars.page.goto(path)
    submit(ars.page, "Confirmer ce choix")
    director = site.signed_in("signature@ars-provence-alpes-cote-d-azur.example")
    director.page.goto(f"/projets/{project.pk}/appel-regional/{call.pk}/")
    director.page.get_by_role("link", name="Annoncer les choix").click()
    submit(director.page, "Annoncer les choix")

    participation = Participation.objects.get(project=project)
    assert participation.establishment.finess == "139900001"
    assert participation.digital_project.title == "Logiciel métier des urgences"
    message = Message.objects.get(key__startswith="regional-choice")
    assert "Votre structure est retenue" in message.body
    assert message.attachments.count() == 1
    structure.page.reload()
    assert "Votre structure est retenue" in structure.page.locator("main").inner_text()
    assert structure.page.get_by_role("link", name=re.compile("Lire la décision ACIA-")).is_visible()
