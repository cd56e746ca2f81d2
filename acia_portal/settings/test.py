"""The suite: jobs run at once, mails stay in memory, cheap password hashing."""

import secrets
import tempfile
from pathlib import Path

from acia_portal.settings.base import *  # noqa: F403
from acia_portal.settings.base import MIDDLEWARE, POSTGRES_OPTIONS, SQLITE, env

SECRET_KEY = secrets.token_urlsafe(60)
DEMO = True
ISSUE_ON_SUNDAYS = True
# The tests of the demonstration put it on: the others read what an instance in service says.
DEMO_MARK = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SITE_URL = "http://testserver"
# Deliberately apart from DATABASE_URL, so that a suite never touches a working database.
SCRATCH = Path(tempfile.mkdtemp(prefix="portail-acia-test-"))
DATABASES = {"default": env.db_url("TEST_DATABASE_URL", default=f"sqlite:///{SCRATCH / 'unused.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"] |= SQLITE
else:
    DATABASES["default"]["OPTIONS"] = POSTGRES_OPTIONS | DATABASES["default"].get("OPTIONS", {})
# A test reads a page as its template says it. Its own tests, the sweep of tests/house/test_french.py and the journeys
# see it typeset.
MIDDLEWARE = [name for name in MIDDLEWARE if name != "acia_portal.middleware.TypographyMiddleware"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
JOBS_EXECUTOR = "inline"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = SCRATCH / "documents"
ACCOUNT_RATE_LIMITS = False
# WhiteNoise warns of a missing folder, and warnings are errors here.
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()
# Static files are found where they lie: nothing has been collected.
WHITENOISE_AUTOREFRESH = True
