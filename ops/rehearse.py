"""Rehearse the server without Docker: web, worker and beat with the prod settings, on local PostgreSQL and Redis.

Plays a batch of notices through real Celery from a signed-in browser's requests, checks the health pages, the files
and the mails, and stops everything. The database, the broker's database and the files are scratch ones.
"""

import hashlib
import http.cookiejar
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

ROOT = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("REHEARSE_PORT", "8766"))
BASE = f"http://127.0.0.1:{PORT}"
CALL = "exploration-en-cours"
SECRETARY = "secretariat@dgos.example"
PASSWORD = secrets.token_urlsafe(18)
BIN = Path(sys.executable).parent


def say(text: str) -> None:
    print(f"— {text}", flush=True)


@contextmanager
def database() -> Iterator[str]:
    """A PostgreSQL database of our own, dropped at the end."""
    suite = subprocess.run([sys.executable, ROOT / "ops/find_postgres.py"], capture_output=True, text=True, check=True)
    if not suite.stdout.strip():
        raise SystemExit("Aucun PostgreSQL local ne répond : la répétition en a besoin.")
    name = f"portail_repetition_{os.getpid()}"
    server = suite.stdout.strip().replace("portail_acia", "postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield server.replace("/postgres?", f"/{name}?") if "?" in server else re.sub(r"/postgres$", f"/{name}", server)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def broker() -> Iterator[str]:
    """The first empty database of the local Redis, emptied again at the end."""
    for number in range(8, 16):
        url = f"redis://127.0.0.1:6379/{number}"
        client = redis.Redis.from_url(url)
        try:
            empty = client.dbsize() == 0
        except redis.ConnectionError:
            raise SystemExit("Redis ne répond pas sur 127.0.0.1:6379 : la répétition en a besoin.") from None
        if empty:
            try:
                yield url
            finally:
                client.flushdb()
            return
    raise SystemExit("Aucune base Redis libre entre 8 et 15.")


@contextmanager
def process(name: str, command: list[str], logs: Path) -> Iterator[None]:
    log = (logs / f"{name}.log").open("wb")
    running = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    say(f"{name} démarré (pid {running.pid})")
    try:
        yield
    finally:
        running.terminate()
        running.wait(timeout=30)
        log.close()


def manage(*arguments: str, **environment: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env={**os.environ, **environment}, check=True)


def status(path: str) -> int:
    try:
        return urllib.request.urlopen(f"{BASE}{path}", timeout=10).status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_until(what: str, true_yet: Callable[[], bool], seconds: int = 90) -> None:
    for _ in range(seconds * 2):
        if true_yet():
            return
        time.sleep(0.5)
    raise SystemExit(f"{what} : rien en {seconds} s.")


class Visitor:
    """A browser without a screen: cookies, CSRF tokens, forms."""

    def __init__(self) -> None:
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        return self.opener.open(f"{BASE}{path}", timeout=30).read().decode()

    def post(self, path: str, **fields: str) -> str:
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(f"{BASE}{path}", data, headers={"Referer": BASE})
        return self.opener.open(request, timeout=30).geturl()


def decide_everything() -> int:
    """Bring the current call to validated decisions and give the secretary a password; how many letters must leave."""
    from django.utils import timezone

    from accounts.models import User
    from calls.models import Call
    from demo.conclusion import decide_all

    secretary = User.objects.get(email=SECRETARY)
    secretary.set_password(PASSWORD)
    secretary.save(update_fields=["password"])
    return decide_all(Call.objects.get(slug=CALL), now=timezone.now())


def issue_by_browser(expected: int) -> None:
    """Sign in, press the button, follow the job to its end."""
    from django.urls import reverse

    from commission.models import Notice
    from records.models import Job, JobState, Message, MessageState

    visitor = Visitor()
    sign_in = reverse("account_login")
    visitor.get(sign_in)
    visitor.post(sign_in, login=SECRETARY, password=PASSWORD)
    visitor.get(f"/commission/{CALL}/decisions/")
    page = visitor.post(f"/commission/{CALL}/notifications/emission/")
    say(f"travail demandé : {page.removeprefix(BASE)}")
    job = Job.objects.order_by("-pk").first()
    wait_until("les notifications", lambda: Job.objects.get(pk=job.pk).state in {JobState.DONE, JobState.FAILED})
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.last_error
    notices = Notice.objects.filter(decision__application__project__call__slug=CALL).select_related("act__document")
    assert notices.count() == expected, f"{notices.count()} lettres pour {expected} décisions"
    for notice in notices:
        content = Path(notice.act.document.file.path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == notice.act.document.sha256
    wait_until(
        "les courriels",
        lambda: not Message.objects.filter(key__startswith="notice:", state=MessageState.QUEUED).exists(),
    )
    sent = Message.objects.filter(key__startswith="notice:", state=MessageState.SENT).count()
    say(f"{expected} lettres émises par Celery, empreintes vérifiées, {sent} courriels de notification envoyés")


def main() -> None:
    with database() as database_url, broker() as redis_url, tempfile.TemporaryDirectory() as scratch:
        logs = ROOT / "build/rehearse"
        logs.mkdir(parents=True, exist_ok=True)
        os.environ.update(
            DJANGO_SETTINGS_MODULE="acia_portal.settings.prod",
            DATABASE_URL=database_url,
            REDIS_URL=redis_url,
            SECRET_KEY=secrets.token_urlsafe(60),
            ALLOWED_HOSTS="127.0.0.1",
            SITE_URL=BASE,
            MEDIA_ROOT=f"{scratch}/documents",
            DEMO_MARK="True",
            EMAIL_URL=f"filemail:///{scratch}/mails",
        )
        for variable in ("DEBUG", "DEMO"):
            os.environ.pop(variable, None)
        Path(scratch, "documents").mkdir()
        manage("migrate", "--verbosity", "0")
        manage("load_reference")
        # The demonstration is refused by prod: only this step runs with the settings of a newcomer's machine.
        manage("load_demo", DJANGO_SETTINGS_MODULE="acia_portal.settings.dev", REDIS_URL="")
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        expected = decide_everything()
        with (
            process("worker", [str(BIN / "celery"), "-A", "acia_portal", "worker", "-l", "info", "-c", "2"], logs),
            process(
                "beat",
                [str(BIN / "celery"), "-A", "acia_portal", "beat", "-l", "info", "-s", f"{scratch}/beat"],
                logs,
            ),
            process(
                "web",
                [str(BIN / "gunicorn"), "acia_portal.wsgi:application", "-b", f"127.0.0.1:{PORT}", "-w", "2"],
                logs,
            ),
        ):
            wait_until("le serveur", lambda: status("/etat/") == 200)
            wait_until("la base, le courtier et le stockage", lambda: status("/etat/pret/") == 200)
            say("/etat/ et /etat/pret/ répondent 200")
            issue_by_browser(expected)
        say("tout est arrêté")


if __name__ == "__main__":
    main()
