"""A real browser, and two places to walk in: an empty portal served by the test, and the whole demonstration."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from filelock import FileLock
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(settings.BASE_DIR)
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser():
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert chromium, "Chromium is missing"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield launched
        launched.close()


@dataclass
class Watched:
    """A page whose complaints are kept: console errors, policy violations, uncaught exceptions, missing files."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        self.page.on("response", self._answered)

    def _heard(self, message) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def _answered(self, response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status}: {response.url}")

    def taken(self) -> list[str]:
        """The complaints since the last call."""
        complaints, self.complaints = self.complaints, []
        return complaints


@dataclass
class Site:
    """A served portal and the browser to walk in it."""

    url: str
    browser: Browser

    def page(self, *, scripts: bool = True) -> Watched:
        context = self.browser.new_context(
            locale="fr-FR", timezone_id="Europe/Paris", base_url=self.url, java_script_enabled=scripts
        )
        context.set_default_timeout(20_000)
        return Watched(context.new_page())

    def signed_in(self, email: str) -> Watched:
        """Sign in with one click from /demo/, as a visitor does."""
        watched = self.page()
        watched.page.goto("/demo/")
        watched.page.locator(f"form:has(input[name=compte][value='{email}']) button").first.click()
        watched.page.wait_for_url("**/taches/")
        return watched


@pytest.fixture
def site(live_server, browser):
    """An empty portal on the test's own database; jobs run at once."""
    return Site(live_server.url, browser)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def environment_of(folder: Path, url: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in {"TEST_DATABASE_URL", "REDIS_URL"}}
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "acia_portal.settings.dev",
        "DEBUG": "0",
        "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
        "MEDIA_ROOT": f"{folder}/documents",
        "EMAIL_URL": f"filemail:///{folder}/mails",
        "SITE_URL": url,
    }


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory) -> Path:
    """The demonstration, loaded once for all the workers of a run and copied for each."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    loaded, mine = shared / "demonstration", tmp_path_factory.mktemp("demo") / "copy"
    with FileLock(shared / "demonstration.lock"):
        if not (loaded / "ready").exists():
            shutil.rmtree(loaded, ignore_errors=True)
            loaded.mkdir()
            environment = environment_of(loaded, "http://127.0.0.1")
            for command in (["migrate", "--verbosity", "0"], ["load_reference"], ["load_demo"]):
                subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)  # noqa: S603
            (loaded / "ready").touch()
        shutil.copytree(loaded, mine)
    return mine


@pytest.fixture(scope="session")
def demo_site(demo_folder, browser):
    """The demonstration served by a process of its own, as `make demo` does."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with (demo_folder / "server.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment_of(demo_folder, url),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"{url}/etat/", timeout=2)  # noqa: S310
                    break
                except (urllib.error.URLError, ConnectionError):
                    time.sleep(0.5)
            yield Site(url, browser)
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def personas(demo_site) -> list[dict[str, str]]:
    with urllib.request.urlopen(f"{demo_site.url}/demo/comptes.json") as answer:  # noqa: S310
        return json.load(answer)
