"""Photograph the main pages of each persona at 1280 and 375 px into build/screens/, on fresh demonstration data."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "build/screens"
PORT = int(os.environ.get("SCREENS_PORT", "8765"))
BASE = f"http://127.0.0.1:{PORT}"
WIDTHS = (1280, 375)
MOST_PAGES = 14
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PUBLIC = ("/", "/appels/", "/appels/exploration-2021/", "/reperes/", "/verifier/", "/demo/", "/accessibilite/")
# Not pages, or not for a photograph: files, sign-out, Django's own admin.
LEAVE = re.compile(r"\.(pdf|xlsx|json)$|/compte/|/administration/donnees/|^/demo/|/documents/")


@contextmanager
def served() -> Iterator[None]:
    """The portal on a database of its own, loaded with the demonstration."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "acia_portal.settings.dev",
            "DEBUG": "0",
            "DATABASE_URL": f"sqlite:///{scratch}/screens.sqlite3",
            "MEDIA_ROOT": f"{scratch}/documents",
            "EMAIL_URL": f"filemail:///{scratch}/mails",
            "SITE_URL": BASE,
        }
        for command in (["migrate", "--verbosity", "0"], ["load_reference"], ["load_demo"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{PORT}"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(f"{BASE}/etat/")
            yield
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=2)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"{address} ne répond pas.")


def file_name(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.strip("/").lower()) or "accueil"


def photograph(page: Page, folder: Path, path: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{BASE}{path}")
        page.screenshot(path=folder / f"{file_name(path)}-{width}.png", full_page=True)


def links(page: Page) -> list[str]:
    """The pages of ours that this one leads to."""
    hrefs = page.eval_on_selector_all(
        "main a[href^='/'], nav a[href^='/']", "links => links.map(a => a.getAttribute('href'))"
    )
    return [href for href in dict.fromkeys(hrefs) if not LEAVE.search(href.split("?")[0])]


def visit(browser: Browser, persona: dict[str, str]) -> None:
    """Sign in, photograph the desk, then what it leads to and what those lead to: one page of each kind."""
    folder = TARGET / file_name(persona["email"])
    folder.mkdir(parents=True, exist_ok=True)
    page = browser.new_context(locale="fr-FR").new_page()
    page.goto(f"{BASE}/demo/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    page.request.post(
        f"{BASE}/demo/connexion/",
        form={"compte": persona["email"], "csrfmiddlewaretoken": token},
        headers={"Referer": f"{BASE}/demo/"},
    )
    queue, seen = ["/taches/"], set()
    while queue and len(seen) < MOST_PAGES:
        path = queue.pop(0)
        kind = re.sub(r"\d+", "#", re.split(r"[?#]", path)[0])
        if kind in seen:
            continue
        seen.add(kind)
        photograph(page, folder, path)
        queue += links(page)
    page.context.close()


def main() -> None:
    chromium = subprocess.run(
        [ROOT / "ops/find_chromium.sh"], capture_output=True, text=True, check=True
    ).stdout.strip()
    if not chromium:
        raise SystemExit("Chromium est introuvable : apt-get install chromium")
    with served(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        (TARGET / "public").mkdir(parents=True, exist_ok=True)
        page = browser.new_context(locale="fr-FR").new_page()
        for path in PUBLIC:
            photograph(page, TARGET / "public", path)
        with urllib.request.urlopen(f"{BASE}/demo/comptes.json") as answer:
            personas = json.load(answer)
        for persona in personas:
            visit(browser, persona)
        browser.close()
    print(f"{sum(1 for _ in TARGET.rglob('*.png'))} images dans {TARGET.relative_to(ROOT)}/")


if __name__ == "__main__":
    main()
