"""Settings that every environment shares. Values come from the environment; nothing here is secret."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF

from acia_portal.settings.facts import FACTS_ASKED

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

DEBUG = False
DEMO = False
# Whether acts may bear the date of a Sunday (docs/legal.md).
ISSUE_ON_SUNDAYS = env.bool("ISSUE_ON_SUNDAYS", default=False)
# Whether all that this instance shows, prints and sends says that it is a demonstration (`core.demonstration`).
DEMO_MARK = env.bool("DEMO_MARK", default=False)
# Days given to send the pieces that a deposited fiche lacks: by default, and within which bounds (docs/legal.md).
PIECES_DAYS = env.int("PIECES_DAYS", default=15)
PIECES_DAYS_LEAST, PIECES_DAYS_MOST = 8, 60
# How many days a beneficiary has to answer before a recovery is decided, and how it will pay (docs/legal.md).
OBSERVATIONS_DAYS = env.int("OBSERVATIONS_DAYS", default=15)
RECOVERY_PAYMENT = env.str(
    "RECOVERY_PAYMENT",
    default=(
        "L'agent comptable de l'agence régionale de santé vous adressera un titre de recettes. Il dit l'échéance et "
        "le compte où verser. Attendez de l'avoir reçu pour payer."
    ),
)
# How many days before its meeting the commission is convened, unless urgency is stated (docs/legal.md).
CONVENING_DAYS = env.int("CONVENING_DAYS", default=5)
# The share of the voting seats, in percent, without which a steering committee does not decide money.
QUORUM_PERCENT = env.int("QUORUM_PERCENT", default=50)
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "acia_portal.apps.PortalConfig",
    "core",
    "records",
    "accounts",
    "acts",
    "calls",
    "directory",
    "regions",
    "regional_calls",
    "meetings",
    "worklog",
    "fieldwork",
    "grants",
    "applications",
    "commission",
    "knowledge",
    "dashboards",
    "demo",
    "allauth",
    "allauth.account",
    "widget_tweaks",
    "dsfr",
    "crispy_forms",
    "django_htmx",
    "django_structlog",
    "acia_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "acia_portal.middleware.ReadableFormMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "acia_portal.middleware.TypographyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "acia_portal.middleware.DiscreetRequestMiddleware",
    "accounts.middleware.HatMiddleware",
    "acia_portal.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "acia_portal.urls"
WSGI_APPLICATION = "acia_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboards.context_processors.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["dsfr"]
CRISPY_TEMPLATE_PACK = "dsfr"
CRISPY_FAIL_SILENTLY = False
DSFR_MARK_OPTIONAL_FIELDS = True

# SQLite refuses concurrent writers with its defaults; these options make it wait instead, and each in turn.
SQLITE = {
    "ENGINE": "core.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
}
# As usual for tables in memory or on SSD. By its default, made for spinning disks, PostgreSQL would rather read half of
# the directory of establishments than open the index of what is searched.
POSTGRES_OPTIONS = {"options": "-c random_page_cost=1.1"}
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portail.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"] |= SQLITE
else:
    DATABASES["default"]["OPTIONS"] = POSTGRES_OPTIONS | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# "celery": a worker fed by Redis; "thread": one worker thread of the web process; "inline": at once (tests).
JOBS_EXECUTOR = "celery" if REDIS_URL else "thread"
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_timeout": 3,
    "socket_connect_timeout": 2,
}
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "records.tasks.sweep", "schedule": 60.0},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "accounts.backends.AdministratorBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "todos"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = False
# Behind a proxy, how many stand before the portal: rate limits then see the visitor's own address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ALLAUTH_TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Beside allauth's own: what anyone may send from a public page, by machine and by address.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "regional_calls.link": "30/h/ip,5/h/key",
    "regional_calls.question": "10/h/ip,5/h/key",
    "calls.question": "10/h/ip,5/h/key",
    # A piece taken away stays in the store: nobody fills the disk by joining and removing.
    "regional_calls.piece": "120/h/ip,40/h/key",
    # Fifty bits a code: ten tries an hour on a fiche find nothing.
    "applications.late_code": "30/h/ip,10/h/key",
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.signing_in.SignInForm",
    "reset_password": "accounts.forms.signing_in.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.forms.signing_in.NewPasswordForm",
    "change_password": "accounts.forms.signing_in.ChangePasswordForm",
    "reauthenticate": "accounts.forms.signing_in.ReauthenticateForm",
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'courriels'}")
globals().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Portail ACIA <ne-pas-repondre@portail-acia.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Files that people deposit or receive; never served by the web server, always by a view that asks the right.
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "documents")))
DOCUMENT_MAX_BYTES = 10 * 1024 * 1024
# All the files that a fiche names at a time.
FICHE_FILES_MAX_BYTES = 100 * 1024 * 1024
# A file of the national directory as it is sent; administrators alone send them.
FINESS_MAX_BYTES = 100 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

SESSION_COOKIE_HTTPONLY = True
# Two cookies and no third: Django would otherwise keep what it has to say in one of its own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dashboards.views.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# «etat» shows the State's brand (Marianne) and is lawful only on an authorised domain; «neutre» shows none of it.
PORTAL_IDENTITY = env.str("PORTAL_IDENTITY", default="neutre")
PORTAL_FACTS_ASKED = FACTS_ASKED
PORTAL_FACTS = {name: env.str(name, default="") for name in FACTS_ASKED}
PORTAL_CONTACT_EMAIL = env.str("PORTAL_CONTACT_EMAIL", default="contact@portail-acia.example")

DJANGO_STRUCTLOG_CELERY_ENABLED = bool(REDIS_URL)
