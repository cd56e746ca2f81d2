"""The whole main job in a real browser: from nothing to a PDF notice, by the persons who do it."""

import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from accounts.enums import OrganisationKind
from accounts.models import Region
from applications.models import Application, Deposit, Signature
from calls.models import Call, Phase
from commission.models import Decision, Notice
from demo.people import national, pair
from directory.registering import register_establishment
from records.models import Message
from tests.journeys.acting import tick
from tests.printed import text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SLUG = "exploration-du-parcours"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TEXT = (
    "À l'hôpital comme à domicile, les équipes notent, transmettent et relisent : nous regarderons ce travail de près."
)


@pytest.fixture
def people(site):
    """Reference data, the national hats, one region's pair and two fictional establishments: nothing else."""
    call_command("load_reference", verbosity=0)
    hats = {kind: national(kind) for kind in (OrganisationKind.DGOS, OrganisationKind.ANACT)}
    region = Region.objects.get(code="53")
    for number, (name, sector, status) in enumerate(
        (
            ("Centre hospitalier de la Rance", "sanitaire", "public"),
            ("EHPAD Les Ajoncs", "medico_social", "prive_lucratif"),
        )
    ):
        register_establishment(
            finess=f"35990000{number}", name=f"{name} (fictif)", city="Dinan", region=region, sector=sector,
            legal_status=status, fictional=True,
        )  # fmt: skip
    return hats, pair("53")


def submit(page, label: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=label, exact=True).last.click()


def saved(page) -> None:
    """Leave the last field; the page says when all is saved."""
    page.locator("h1").click()
    expect(page.locator("[data-save-state]")).to_contain_text("Enregistré à")


def confirm(page, opener: str, label: re.Pattern | str) -> None:
    """Open the dialog of a binding deed, and confirm in it."""
    page.get_by_role("button", name=opener, exact=True).first.click()
    with page.expect_navigation():
        page.locator("dialog[open], .fr-modal--opened").get_by_role("button", name=label).click()


