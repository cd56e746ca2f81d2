"""Reckoning with days."""

from calendar import monthrange
from datetime import date


def months_after(start: date, months: int) -> date:
    """The same day some months later, or the last of that month when it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
