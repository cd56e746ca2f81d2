"""«Dites-le-nous une fois»: an experimentation that begins from the region's exploration, until it is ready to sign."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Region
from applications.models import Application
from calls.models import Grid, Questionnaire
from demo.fiches import Story, begin, send, write
from demo.people import national, pair
from demo.structures import drawn
from regions.awarding import award
from tests.factories import CallFactory
from tests.journeys.acting import tick
from tests.journeys.test_main_job import TEXT, answer_as_the_aract, plan_and_fund, saved, sign, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CALL = "experimenter"


@pytest.fixture
def explored(site) -> Application:
    """Bretagne's exploration, deposited and retained, with three structures; the experimentation call is open."""
    call_command("load_reference", verbosity=0)
    for kind in (OrganisationKind.DGOS, OrganisationKind.ANACT):
        national(kind)
    region, now = Region.objects.get(code="53"), timezone.now()
    common = {"grid": Grid.objects.first(), "published_at": now - timedelta(days=100)}
    first = CallFactory(
        title="Exploration", opens_at=now - timedelta(days=90), closes_at=now + timedelta(days=1),
        questionnaire=Questionnaire.objects.get(code="exploration"), **common,
    )  # fmt: skip
    story = Story(pair("53"), "Lire et transmettre", drawn(region, 3, 2, turn=1), 30_000, 0)
    fiche = begin(first, story, at=now - timedelta(days=60))
    write(fiche, story, at=now - timedelta(days=50))
    send(fiche, story, at=now - timedelta(days=40))
    award(fiche.project, fixed=70_000, complement=0, notice_number="N-1", by=story.pair.ars_writer, now=now)
    CallFactory(
        title="Expérimentation", slug=CALL, phase__code="experimentation", previous=first,
        opens_at=now - timedelta(days=2), closes_at=now + timedelta(days=20),
        questionnaire=Questionnaire.objects.get(code="experimentation"), **common,
    )  # fmt: skip
    return Application.objects.get(pk=fiche.pk)


def answer_blanks(page) -> None:
    """What nothing was taken for; what was taken is left alone."""
    form, typed = page.locator(".fiche-form"), []
    for more in form.locator("[data-cells]:has([data-list]) [data-add]").all():
        more.click()
        more.click()
    for choices in form.locator("fieldset:not([data-cells]):has(input[type=radio], input[type=checkbox])").all():
        if choices.is_visible() and not choices.locator("input:checked").count():
            tick(choices.locator("input[value=oui], input:not([value=non])").first)
            typed.append(choices)
    for field in form.locator("textarea:visible, input:visible:not([type=radio], [type=checkbox])").all():
        if not field.input_value():
            field.fill(plausible(field))
            typed.append(field)
    for choice in form.locator("select:visible").all():
        if not choice.input_value():
            choice.select_option(index=1)
            typed.append(choice)
    if typed:
        saved(page)


def plausible(field) -> str:
    if field.get_attribute("type") == "date":
        return "2027-12-15"
    if field.get_attribute("inputmode"):
        return "4"
    return "acia@organisation.example" if "courriel" in field.get_attribute("name") else TEXT[:100]


def test_an_experimentation_begins_from_the_exploration(site, explored):
    number, structures = explored.deposit.number, explored.project.participations.order_by("pk")
    writer = site.signed_in("redaction@ars-bretagne.example")
    page = writer.page
    page.goto(f"/appels/{CALL}/projet/")
    assert number in page.locator("main").inner_text()
    assert page.locator("[name=title]").input_value() == explored.project.title
    page.locator(f"label[for='{page.locator('[name=structures]').first.get_attribute('id')}']").click()
    left_out, *taken = structures.order_by("establishment__search_text", "pk")
    submit(page, "Commencer le projet")
    fiche = re.search(r"/fiches/\d+/", page.url).group()
    project = Application.objects.get(pk=fiche.split("/")[2]).project
    assert {row.establishment for row in project.participations.all()} == {row.establishment for row in taken}
    assert left_out.establishment.name not in page.locator("main").inner_text()

    # One answer is dropped, with its undoing at hand; the rest is kept, section by section.
    page.goto(f"{fiche}sections/2/")
    line = page.locator("#repris-partenaires")
    assert number in line.inner_text()
    assert "À garder" in line.inner_text()
    line.get_by_role("button", name=re.compile("Retirer")).click()
    page.get_by_role("button", name=re.compile("Annuler")).wait_for()
    assert page.locator("[name=partenaires]").input_value() == ""
    kept = 0
    for section in range(1, 15):
        page.goto(f"{fiche}sections/{section}/")
        every = page.get_by_role("button", name="Tout garder dans cette section")
        if every.count():
            kept += 1
            with page.expect_navigation():
                every.click()
            assert not page.get_by_role("button", name="Tout garder dans cette section").count()
        answer_blanks(page)
    assert kept > 5
    plan_and_fund(page, fiche)
    answer_as_the_aract(site.signed_in("redaction@aract-bretagne.example").page, fiche)
    page.goto(f"{fiche}sections/3/")
    assert "Gardé par" in page.locator("#repris-contexte").inner_text()

    # What somebody writes again is theirs, and says so at once.
    page.locator("[name=contexte]").fill(TEXT)
    saved(page)
    page.locator("#repris-contexte", has_text="Réécrit depuis").wait_for()
    sign(site.signed_in("signature@ars-bretagne.example").page, fiche)
    assert Application.objects.get(project=project).signatures.live().count() == 1
