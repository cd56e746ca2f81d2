"""An answer that saves itself, against an empty view that writes one row behind the same middleware."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse
from django.utils import timezone

from applications.models import Application
from bench.measuring import Result, bench, cpu_seconds
from tests.applications.fiches import complete
from tests.autosaving import save_one
from tests.conftest import client_of
from tests.factories import CallFactory

GOAL, ROUNDS, WARMING = 3, 60, 10
QUESTION = "contexte"


def write_one_row(_: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        Application.objects.update(content_hash="0" * 64)
    return HttpResponse()


urlpatterns = [path("une-ligne/", write_one_row), path("", include("acia_portal.urls"))]


def milliseconds(answer: Callable[[], HttpResponse]) -> float:
    begun = cpu_seconds()
    assert answer().status_code == 200
    return 1000 * (cpu_seconds() - begun)


@bench("autosave")
def autosave(_scale: float) -> Iterator[tuple[str, Result]]:
    """Medians, in turn: both meet the same machine. `_scale`: a fiche is a fiche."""
    now = timezone.now()
    with (
        transaction.atomic(),
        override_settings(ROOT_URLCONF="bench.autosave", ALLOWED_HOSTS=["testserver"], DEBUG=False),
    ):
        call = CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10))
        fiche = complete("0", project__call=call)
        client: Client = client_of(fiche.ars_writer)
        address = reverse("applications:section", args=[fiche.application.pk, 1])
        ours, theirs = [], []
        for rank in range(ROUNDS):
            typed, seen = f"{rank + 1} structures", f"{rank} structures" if rank else "0"
            ours.append(milliseconds(lambda: save_one(client, address, QUESTION, typed, seen)))  # noqa: B023 - called at once
            theirs.append(milliseconds(lambda: client.post("/une-ligne/")))
        transaction.set_rollback(True)
    yield "autosave", Result(median(ours[WARMING:]), median(theirs[WARMING:]), GOAL, "ms de processeur")
