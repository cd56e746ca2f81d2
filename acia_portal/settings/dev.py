"""A newcomer's machine: embedded database, mails in files, demonstration accounts."""

from acia_portal.settings.base import *  # noqa: F403
from acia_portal.settings.base import SECRET_KEY, VAR_DIR, env

VAR_DIR.mkdir(exist_ok=True)
DEBUG = env.bool("DEBUG", default=True)
# Static files are served from where they are written, with DEBUG or without.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DEMO = env.bool("DEMO", default=True)
ISSUE_ON_SUNDAYS = True
DEMO_MARK = env.bool("DEMO_MARK", default=DEMO)
SECRET_KEY = SECRET_KEY or "dev-only-key-that-prod-refuses"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
