"""Production's settings, with what a journey needs beside: the demonstration's personas, and jobs done at once.

`make rehearse` plays real workers; Redis keeps the cache and its rate limits here.
"""

from acia_portal.settings.prod import *  # noqa: F403

DEMO = True
ISSUE_ON_SUNDAYS = True
DEMO_MARK = True
# The portal's addresses, and a page that shows every kind of field.
ROOT_URLCONF = "tests.core.form_urls"
JOBS_EXECUTOR = "inline"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
