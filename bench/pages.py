"""Pages against the barest view that reads the same rows: what both benches of pages share."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any
from unittest.mock import patch

from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from bench.measuring import Result

GOAL = 1.5
ROUNDS = 25
WARMING = 3
Page = Callable[[HttpRequest], HttpResponse]


def asked_by(hat: Membership) -> HttpRequest:
    asked: Any = RequestFactory().get("/")
    asked.user, asked.hat, asked.hats, asked.session = hat.user, hat, [hat], {}
    asked._messages = CookieStorage(asked)
    return asked


def compared(page: Page, floor: Page, hat: Membership) -> Result:
    """Median processor times of a page and of its floor, once warm, in turn: both meet the same machine."""
    spent: dict[Page, list[float]] = {page: [], floor: []}
    for _ in range(ROUNDS):
        for view, times in spent.items():
            asked = asked_by(hat)
            begun = time.process_time()
            assert view(asked).status_code == 200
            times.append(1000 * (time.process_time() - begun))
    ours, theirs = (median(times[WARMING:]) for times in spent.values())
    return Result(ours, theirs, GOAL, "ms de processeur")


@contextmanager
def readings() -> Iterator[list[QuerySet]]:
    """The querysets that are read meanwhile, each without its rows; those that prefetch others name them themselves."""
    found: list[QuerySet] = []
    depth = 0
    fetch = QuerySet._fetch_all

    def noting(rows: QuerySet) -> None:
        nonlocal depth
        if rows._result_cache is None and not depth:
            found.append(rows._chain())
        depth += 1
        try:
            fetch(rows)
        finally:
            depth -= 1

    with patch.object(QuerySet, "_fetch_all", noting):
        yield found


def barest(page: Page, hat: Membership, template: str, **context: Any) -> tuple[Page, int, int]:
    """The view that reads what a page reads and writes a bare table; then how many queries the page and it make.

    What the page counts or adds up in the database is left out, so that the floor makes a few queries less.
    """
    page(asked_by(hat))
    with readings() as found, CaptureQueriesContext(connection) as ours:
        page(asked_by(hat))
    bare = engines["django"].from_string(template)

    def view(request: HttpRequest) -> HttpResponse:
        for rows in found:
            list(rows._chain())
        return HttpResponse(bare.render(context, request))

    with CaptureQueriesContext(connection) as theirs:
        view(asked_by(hat))
    return view, len(ours), len(theirs)
