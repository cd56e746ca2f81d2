"""What the portal does by itself about accounts, at each sweep."""

from django.contrib.sessions.backends.db import SessionStore

from accounts.idling import close_idle_accounts
from records.sweeping import also

also(close_idle_accounts)
also(SessionStore.clear_expired)
