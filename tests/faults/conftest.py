"""Real processes to stop and kill: a Redis server of our own, Celery workers on the suite's database."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings as django_settings

from records import executor
from tests.servers import ROOT, Redis, database_url


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a fault."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.faults)


class Workers:
    """Celery workers, each with one child, started with the suite's database and mails kept in a folder."""

    def __init__(self, redis: Redis, folder: Path) -> None:
        self.mails = folder / "mails"
        self.mails.mkdir()
        self.log = (folder / "worker.log").open("w")
        self.running: list[subprocess.Popen] = []
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "acia_portal.settings.dev",
            "DEMO_MARK": "off",
            "DATABASE_URL": database_url(),
            "MEDIA_ROOT": str(django_settings.MEDIA_ROOT),
            "REDIS_URL": redis.url,
            "EMAIL_URL": f"filemail:///{self.mails}",
        }

    def start(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-A", "acia_portal", "worker", "--concurrency=1", "--loglevel=INFO"]
        options = ["--without-gossip", "--without-mingle", "--include=tests.faults.deeds"]
        worker = subprocess.Popen(  # noqa: S603  # our own command
            command + options,
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.running.append(worker)
        return worker

    def mails_sent(self) -> list[str]:
        """Subjects of the mails that left, doubles included."""
        texts = (file.read_text(encoding="utf-8") for file in self.mails.iterdir())
        return sorted(re.findall(r"^Subject: (.*)$", "\n".join(texts), re.MULTILINE))

    def kill(self, worker: subprocess.Popen) -> None:
        """As when the machine loses power: parent and child at once."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        self.running.remove(worker)

    def stop(self) -> None:
        for worker in list(self.running):
            self.kill(worker)
        self.log.close()


@pytest.fixture
def redis(monkeypatch, settings) -> Iterator[Redis]:
    """A broker for this test alone, to which the web process rings."""
    server = Redis()
    settings.JOBS_EXECUTOR = "celery"
    monkeypatch.setattr(current_app.conf, "broker_url", server.url)
    monkeypatch.setattr(executor, "broker", executor.Broker())
    yield server
    server.stop()


@pytest.fixture
def workers(redis, transactional_db, tmp_path) -> Iterator[Workers]:
    started = Workers(redis, tmp_path)
    yield started
    started.stop()
