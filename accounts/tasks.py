"""Background work of accounts."""

from accounts.digests import send_digests
from accounts.failures import tell_failures
from records.daily import daily
from records.sweeping import also

daily(send_digests)
also(tell_failures)
