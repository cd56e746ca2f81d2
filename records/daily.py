"""What a room does once a day, in the morning: warnings of what comes near, mails of the day."""

import logging
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.wording import PARIS
from records.models import DailyRun
from records.sweeping import also

logger = logging.getLogger(__name__)

MORNING = time(7)
WORK: list[Callable[[datetime], Any]] = []


def daily(function: Callable[[datetime], Any]) -> Callable[[datetime], Any]:
    """Decorator: done at the first sweep of each day from seven in Paris on. Put it in the room's `tasks.py`."""
    WORK.append(function)
    return function


@also
def do_the_day(now: datetime | None = None) -> None:
    """Whatever is not done yet today; what fails is tried again a minute later, and keeps nothing else back."""
    now = now or timezone.now()
    if now.astimezone(PARIS).time() < MORNING:
        return
    for function in WORK:
        try:
            do_once(function, now)
        except Exception:
            logger.exception("daily work %s failed", function.__qualname__)


@transaction.atomic
def do_once(function: Callable[[datetime], Any], now: datetime) -> bool:
    """Of two sweeps, the second waits for the row, and finds the day done."""
    today = now.astimezone(PARIS).date()
    name = f"{function.__module__}.{function.__qualname__}"
    DailyRun.objects.get_or_create(name=name, defaults={"on": today.replace(year=today.year - 1, day=1)})
    if not DailyRun.objects.filter(name=name, on__lt=today).update(on=today):
        return False
    function(now)
    return True
