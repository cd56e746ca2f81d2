"""What the portal does by itself about accounts, at each sweep and each morning."""

from django.contrib.sessions.backends.db import SessionStore

from accounts import batches
from accounts.digests import send_digests
from accounts.failures import tell_failures
from accounts.idling import close_idle_accounts
from records.daily import daily
from records.jobs import job
from records.sweeping import also

daily(send_digests)
also(tell_failures)
also(close_idle_accounts)
also(SessionStore.clear_expired)
job(batches.RUN_BATCH, followers=batches.nobody_else)(batches.run_batch)
