"""All settings. What an installation may change comes from the environment, through the table in core/environment.py."""

import os
import secrets
import sys
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jumelage.core.environment import setting
from jumelage.core.jobs.schedule import Daily, Every, Kind

PACKAGE = Path(__file__).resolve().parent
DATA = Path(setting("JUMELAGE_DATA")).resolve()


def kept_key() -> str:
    """The key that outlives the process; empty where there is none."""
    file = DATA / "secret.key"
    return setting("JUMELAGE_SECRET_KEY") or (file.read_text().strip() if file.exists() else "")


def database(address: str) -> dict[str, Any]:
    if not address:
        return SQLITE | {"NAME": DATA / "jumelage.sqlite3"}
    url = urlsplit(address)
    socket = dict(parse_qsl(url.query)).get("host")
    if url.scheme not in ("postgresql", "postgres") or not url.path.strip("/"):
        sys.exit("JUMELAGE_DATABASE must read postgresql://USER:PASSWORD@HOST:PORT/NAME.")
    parts = {"USER": url.username, "PASSWORD": url.password, "HOST": url.hostname or socket, "PORT": url.port}
    return POSTGRESQL | {"NAME": url.path.strip("/")} | {k: unquote(str(v)) for k, v in parts.items() if v}


def sign_in_service() -> list[dict[str, Any]]:
    """The city's own OpenID Connect service, where one is set."""
    address, client = setting("JUMELAGE_OIDC_URL"), setting("JUMELAGE_OIDC_CLIENT")
    if not address:
        return []
    here = urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")
    if not (address.startswith("https://") or (address.startswith("http://") and here)):
        sys.exit(f"JUMELAGE_OIDC_URL is {address!r}; it must begin with https://.")
    if not client:
        sys.exit("JUMELAGE_OIDC_URL is set; set JUMELAGE_OIDC_CLIENT to the name under which the service knows us.")
    return [
        {
            "provider_id": "oidc",
            "name": setting("JUMELAGE_OIDC_NAME"),
            "client_id": client,
            "secret": setting("JUMELAGE_OIDC_SECRET"),
            "settings": {"server_url": address},
        }
    ]


def whole_number(name: str) -> int:
    text = setting(name)
    if not text.isascii() or not text.isdigit():
        sys.exit(f"{name} is {text!r}; it must be a whole number.")
    return int(text)


SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # secure_delete: what is erased is overwritten, not only forgotten
        # recursive_triggers: without it REPLACE deletes a ledger entry and no trigger sees it
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
        " PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;",
    },
}
POSTGRESQL: dict[str, Any] = {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
}

HAS_KEPT_KEY = bool(kept_key())  # `serve` insists on one
SECRET_KEY = kept_key() or secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in setting("JUMELAGE_HOSTS").split(",")]
HTTPS = setting("JUMELAGE_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "jumelage.core",
    "jumelage.core.jobs",
    "jumelage.accounts",
    "jumelage.knowledge.sources",
    "jumelage.knowledge.claims",
    "jumelage.knowledge.partnerships",
    "jumelage.knowledge.search",
    "jumelage.work.history",
    "jumelage.work.contacts",
    "jumelage.work.tasks",
    "jumelage.work.calendar",
    "jumelage.work.council",
    "jumelage.work.agreements",
    "jumelage.work.saved",
    "jumelage.work.editorial",
    "jumelage.faces.portal",
    "jumelage.faces.office",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "jumelage.faces.requests.SaysWhatIsWrong",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "jumelage.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"page_head": "jumelage.faces.page_head"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jumelage.faces.context.site",
                "jumelage.faces.metadata.metadata",
            ],
        },
    }
]

AS_OWNER = bool(os.environ.get("JUMELAGE_AS_OWNER") and setting("JUMELAGE_DATABASE_OWNER"))
DATABASES = {"default": database(setting("JUMELAGE_DATABASE_OWNER" if AS_OWNER else "JUMELAGE_DATABASE"))}
DATABASE_ROLE = urlsplit(setting("JUMELAGE_DATABASE")).username
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database, so that what login counts and remembers holds in every worker and across restarts (docs/decisions/0022-login.md).
# Nothing large belongs here; MAX_ENTRIES is far above what an attack reaches before its entries expire.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_kept",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# What the ledger keeps in step with itself, in this order, inside the transaction of every append.
LEDGER_PROJECTIONS = [
    "jumelage.knowledge.claims.projection.project",
    "jumelage.knowledge.search.projection.project",  # the register with it
]

try:
    NIGHT = time.fromisoformat(setting("JUMELAGE_NIGHT"))
except ValueError:
    sys.exit(f"JUMELAGE_NIGHT is {setting('JUMELAGE_NIGHT')!r}; it must be a time such as 02:30.")
_hours = setting("JUMELAGE_WATCH_HOURS")
if not (_hours.isascii() and _hours.isdigit() and 0 < int(_hours) <= 8760):
    sys.exit(f"JUMELAGE_WATCH_HOURS is {_hours!r}; it must be a whole number of hours such as 24.")
WATCH_HOURS = int(_hours)

# What runs in the background, and when it runs by itself.
JOBS = {
    "evidence": Kind("jumelage.knowledge.claims.jobs.check_evidence", Daily(NIGHT)),
    "questions": Kind("jumelage.work.editorial.jobs.forget_questions", Daily(NIGHT)),
    "watch": Kind("jumelage.knowledge.watching.jobs.check_pages", Every(minutes=60), lane="web"),
}

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
CSRF_FAILURE_VIEW = "jumelage.faces.errors.no_token"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "office:today"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "jumelage.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Five wrong passwords or codes for one account close it to both for a quarter of an hour; the whole town hall may be one IP address.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "100/15m/ip,5/15m/key"}
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(HTTPS)  # the web server in front names the client in X-Forwarded-For
MFA_ADAPTER = "jumelage.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers offer passkeys without TLS on localhost only
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Jumelage"
SOCIALACCOUNT_ADAPTER = "jumelage.accounts.adapter.SocialAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "jumelage.accounts.oidc.Provider", "APPS": sign_in_service()}
}

LANGUAGES = [("de", "Deutsch"), ("en", "English"), ("fr", "Français")]
LANGUAGE_CODE = setting("JUMELAGE_LANGUAGE")
if LANGUAGE_CODE not in dict(LANGUAGES):
    sys.exit(f"JUMELAGE_LANGUAGE is {LANGUAGE_CODE!r}; it must be one of {', '.join(dict(LANGUAGES))}.")
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = setting("JUMELAGE_TIME_ZONE")
try:
    ZoneInfo(TIME_ZONE)
except (ZoneInfoNotFoundError, ValueError):
    sys.exit(f"JUMELAGE_TIME_ZONE is {TIME_ZONE!r}; it must be a name such as Europe/Berlin.")
USE_TZ = True

STATIC_URL = "/static/"  # served from the packages themselves; see core/assets.py
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "media"}},
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "documents"},
    },
    "staticfiles": {"BACKEND": "jumelage.core.assets.HashedFiles"},
}
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.cookie.CookieStorage"  # a session would make every page a reader's own
)
PAGE_CACHE = whole_number("JUMELAGE_PAGE_CACHE") * 1_000_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
# With JUMELAGE_HTTPS the web server in front speaks TLS and says so; it must set this header itself, on every request.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
