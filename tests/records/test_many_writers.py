"""Twenty people write at once while papers are numbered and drawn: nobody is refused (case 52)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse

from applications.depositing import deposit
from applications.models import Deposit
from applications.sealing import seal_whole
from commission.models import Notice
from commission.notices import issue
from tests.applications.fiches import complete, signed
from tests.autosaving import save_one
from tests.commission.decided import heard, validated
from tests.conftest import client_of
from tests.factories import NOW, CallFactory, member_of, secretary

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, SAVES, LETTERS = 20, 6, 3
PATIENCE = 120


@contextmanager
def held_while_drawn(until: threading.Event) -> Iterator[threading.Event]:
    """Who draws a paper waits for an event, as if drawing lasted; gives what is set once somebody draws."""
    drawing = threading.Event()

    def wait(template: Any, **_: Any) -> None:
        if template.name == "pdf/base_pdf.html":
            drawing.set()
            assert until.wait(PATIENCE)

    template_rendered.connect(wait)
    try:
        yield drawing
    finally:
        template_rendered.disconnect(wait)


class Threads:
    """Works done at once, each in a thread of its own."""

    def __init__(self, *works: Callable[[], None]) -> None:
        self.raised: list[BaseException] = []
        self.threads = [threading.Thread(target=self.do, args=(work,)) for work in works]
        for thread in self.threads:
            thread.start()

    def do(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - what the test looks at
            self.raised.append(error)
        finally:
            connection.close()

    def join(self) -> list[BaseException]:
        for thread in self.threads:
            thread.join()
        return self.raised


def test_twenty_writers_never_meet_a_locked_database_while_papers_are_drawn():
    call = CallFactory()
    fiche = complete(project__call=call)
    section = call.questionnaire.sections.get(number=1)
    for rank in range(WRITERS):
        section.questions.create(code=f"q{rank}", label=f"Question {rank}")
    seal_whole(fiche.application, now=NOW)
    page = reverse("applications:section", args=[fiche.application.pk, 1])
    project = fiche.application.project
    clients = [client_of(member_of((project.ars, project.aract)[rank % 2])) for rank in range(WRITERS)]
    decisions, issuer, other = [validated(heard(CallFactory())) for _ in range(LETTERS)], secretary(), signed()
    statuses: list[int] = []

    def write(client: Client, rank: int) -> None:
        for turn in range(SAVES):
            seen = f"Texte {turn - 1}" if turn else ""
            statuses.append(save_one(client, page, f"q{rank}", f"Texte {turn}", seen).status_code)

    def issue_all() -> None:
        for decision in decisions:
            issue(decision, by=issuer, now=NOW)

    def deposit_other() -> None:
        deposit(other.application, by=other.ars_writer, now=NOW)

    written = threading.Event()
    with held_while_drawn(written) as drawing:
        papers = Threads(issue_all, deposit_other)
        assert drawing.wait(PATIENCE)
        writers = Threads(*(lambda one=client, rank=rank: write(one, rank) for rank, client in enumerate(clients)))
        assert writers.join() == []
        written.set()
        assert papers.join() == []
    assert statuses == [200] * WRITERS * SAVES
    answers = fiche.application.sections.get(section=section).answers
    assert {answers[f"q{rank}"] for rank in range(WRITERS)} == {f"Texte {SAVES - 1}"}
    assert [notice.act.number[-4:] for notice in Notice.objects.exclude(act__document=None)] == ["0001", "0002", "0003"]
    assert Deposit.objects.filter(application=other.application).exclude(receipt=None).exclude(fiche_pdf=None).exists()
