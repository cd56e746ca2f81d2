"""Deeds done by several people at the same time."""

import threading
from collections.abc import Callable

from django.db import connection

from core.verdicts import Refused


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Start the deeds together, each in a thread and a connection of its own; the reasons of the refusals."""
    start, refusals = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait()
            deed()
        except Refused as refusal:
            refusals.append(refusal.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals
