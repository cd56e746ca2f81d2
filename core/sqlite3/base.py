"""SQLite whose writers of one process take turns, in the order in which they asked (case 52).

SQLite lets one transaction write at a time, and has the others ask again and again at growing intervals: under twenty
writers some wait for those who came after them. Within a process, a transaction waits here first.
"""

# mypy: disable-error-code="misc"
# (the stubs leave out what a backend overrides)
import threading
from collections.abc import Callable
from typing import Any

from django.db.backends.sqlite3 import base

turn = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """Past the database's own timeout (seconds) a writer no longer waits for its turn, and SQLite decides."""

    has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        self.has_turn = turn.acquire(timeout=self.settings_dict["OPTIONS"]["timeout"])
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave(lambda: None)
            raise

    def _leave(self, end: Callable[[], Any]) -> Any:
        """End the transaction, then give the turn to the next."""
        try:
            return end()
        finally:
            if self.has_turn:
                self.has_turn = False
                turn.release()

    def _commit(self) -> Any:
        return self._leave(super()._commit)

    def _rollback(self) -> Any:
        return self._leave(super()._rollback)

    def _close(self) -> Any:
        return self._leave(super()._close)
