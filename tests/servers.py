"""Real processes that tests start and stop: Redis, and the portal as production serves it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
BETWEEN_MAILS = f"\n{'-' * 79}\n"


def cannot_run(reason: str) -> None:
    """Skip the test, except in CI, where nothing may be skipped."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def need(program: str) -> str:
    """The program's path; without it the test cannot run."""
    path = shutil.which(program)
    if path is None:
        cannot_run(f"{program} is not installed")
    return path


def eventually(true: Callable[[], bool], seconds: float = 40) -> None:
    """Wait until something becomes true, or fail."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.05)


def database_url(name: str | None = None) -> str:
    """The suite's own database, or another beside it, as an address that a process of its own understands."""
    values = connection.settings_dict
    name = name or values["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    login = f"{quote(values['USER'])}:{quote(values['PASSWORD'])}@" if values["USER"] else ""
    # A folder is the server's socket.
    host = values["OPTIONS"].get("host", values["HOST"]) or "127.0.0.1"
    if host.startswith("/"):
        return f"postgres://{login}/{name}?host={host}"
    return f"postgres://{login}{host}:{values['PORT'] or 5432}/{name}"


class Redis:
    """A Redis server that keeps nothing on disk, on a port of its own."""

    def __init__(self) -> None:
        self.program = need("redis-server")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        command = [self.program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  # our own command
        eventually(self.answers)

    def answers(self) -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


class Portal:
    """The portal served by gunicorn on collected files, with production's settings under tests.journeys.settings.

    `database`, an address, and `documents`, a folder, are those of the test process, which sees what is done there.
    Mails are files; `mails` reads them.
    """

    def __init__(self, folder: Path, database: str, documents: Path, static: Path) -> None:
        self.redis = Redis()
        self.folder = folder
        self.mail_folder = folder / "mails"
        with socket.create_server(("127.0.0.1", 0)) as listening, (folder / "server.log").open("wb") as log:
            self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            door = listening.fileno()
            command = [sys.executable, "-m", "gunicorn", "acia_portal.wsgi:application", "--bind", f"fd://{door}"]
            self.process = subprocess.Popen(  # noqa: S603  # our own command
                [*command, "--workers", "1", "--threads", "4"],
                cwd=ROOT,
                env=self._environment(database, documents, static),
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[door],
            )
        # The door is open already: the answer comes when the server is ready, or the door closes with it.
        urllib.request.urlopen(f"{self.url}/etat/", timeout=60).close()  # noqa: S310

    def _environment(self, database: str, documents: Path, static: Path) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "DEMO"}}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": self.url,
            "DATABASE_URL": database,
            "REDIS_URL": self.redis.url,
            "MEDIA_ROOT": str(documents),
            "STATIC_ROOT": str(static),
            "EMAIL_URL": f"filemail:///{self.mail_folder}",
        }

    def forget(self) -> None:
        """Empty what is neither rows nor documents: the cache, with its rate limits, and the mails."""
        redis.Redis.from_url(self.redis.url).flushall()
        shutil.rmtree(self.mail_folder, ignore_errors=True)

    def mails(self, to: str) -> list[EmailMessage]:
        """What was sent to this address, first to last."""
        files = sorted(self.mail_folder.glob("*"), key=lambda file: file.stat().st_mtime_ns)
        texts = [text for file in files for text in file.read_text(encoding="utf-8").split(BETWEEN_MAILS) if text]
        read = [message_from_string(text, policy=policy.default) for text in texts]
        return [message for message in read if to in message["To"]]

    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.redis.stop()


def collect_static(folder: Path) -> None:
    """As the image of production does."""
    environment = os.environ | {"STATIC_ROOT": str(folder)}
    done = subprocess.run(  # noqa: S603  # our own command
        [ROOT / "ops/collect_static.sh"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
