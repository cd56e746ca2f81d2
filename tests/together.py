"""Deeds done by several people at the same time."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from core.verdicts import Refused


def outcomes_of(*deeds: Callable[[], Any]) -> list[Any]:
    """Start the deeds together, each in a thread and a connection of its own; in their order, what each gave.

    A refusal is given as it was raised; any other exception is a fault of the deed, and raised here.
    """
    start, outcomes = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            start.wait()
            outcomes[place] = deed()
        except Exception as error:  # noqa: BLE001 - raised again below, in the thread of the test
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for outcome in outcomes:
        if isinstance(outcome, Exception) and not isinstance(outcome, Refused):
            raise outcome
    return outcomes


def at_once(*deeds: Callable[[], Any]) -> list[Refused]:
    """Start the deeds together; the refusals, if any."""
    return [outcome for outcome in outcomes_of(*deeds) if isinstance(outcome, Refused)]