def open_a_call(page) -> None:
    page.goto("/appels/nouveau/")
    soon = timezone.localtime() + timedelta(days=10)
    page.locator("[name=model]").select_option(value=f"phase-{Phase.objects.get(code='experimentation').pk}")
    page.locator("[name=title]").fill("Exploration du parcours")
    page.locator("[name=opens_at]").fill((soon - timedelta(days=20)).strftime("%Y-%m-%dT09:00"))
    page.locator("[name=closes_at]").fill(soon.strftime("%Y-%m-%dT23:59"))
    page.locator("form:has([name=title]) button[type=submit]").last.click()
    page.wait_for_url("**/preparation/")
    page.get_by_role("link", name="Donnez la référence").click()
    page.locator("[name=slug]").fill(SLUG)
    page.locator("[name=reference]").fill("DGOS/TEST/2026")
    page.locator("[name=summary]").fill("Explorer ce que le numérique change au travail.")
    tick(page.locator("[name=themes]").first)
    page.locator("[name=commission_on]").fill((soon + timedelta(days=20)).date().isoformat())
    page.locator("[name=funds_from]").fill((soon + timedelta(days=60)).date().isoformat())
    page.locator("[name=envelope]").fill("1 000 000,00")
    page.locator("form:has([name=title]) button[type=submit]").last.click()
    page.wait_for_url(re.compile("/preparation/"))
    page.get_by_role("link", name="Joindre un document").click()
    page.locator("[name=kind]").select_option("note")
    page.locator("[name=title]").fill("Note technique")
    page.locator("[name=file]").set_input_files({"name": "note.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.locator("form:has([name=file]) button[type=submit]").click()
    for organisation in ("DGOS", "Anact"):
        page.get_by_role("link", name="Ajouter un contact").click()
        page.locator("[name=organisation]").select_option(label=organisation)
        page.locator("[name=function]").fill("Chargé de mission")
        page.locator("[name=email]").fill(f"acia@{organisation.lower()}.example")
        page.locator("form:has([name=function]) button[type=submit]").click()
    confirm(page, "Publier l’appel", "Publier l’appel")


def answer_questions(page) -> None:
    """Type something plausible in every question of the section on screen."""
    form = page.locator(".fiche-form")
    for more in form.locator("[data-cells]:has([data-list]) [data-add]").all():
        more.click()
        more.click()
    # What follows from an answer shows once it is given.
    for field in form.locator("input[type=radio][value=oui]:visible").all():
        tick(field)
    for field in form.locator("textarea:visible").all():
        field.fill(TEXT)
    for field in form.locator("input[type=text]:not([inputmode]):visible").all():
        name = field.get_attribute("name")
        field.fill("acia@organisation.example" if "courriel" in name else "Chargée de mission")
    for field in form.locator("input[inputmode]:visible").all():
        field.fill("4")
    for field in form.locator("input[type=date]:visible").all():
        start = field.get_attribute("name") in {"appel_ouverture", "debut_prevu"}
        field.fill((date(2027, 1, 15) if start else date(2027, 12, 15)).isoformat())
    for choice in form.locator("select:visible").all():
        choice.select_option(index=1)
    for group in form.locator("fieldset:not([data-cells]):has(input[type=radio]:not([value=oui], [value=non]))").all():
        tick(group.locator("input[type=radio]").first)
    for group in form.locator("fieldset:not([data-cells]):has(input[type=checkbox])").all():
        tick(group.locator("input[type=checkbox]").first)
    saved(page)


def add_structures(page, fiche: str) -> None:
    for number, (name, typed) in enumerate((("Rance", "rance dinan"), ("Ajoncs", "359900001"))):
        page.goto(f"{fiche}participants/ajouter/")
        page.locator("main [name=q]").press_sequentially(typed)
        page.get_by_role("link", name=re.compile(f"Choisir.*{name}")).click()
        if number == 0:
            page.locator("[name=title]").fill("Dossier informatisé")
            for choice in ("theme", "nature", "maturity"):
                page.locator(f"[name={choice}]").select_option(index=1)
            page.locator("[name=work_question]").fill("Que deviennent les transmissions ?")
        else:
            tick(page.get_by_label("Dossier informatisé"))
        page.locator("[name=contact_function]").fill("Responsable du projet numérique")
        submit(page, "Ajouter la structure")


def compose(page, fiche: str) -> None:
    for group, profiles in (("regional", 5), ("elargi", 1)):
        for rank in range(1, profiles + 1):
            page.goto(f"{fiche}collectif/{group}/ajouter/")
            page.locator("[name=profile]").select_option(index=rank)
            page.locator("[name=function]").fill("Cadre de santé")
            page.locator("[name=organisation_name]").fill("Organisme fictif")
            page.locator("[name=seats]").fill("1")
            submit(page, "Ajouter le membre")


def plan_and_fund(page, fiche: str) -> None:
    page.goto(f"{fiche}sections/10/")
    for field in page.locator("input[name$=planned_days]:visible").all():
        field.fill("12,5")
    for field in page.locator("input[name$=starts_on]:visible").all():
        field.fill("2027-01-15")
    for field in page.locator("input[name$=ends_on]:visible").all():
        field.fill("2027-06-15")
    saved(page)
    page.goto(f"{fiche}sections/12/")
    page.locator("[name$=requested_complement]:visible").fill("45 000,50")
    page.locator("[name$=complement_reason]:visible").fill("Remplacer les professionnels pendant les enquêtes.")
    saved(page)


def write_the_fiche(page) -> str:
    page.goto(f"/appels/{SLUG}/projet/")
    page.locator("[name=title]").fill("Écrire et transmettre autrement")
    submit(page, "Commencer le projet")
    fiche = re.search(r"/fiches/\d+/", page.url).group()
    for number in range(1, 15):
        page.goto(f"{fiche}sections/{number}/")
        answer_questions(page)
    add_structures(page, fiche)
    compose(page, fiche)
    plan_and_fund(page, fiche)
    return fiche


def answer_as_the_aract(page, fiche: str) -> None:
    """What the Aract answers alone."""
    page.goto(f"{fiche}sections/10/")
    page.locator("[name=courriel_essais]").fill("essais@aract.example")
    saved(page)


def sign(page, fiche: str) -> None:
    page.goto(f"{fiche}signature/")
    assert not page.locator("#manques").count(), page.locator("#manques").text_content()
    tick(page.locator("[name=power][value=own]"))
    tick(page.locator("[name=attested]"))
    submit(page, "Signer la fiche")


def review(page, level: int) -> None:
    page.goto("/taches/")
    page.locator("main a[href*='/evaluations/']").first.click()
    tick(page.locator("[name=has_conflict][value=no]"))
    submit(page, "Enregistrer votre déclaration")
    page.wait_for_url(re.compile(r"/evaluations/\d+/$"))
    for criterion in page.locator("[data-criterion]").all():
        tick(criterion.locator(f"input[type=radio][value='{level}']"))
        criterion.locator("textarea").fill("La fiche répond précisément à ce point.")
    page.locator("label[for=id_opinion_0]").click()
    page.locator("[name=comment]").fill("Bonne fiche.")
    confirm(page, "Remettre l’évaluation", "Remettre définitivement")


def sign_twice(site, writer, fiche: str):
    """The Aract signs, the ARS edits, which voids it and says so; then both sign the same content."""
    aract, director = (site.signed_in(f"signature@{party}-bretagne.example") for party in ("aract", "ars"))
    sign(aract.page, fiche)
    writer.page.goto(f"{fiche}sections/3/")
    writer.page.locator("textarea").first.fill("Une phrase ajoutée après la signature.")
    saved(writer.page)
    assert Signature.objects.get().voided_at
    writer.page.goto(fiche)
    assert "annulée" in writer.page.locator("main").inner_text()
    sign(aract.page, fiche)
    sign(director.page, fiche)
    signed = set(Signature.objects.live().values_list("content_hash", flat=True))
    assert signed == {Application.objects.get().content_hash}
    return director


def deposit(page, fiche: str) -> None:
    page.goto(f"{fiche}depot/")
    submit(page, "Déposer la fiche")
    made = Deposit.objects.get()
    receipt = page.request.get(f"{fiche}accuse-de-reception.pdf")
    text = text_of(receipt.body())
    assert made.number in text
    assert "L. 112-3" in text
    assert Message.objects.filter(key__startswith="receipt").count() >= 2


def admit_and_assign(page, fiche: str) -> None:
    page.goto(f"{fiche}recevabilite/")
    for field in page.locator("input[type=radio][value=oui]").all():
        tick(field)
    tick(page.get_by_label("La fiche est recevable", exact=True))
    submit(page, "Enregistrer la conclusion")
    page.goto(f"/commission/{SLUG}/rapporteurs/")
    for choice in page.locator("main form[method=post] select").all():
        choice.select_option(index=1)
    submit(page, "Enregistrer les rapporteurs")


def propose(page, application: Application) -> None:
    """First above what the region asks for, which is refused at the field with nothing lost; then what it asks for."""
    page.goto(f"/commission/{SLUG}/decisions/{application.pk}/")
    tick(page.locator("[name=outcome][value=retained]"))
    page.locator("[name=complement]").fill("45 000,51")
    page.locator("[name=reason]").fill("Collectif équilibré, méthode centrée sur le travail réel.")
    submit(page, "Proposer la décision")
    assert "dépasse celle que la région demande" in page.locator("main").inner_text()
    assert page.locator("[name=reason]").input_value().startswith("Collectif équilibré")
    page.locator("[name=complement]").fill("45 000,50")
    submit(page, "Proposer la décision")
    page.wait_for_url("**/decisions/")


def approve(page) -> None:
    page.goto(f"/commission/{SLUG}/decisions/")
    confirm(page, "Valider toutes les décisions proposées", re.compile("^Valider"))


def issue(page) -> Notice:
    page.goto(f"/commission/{SLUG}/decisions/")
    confirm(page, "Émettre les lettres", re.compile("^Émettre"))
    page.wait_for_url("**/travaux/**")
    page.get_by_text("Terminé", exact=False).first.wait_for()
    return Notice.objects.get()


def letter_read_by(page) -> str:
    """The text of the letter, as downloaded, with plain spaces."""
    page.goto("/notifications/")
    with page.expect_download() as downloading:
        page.get_by_role("link", name=re.compile("Lire la lettre")).click()
    return text_of(downloading.value.path().read_bytes())


def test_from_nothing_to_a_pdf_notice(site, people):
    secretary = site.signed_in("secretariat@dgos.example")
    open_a_call(secretary.page)
    call = Call.objects.get(slug=SLUG)
    assert call.published_at
    assert call.questionnaire.frozen_at

    writer = site.signed_in("redaction@ars-bretagne.example")
    assert writer.page.get_by_text("Exploration du parcours").first.is_visible()
    fiche = write_the_fiche(writer.page)
    answer_as_the_aract(site.signed_in("redaction@aract-bretagne.example").page, fiche)
    director = sign_twice(site, writer, fiche)
    deposit(writer.page, fiche)

    # Time passes: the call closes.
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now())
    admit_and_assign(secretary.page, fiche)
    application = Application.objects.get()
    for assignment, level in zip(application.assignments.order_by("party"), (3, 4), strict=True):
        review(site.signed_in(assignment.rapporteur.user.email).page, level)
    president = site.signed_in("presidence@dgos.example")
    president.page.goto(f"/commission/{SLUG}/")
    assert "Bretagne" in president.page.locator("main").inner_text()

    propose(secretary.page, application)
    secretary.refused(422)
    for authority in ("dgos", "anact"):
        approve(site.signed_in(f"signature@{authority}.example").page)
    assert Decision.objects.get().state == "validated"
    notice = issue(secretary.page)

    text = letter_read_by(director.page)
    for expected in (notice.act.number, "115 000,50", "Collectif équilibré", "ribunal administratif"):
        assert expected in text
    public = site.page()
    public.page.goto(f"/verifier/{notice.act.check_code}/")
    assert notice.act.number in public.page.locator("main").inner_text()
