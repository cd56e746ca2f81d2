"""When a beneficiary must account for the money: six months after its last financial year (L8)."""

from calendar import monthrange
from datetime import date

from core.dates import months_after

# Loi n° 2000-321, article 10; arrêté du 11 octobre 2006: after the last year when the agreement spans several.
MONTHS_TO_ACCOUNT = 6


def exercise_end(day: date, closing_month: int) -> date:
    """The last day of the financial year that holds `day`; a year closes at the end of `closing_month`."""
    year = day.year + (day.month > closing_month)
    return date(year, closing_month, monthrange(year, closing_month)[1])


def statement_due(last_day: date, closing_month: int) -> date:
    """When the statement of an agreement that ends on `last_day` is due."""
    return months_after(exercise_end(last_day, closing_month), MONTHS_TO_ACCOUNT)
