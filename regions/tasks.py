"""Background work of regions."""

from records.daily import daily
from regions.telling import tell_commitments_awaited

daily(tell_commitments_awaited)
