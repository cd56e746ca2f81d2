"""Background work of the log."""

from records.daily import daily
from worklog.telling import tell_months_to_seal

daily(tell_months_to_seal)
