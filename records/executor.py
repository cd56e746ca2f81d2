"""Who runs what a doorbell asks for: a Celery worker, one thread of the web process, or the caller itself.

A task is named by its dotted path, which is also its Celery name. Nothing here ever raises: a deed that is
committed stays done, whether a worker hears of it or not.
"""

import logging
import os
import threading
import time
from functools import cached_property
from queue import Empty, Queue
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string
from kombu.pools import producers

logger = logging.getLogger(__name__)

SWEEP = "records.tasks.sweep"
# Seconds between two sweeps of the embedded thread when nothing else is asked.
SWEEP_EVERY = 60
# Seconds without trying a broker that has just failed, so that a deed with ten mails waits for it only once.
BROKER_REST = 15


def dispatch(name: str, args: tuple[Any, ...]) -> None:
    """Have a task run by the executor of the settings."""
    ringers = {"celery": broker.put, "thread": embedded_worker.put_if_serving, "inline": run_here}
    ringers[settings.JOBS_EXECUTOR](name, args)


def run_here(name: str, args: tuple[Any, ...]) -> None:
    try:
        import_string(name)(*args)
    except Exception:
        logger.exception("task %s%s failed", name, args)


class Broker:
    """The way to Celery's workers, without insisting: what a broker that is down does not hear, the sweep finds.

    Celery's own connection tries for six seconds before it gives up on Redis; this one tries once.
    """

    IMPATIENT = {"max_retries": 0, "interval_start": 0, "socket_connect_timeout": 1, "socket_timeout": 1}

    def __init__(self) -> None:
        self.rests_until = 0.0

    @cached_property
    def producers(self) -> Any:
        return producers[current_app.connection(connect_timeout=1, transport_options=self.IMPATIENT)]

    def put(self, name: str, args: tuple[Any, ...]) -> None:
        if time.monotonic() < self.rests_until:
            return
        try:
            with self.producers.acquire(block=True, timeout=1) as producer:
                current_app.send_task(name, args=args, producer=producer, retry=False, ignore_result=True)
        except Exception as error:  # noqa: BLE001  # any failure of the broker has the same answer
            self.rests_until = time.monotonic() + BROKER_REST
            logger.warning("broker unreachable, %s%s waits for the sweep: %s", name, args, error)


class EmbeddedWorker:
    """One daemon thread that runs tasks in order and sweeps when idle; only in a process that serves pages.

    A management command does not start it: what it asked for waits for the server's next sweep.
    """

    def __init__(self) -> None:
        self.serving = False
        self.reset()

    def reset(self) -> None:
        """Forget a thread that did not survive a fork, and the lock that it may have held."""
        self.lock = threading.Lock()
        self.queue: Queue[tuple[str, tuple[Any, ...]] | None] = Queue()
        self.thread: threading.Thread | None = None

    def serve(self) -> None:
        """Called when the web server starts: from now on work is done here, beginning with what was left."""
        self.serving = True
        self.put(SWEEP, ())

    def put_if_serving(self, name: str, args: tuple[Any, ...]) -> None:
        if self.serving:
            self.put(name, args)

    def put(self, name: str, args: tuple[Any, ...]) -> None:
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._work, name="embedded-worker", daemon=True)
                self.thread.start()
        self.queue.put((name, args))

    def stop(self) -> None:
        """Finish what was asked, and what that asked for in turn, then end the thread (tests)."""
        self.queue.join()
        self.serving = False
        if self.thread is not None:
            self.queue.put(None)
            self.thread.join()
        self.reset()

    def _work(self) -> None:
        queue = self.queue
        while True:
            try:
                asked = queue.get(timeout=SWEEP_EVERY)
            except Empty:
                self.put(SWEEP, ())
                continue
            if asked is None:
                return
            run_here(*asked)
            connections.close_all()
            queue.task_done()


broker = Broker()
embedded_worker = EmbeddedWorker()
os.register_at_fork(after_in_child=embedded_worker.reset)


def serve() -> None:
    """The web server has started: in embedded mode, work in this process."""
    if settings.JOBS_EXECUTOR == "thread":
        embedded_worker.serve()
