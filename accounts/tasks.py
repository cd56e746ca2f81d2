"""Background work of accounts."""

from accounts.digests import send_digests
from records.sweeping import also

also(send_digests)
