"""Every page of every persona: accessible, quiet, within its policy, and no wider than a phone."""

import re
from collections.abc import Container
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve

pytestmark = pytest.mark.browser

PERSONAS = [
    "secretariat@dgos.example",
    "presidence@anact.example",
    "rapport-1@dgos.example",
    "signature@anact.example",
    "redaction@ars-ile-de-france.example",
    "signature@ars-provence-alpes-cote-d-azur.example",
    "redaction@aract-bretagne.example",
    "redaction@aract-la-reunion.example",
    "contact@structure-fictive.example",
    "administration@portail-acia.example",
]
# One page of each kind is enough: a second fiche has the same template as the first.
MOST_PAGES = 30
FILES = re.compile(
    r"\.(pdf|xlsx|json|csv|ics)$|/(documents|livrables|pieces)/\d+/$|/(lettre|document|piece|pdf|copie|feuille|export)/$"
)
ELSEWHERE = ("/administration/donnees/", "/compte/deconnexion/")
# Read by everyone in the same words: the public's walk looks at them for all.
SAME_FOR_ALL = {
    "/reperes/",
    "/verifier/",
    "/plan-du-site/",
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/contact/",
    "/demo/",
}
axe = Axe()


def kind_of(path: str) -> tuple:
    """Pages with the same address pattern are of one kind; sections of a fiche each count."""
    found = resolve(path)
    return found.view_name, found.kwargs.get("number")


def links(page) -> list[str]:
    hrefs = page.eval_on_selector_all(
        "a[href]", "links => links.map(link => new URL(link.getAttribute('href'), location).href)"
    )
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    paths = [href.removeprefix(origin).split("#")[0] for href in hrefs if href.startswith(origin)]
    return [
        path for path in dict.fromkeys(paths) if not FILES.search(path.split("?")[0]) and not path.startswith(ELSEWHERE)
    ]


def faults_of(watched, path: str) -> list[str]:
    """What is wrong with one page, in words."""
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(path)
    faults = [f"{path}: status {answer.status}"] if answer.status >= 400 else []
    if not re.search(r".+ – Portail ACIA$", page.title()):
        faults.append(f"{path}: title «{page.title()}»")
    if page.locator("h1").count() != 1:
        faults.append(f"{path}: {page.locator('h1').count()} h1")
    for violation in axe.run(page).response["violations"]:
        where = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        faults.append(f"{path}: axe {violation['id']}: {where}")
    page.set_viewport_size({"width": 375, "height": 800})
    page.wait_for_timeout(50)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 375:
        faults.append(f"{path}: {width} px wide on a phone")
    return faults + [f"{path}: {complaint}" for complaint in watched.taken()]


def walk(watched, start: str, *, leaving: Container[str] = ()) -> tuple[list[str], set[tuple]]:
    queue, seen, faults = [start], set(), []
    while queue and len(seen) < MOST_PAGES:
        path = queue.pop(0)
        try:
            kind = kind_of(path.split("?")[0])
        except Resolver404:
            faults.append(f"{path}: a link to nowhere")
            continue
        if kind in seen or path in leaving:
            continue
        seen.add(kind)
        faults += faults_of(watched, path)
        queue += links(watched.page)
    return faults, seen


@pytest.mark.parametrize("email", PERSONAS)
def test_every_page_of_a_persona(demo_site, email):
    watched = demo_site.signed_in(email)
    faults, seen = walk(watched, "/taches/", leaving=SAME_FOR_ALL)
    assert not faults, "\n".join(faults)
    assert len(seen) >= 8, f"only {seen}"


def test_every_public_page(demo_site):
    faults, seen = walk(demo_site.page(), "/")
    assert not faults, "\n".join(faults)
    assert {kind_of(path) for path in SAME_FOR_ALL} <= seen
