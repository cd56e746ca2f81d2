"""Files dropped on a section: several at once, one refused, one cut on its way, then bound by the signatures."""

import base64
import io
from collections import Counter
from datetime import timedelta

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from applications.models import FicheFile
from applications.sealing import seal_whole
from calls.enums import QuestionKind
from tests.applications.fiches import Fiche, complete
from tests.factories import NOW, CallFactory
from tests.journeys.conftest import Site
from tests.papers import pdf, png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PIECE = 512 * 1024
LONG = pdf("x" * (3 * PIECE))
DROP = """([box, files]) => {
  const dropped = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
    dropped.items.add(new File([bytes], name, { lastModified: 1 }));
  }
  for (const name of ["dragover", "drop"]) {
    const facts = { dataTransfer: dropped, bubbles: true, cancelable: true };
    document.querySelector(box).dispatchEvent(new DragEvent(name, facts));
  }
}"""


@pytest.fixture
def fiche() -> Fiche:
    fiche = complete(project__call=CallFactory(closes_at=timezone.now() + timedelta(days=10)))
    make = fiche.call.questionnaire.sections.get(number=1).questions.create
    make(code="plans", label="Plans des locaux", kind=QuestionKind.FILE, position=3)
    shown = {"question": "plans", "answered": True}
    make(
        code="legende",
        label="Légende des plans",
        kind=QuestionKind.SHORT_TEXT,
        position=4,
        condition=shown,
        required=False,
    )
    seal_whole(fiche.application, now=NOW)
    return fiche


def drop(page: Page, box: str, **files: bytes) -> None:
    sent = [[name.replace("_", "."), base64.b64encode(content).decode()] for name, content in files.items()]
    page.evaluate(DROP, [box, sent])


def test_files_are_dropped_cut_resumed_and_signed(site: Site, fiche: Fiche):
    watched = site.wearing(fiche.ars_writer)
    page, plans = watched.page, "#reponse-plans"
    page.goto(reverse("applications:section", args=[fiche.application.pk, 1]))
    expect(page.locator("[name=legende]")).to_be_hidden()
    arrived: Counter[str] = Counter()

    def cut(route: Route) -> None:
        """Once, half-way through the long file."""
        body = route.request.post_data_buffer or b""
        if b'name="morceau"' in body and b"long.pdf" in body:
            if arrived["pieces"] == 1 and not arrived["cut"]:
                arrived["cut"] += 1
                route.abort("connectionfailed")
                return
            arrived["pieces"] += 1
        route.continue_()

    page.route("**/fichiers/envoi/**", cut)
    drop(page, plans, long_pdf=LONG, piege_pdf=b"MZ\x90\x00" * 50, plan_png=png())
    listed = page.locator("#fichiers-plans")
    expect(page.locator(plans)).to_contain_text("La connexion est coupée à 3")
    expect(listed).to_contain_text("long.pdf")
    expect(listed).to_contain_text("plan.png")
    expect(listed.get_by_text("vérifié")).to_have_count(2)
    assert arrived["pieces"] == -(-len(LONG) // PIECE), "no piece was sent twice"
    refused = page.locator(f"{plans} .fr-message--error")
    expect(refused).to_contain_text("piege.pdf\xa0» n’est pas joint. Le contenu du fichier ne correspond pas à son nom")
    expect(page.locator("[name=legende]")).to_be_visible()
    page.get_by_role("button", name="Fermer").click()
    assert Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).violations_count == 0

    listed.get_by_role("link", name="Retirer plan.png").click()
    page.get_by_role("button", name="Retirer le fichier").click()
    expect(listed.get_by_text("plan.png")).to_have_count(0)
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("#fichiers-plans")).to_contain_text("plan.png")

    page.set_viewport_size({"width": 375, "height": 667})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    expect(page.locator(plans).get_by_text("Glissez des fichiers ici")).to_be_visible()

    fiche.reload()
    fiche.sign_both()
    long = FicheFile.objects.get(document__name="long.pdf").document
    reader = site.wearing(fiche.aract_writer).page
    reader.goto(reverse("applications:read", args=[fiche.application.pk]))
    expect(reader.locator("section[aria-labelledby=fichiers]")).to_contain_text(long.sha256)
    content = reader.request.get(site.url + reverse("applications:fiche_pdf", args=[fiche.application.pk])).body()
    printed = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(content)).pages).replace("\n", "")
    assert "long.pdf" in printed
    assert long.sha256 in printed.replace(" ", "")
    shown = reader.request.get(site.url + reverse("applications:file", args=[fiche.application.pk, long.sha256]))
    assert shown.body() == LONG
    complaints = [said for said in watched.taken() if "ERR_CONNECTION_FAILED" not in said]
    assert len(complaints) == 1, complaints
    assert complaints[0].startswith("422: ")
