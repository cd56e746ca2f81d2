"""A steering committee in a real browser, from its convocation to its minutes and to the use of the complement."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from meetings.complement import current_use
from meetings.models import Meeting
from records import documents
from records.models import Message
from tests.meetings.rooms import collective, room
from tests.printed import text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def where():
    made = room(award__complement=Decimal(30_000), award__awarded_on=timezone.localdate() - timedelta(days=90))
    collective(made.project)
    return made


@pytest.fixture
def watched(site, where):
    """The Aract's browser, on the list of meetings."""
    opened = site.wearing(where.aract)
    opened.page.goto(reverse("meetings:meetings", args=[where.project.pk]))
    return opened


def click(page: Page, role: str, name: str | re.Pattern) -> None:
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def prepare(page: Page) -> Meeting:
    click(page, "link", "Préparer une réunion")
    page.get_by_label("Intitulé").fill("COPIL n° 1 – lancement")
    soon = timezone.localtime() + timedelta(days=8)
    page.get_by_label("Date et heure de début").fill(soon.strftime("%Y-%m-%dT14:00"))
    page.locator("[name=place]").fill("Salle Jaune")
    click(page, "button", "Préparer la réunion")
    click(page, "link", re.compile("^Écrire"))
    page.locator("[name=ligne-0-title]").fill("Usage décidé (part complémentaire)")
    page.locator("[name=ligne-0-minutes]").fill("60")
    click(page, "button", "Enregistrer l’ordre du jour")
    click(page, "link", "Inviter")
    page.get_by_text("Le collectif régional").click()
    click(page, "button", "Ajouter leurs places")
    page.get_by_label("Siège ELU_PERSONNEL").fill("elu@exemple.test")
    click(page, "button", "Enregistrer les adresses")
    click(page, "link", "Revenir à la réunion")
    return Meeting.objects.get()


def test_a_committee_from_its_convocation_to_the_complement(site, watched, where):
    page = watched.page
    meeting = prepare(page)
    click(page, "link", "Convoquer")
    click(page, "button", "Convoquer la réunion")
    expect(page.locator("#reponses")).to_contain_text("0\N{NO-BREAK SPACE}réponse")
    link = receive(site, meeting)
    reply(site, link)
    page.reload()
    expect(page.locator("#reponses")).to_contain_text("Cadre de santé")
    Meeting.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    hold(page)
    use_the_complement(page, where)
    watched.refused(422)
    preside(page, meeting)
    approve(page, meeting)


def receive(site, meeting: Meeting) -> str:
    """The mail of the staff's seat, its calendar file read; the path of its reply link."""
    message = Message.objects.get(to="elu@exemple.test")
    (event,) = Calendar.from_ical(documents.read(message.attachments.get())).walk("VEVENT")
    assert event.decoded("dtstart") == meeting.starts_at
    (sent,) = site.mails(to="elu@exemple.test")
    assert any(part.get_content_type() == "text/calendar" for part in sent.walk())
    return re.search(r"/reunions/reponse/[^\s\"<]+", sent.get_body().get_content()).group()


def reply(site, link: str) -> None:
    """Without an account, on a phone, without scripts."""
    watched = site.page(scripts=False)
    watched.page.set_viewport_size({"width": 375, "height": 800})
    watched.page.goto(link)
    watched.page.get_by_text("Une autre personne viendra à ma place").click()
    watched.page.get_by_label("Fonction de la personne qui viendra").fill("Cadre de santé")
    click(watched.page, "button", "Envoyer votre réponse")
    expect(watched.page.locator(".meetings-reply")).to_contain_text("Viendra à votre place : Cadre de santé")


def hold(page: Page) -> None:
    """Presences, then the minutes saved as one types."""
    page.reload()
    click(page, "link", "Relever les présences")
    for seat in page.locator("select").all():
        seat.select_option("present")
    expect(page.locator("[data-save-state]")).to_contain_text("Enregistré à")
    assert Axe().run(page).response["violations"] == []
    click(page, "button", "Relever les présences")
    page.get_by_label("Usage décidé (part complémentaire)", exact=True).press_sequentially(
        "Le comité arrête deux usages."
    )
    expect(page.locator("[data-save-state]")).to_contain_text("Enregistré à")
    assert Axe().run(page).response["violations"] == []


def use_the_complement(page: Page, where) -> None:
    """A sum too high is refused, and nothing typed is lost."""
    click(page, "link", "Décider l’usage de la part complémentaire")
    for line, (purpose, amount) in enumerate((("Remplacements", "20 000,50"), ("Restitution", "10 000,00"))):
        page.locator(f"[name=ligne-{line}-purpose]").fill(purpose)
        page.locator(f"[name=ligne-{line}-amount]").fill(amount)
    expect(page.locator("[data-total]")).to_contain_text("de trop")
    page.get_by_text("Le comité de pilotage a décidé cet usage.").click()
    click(page, "button", "Enregistrer l’usage décidé")
    expect(page.get_by_role("alert")).to_contain_text("de plus que la part complémentaire")
    expect(page.locator("[name=ligne-0-amount]")).to_have_value("20 000,50")
    assert current_use(where.project).version == 0
    page.locator("[name=ligne-1-amount]").fill("9 999,50")
    click(page, "button", "Enregistrer l’usage décidé")
    assert current_use(where.project).left == 0


def preside(page: Page, meeting: Meeting) -> None:
    """Money was decided: the minutes wait for the name of who presided."""
    here = page.url
    page.goto(reverse("meetings:approve", args=[meeting.project_id, meeting.pk]))
    expect(page.locator("main")).to_contain_text("dites qui l’a présidé")
    expect(page.get_by_role("button", name="Approuver le compte rendu")).to_be_disabled()
    page.goto(reverse("meetings:chair", args=[meeting.project_id, meeting.pk]))
    page.get_by_label("Prénom et nom").fill("Marie Exemple")
    page.get_by_label("Fonction").fill("directrice de l'offre de soins")
    assert Axe().run(page).response["violations"] == []
    click(page, "button", "Enregistrer la présidence")
    page.goto(here)


def approve(page: Page, meeting: Meeting) -> None:
    """Frozen by one act; the PDF read back says all of it."""
    click(page, "link", "Relire et approuver le compte rendu")
    click(page, "button", "Enregistrer et relire avant d’approuver")
    click(page, "button", "Approuver le compte rendu")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Compte rendu en PDF").click()
    text = text_of(downloading.value.path().read_bytes())
    assert "Le comité arrête deux usages." in text
    assert "Marie Exemple, directrice de l'offre de soins" in text
    assert "9 999,50" in text.replace("\N{NO-BREAK SPACE}", " ")
    click(page, "button", re.compile("^Envoyer"))
    assert Message.objects.filter(to="elu@exemple.test", moment="meetings.minutes").exists()
    assert meeting.minutes.get().sent_at is not None
