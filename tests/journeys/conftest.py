"""A real browser, and two places to walk in, both served as in production: an empty portal, and the demonstration.

A journey takes one of these fixtures:

- `site`: an empty portal, served on the test's own database (mark it `django_db(transaction=True)`). Rows are made with
  factories before or during the walk and read back after it. `site.page()` is the public's browser,
  `site.wearing(hat)` that of a membership, `site.signed_in(email)` that of a demonstration persona whom the test has
  made; `site.mails(to)` is what was sent; jobs are done at once.
- `demo_site`: the whole demonstration of today, for pages only: the test's database is not that one. `personas` lists
  who may sign in; `demo_site.signed_in(email)` opens their tasks.

Both give `Watched` pages, whose `page` is Playwright's. Nothing has to be closed, nor checked: at its end a journey
fails on any complaint of its pages (an answer of 400 or more from the portal, an error of the console, a violation of
the policy, an exception). A test that provokes one takes it: `watched.refused(422)` for an answer,
`watched.taken()` for all.

PostgreSQL, Redis and Chromium are needed; `ops/test.sh browser` finds them.
"""

import json
import os
import shutil
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from filelock import FileLock
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, StorageState, expect, sync_playwright

from accounts.models import Membership
from tests import databases
from tests.conftest import client_of
from tests.servers import Portal, cannot_run, collect_static, database_url

# Playwright keeps an event loop running in this thread until the suite ends: Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# A busy machine is slow, not wrong.
expect.set_options(timeout=20_000)
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        cannot_run("Chromium is not installed")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield launched
        launched.close()


@dataclass
class Watched:
    """A page whose complaints are kept."""

    page: Page
    host: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        # What Chromium and htmx say of a bad answer of ours, `_answered` says better.
        told = message.text.startswith(("Failed to load resource: the server responded", "Response Status Error Code"))
        if message.type == "error" and not (told and message.location["url"].startswith(self.host)):
            self.complaints.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.url.startswith(self.host):
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")

    def taken(self) -> list[str]:
        """The complaints since the last call: the test answers for them."""
        complaints, self.complaints = self.complaints, []
        return complaints

    def refused(self, status: int) -> None:
        """The test has provoked answers of this status, one at least."""
        before = len(self.complaints)
        self.complaints = [said for said in self.complaints if not said.startswith(f"{status}: ")]
        assert len(self.complaints) < before, f"no answer was {status}"


@dataclass
class Site:
    """A served portal and the browser to walk in it, for one journey."""

    portal: Portal
    browser: Browser
    states: dict[str, StorageState] = field(default_factory=dict)
    opened: list[Watched] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.portal.url

    def page(self, *, scripts: bool = True, state: StorageState | None = None) -> Watched:
        """A browser of its own, signed out unless a session is given."""
        context = self.browser.new_context(
            locale="fr-FR",
            timezone_id="Europe/Paris",
            base_url=self.url,
            java_script_enabled=scripts,
            storage_state=state,
        )
        context.set_default_timeout(60_000)
        self.opened.append(Watched(context.new_page(), self.url))
        return self.opened[-1]

    def wearing(self, hat: Membership, *, scripts: bool = True) -> Watched:
        """The browser of someone who has signed in and wears this hat (`site` only)."""
        watched = self.page(scripts=scripts)
        session = client_of(hat).cookies["sessionid"].value
        watched.page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.url}])
        return watched

    def signed_in(self, email: str) -> Watched:
        """The tasks of a persona who signed in with one click from /demo/, once for all journeys of this process."""
        if email in self.states:
            watched = self.page(state=self.states[email])
            watched.page.goto("/taches/")
            if watched.page.url.endswith("/taches/"):
                return watched
        watched = self.page()
        watched.page.goto("/demo/")
        watched.page.locator(f"form:has(input[name=compte][value='{email}']) button").first.click()
        watched.page.wait_for_url("**/taches/")
        self.states[email] = watched.page.context.storage_state()
        return watched

    def mails(self, to: str) -> list[EmailMessage]:
        """What was sent to this address, first to last."""
        return self.portal.mails(to)

    def leave(self) -> list[str]:
        """Close every page; the complaints that nobody took."""
        complaints = []
        for watched in self.opened:
            if not watched.page.is_closed():
                # What the last page has still to say.
                watched.page.wait_for_load_state()
                watched.page.evaluate("0")
            complaints += watched.complaints
            watched.page.context.close()
        return complaints


def wait_for_the_server() -> None:
    """Until it does nothing more in this database: a page that closes sends what it holds."""
    still = 0
    while still < 3:
        time.sleep(0.05)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle')"
            )
            (busy,) = cursor.fetchone()
        still = 0 if busy else still + 1


@pytest.fixture(scope="session")
def postgresql() -> None:
    if connection.vendor != "postgresql":
        cannot_run("journeys need PostgreSQL: name it in TEST_DATABASE_URL, or run ops/test.sh browser")


@pytest.fixture(scope="session")
def static_files(postgresql) -> Path:
    """What `ops/collect_static.sh` collects, once for all runs until it changes."""
    build = databases.ROOT / "build"
    sources = (
        "static",
        "requirements",
        "acia_portal/settings",
        "acia_portal/static_storage.py",
        "ops/collect_static.sh",
    )
    folder = build / "static" / databases.mark_of(databases.ROOT / source for source in sources)
    build.mkdir(exist_ok=True)
    with FileLock(build / "static.lock"):
        if not folder.exists():
            shutil.rmtree(folder.parent, ignore_errors=True)
            collect_static(folder.parent / "making")
            (folder.parent / "making").rename(folder)
    return folder


@pytest.fixture(scope="session")
def empty_portal(static_files, django_db_setup, tmp_path_factory) -> Iterator[Portal]:
    """The server of `site`, on the database and in the documents of this process."""
    portal = Portal(tmp_path_factory.mktemp("portal"), database_url(), Path(django_settings.MEDIA_ROOT), static_files)
    yield portal
    portal.stop()


@pytest.fixture(scope="session")
def demo_portal(static_files, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Portal]:
    """The server of `demo_site`, on a copy of the demonstration."""
    with django_db_blocker.unblock():
        copy = databases.copied(databases.demonstration(), "journeys")
    portal = Portal(tmp_path_factory.mktemp("demo"), database_url(copy.database), copy.documents, static_files)
    yield portal
    portal.stop()
    with django_db_blocker.unblock():
        copy.drop()


@contextmanager
def walked(site: Site) -> Iterator[Site]:
    """At the end of the journey nothing is left open, and nobody has complained."""
    yield site
    complaints = site.leave()
    assert complaints == []


@pytest.fixture
def site(transactional_db, empty_portal, browser) -> Iterator[Site]:
    """An empty portal on the test's own database; jobs are done at once."""
    empty_portal.forget()
    try:
        with walked(Site(empty_portal, browser)) as opened:
            yield opened
    finally:
        wait_for_the_server()


@pytest.fixture(scope="session")
def demo_sessions() -> dict[str, StorageState]:
    """Personas who have signed in."""
    return {}


@pytest.fixture
def demo_site(demo_portal, browser, demo_sessions) -> Iterator[Site]:
    """The demonstration of today, shared by the journeys of a process."""
    with walked(Site(demo_portal, browser, demo_sessions)) as opened:
        yield opened


@pytest.fixture(scope="session")
def personas(demo_portal) -> list[dict[str, str]]:
    with urllib.request.urlopen(f"{demo_portal.url}/demo/comptes.json") as answer:  # noqa: S310
        return json.load(answer)
