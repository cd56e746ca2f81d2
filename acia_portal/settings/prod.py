"""A server: everything from the environment, and a refusal to start half configured."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from acia_portal.settings.base import *  # noqa: F403
from acia_portal.settings.base import (
    ALLOWED_HOSTS,
    BASE_DIR,
    DATABASES,
    REDIS_URL,
    SECRET_KEY,
    SITE_URL,
    env,
)

if env.bool("DEBUG", default=False) or env.bool("DEMO", default=False):
    raise ImproperlyConfigured("DEBUG and DEMO are never on in production: unset them.")
SHORTEST_KEY = 50
if len(SECRET_KEY) < SHORTEST_KEY or SECRET_KEY.startswith(("dev-only", "test-only", "change")):
    raise ImproperlyConfigured("SECRET_KEY must be set to a random string of at least 50 characters.")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the domain that serves the portal.")
if not REDIS_URL:
    raise ImproperlyConfigured("REDIS_URL must point to the broker.")
if not DATABASES["default"]["ENGINE"].endswith("postgresql"):
    raise ImproperlyConfigured("DATABASE_URL must point to PostgreSQL.")

# A pool and CONN_MAX_AGE exclude one another; the pool spares the 8 ms that a new connection costs.
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": env.int("DATABASE_POOL_MAX", default=8)}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "acia_portal.static_storage.StaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))

HTTPS = SITE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=HTTPS)
SECURE_REDIRECT_EXEMPT = [r"^etat/"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
