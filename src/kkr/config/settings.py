"""Settings, all from the environment; `docs/operate/settings.md` says what each means."""

import kkr.config.newer_sqlite  # isort: skip # noqa: F401 -- must come before Django's sqlite3 import

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from kkr.config.environment import (
    env_bool,
    env_choice,
    env_database,
    env_day,
    env_int,
    env_list,
    env_secret,
    env_site,
)

PACKAGE = Path(__file__).resolve().parent.parent


DEBUG = env_bool("DEBUG")
KKR_DEMO = env_bool("KKR_DEMO")
KKR_TODAY = env_day("KKR_TODAY")
KKR_DATA = Path(os.environ.get("KKR_DATA", "var")).resolve()
SITE_URL = env_site("SITE_URL", "http://localhost:8000")

SECRET_KEY = env_secret("SECRET_KEY") or "not-secret-" + "x" * 50
SECRET_KEY_FALLBACKS = [old] if (old := env_secret("SECRET_KEY_OLD")) else []
CONTACT_NAME = os.environ.get("CONTACT_NAME", "")
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")
CONTACT_PHONE = os.environ.get("CONTACT_PHONE", "")
WAS_URL = os.environ.get("WAS_URL", "")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "kkr.ledger",
    "kkr.outbox",
    "kkr.accounts",
    "kkr.documents",
    "kkr.council",
    "kkr.rounds",
    "kkr.cases",
    "kkr.meetings",
    "kkr.recommendations",
    "kkr.lines",
    "kkr.news",
    "kkr.printing",
    "kkr.design",
    "kkr.website",
    "kkr.opendata",
    "kkr.workspace",
    "kkr.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_prose_editor",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "kkr.config.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "kkr.config.headers.PermissionsPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kkr.config.headers.PrivateToSession",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kkr.config.refusals.NoNull",
    "kkr.config.refusals.ReadOnlyFaces",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kkr.workspace.accounts.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "kkr.config.urls"
WSGI_APPLICATION = "kkr.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "kkr.config.frame.frame",
                "kkr.config.other_day.other_day",
            ]
        },
    }
]

DATABASES = {"default": env_database("DATABASE_URL", f"sqlite:///{KKR_DATA / 'kkr.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
            "PRAGMA recursive_triggers=ON;"  # or REPLACE deletes past the triggers on DELETE
            "PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864; PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON;"  # what is erased is overwritten, and in no file any more
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits on guessing and used codes must be known to all processes, and outlive none of them by much.
# A full cache forgets the oldest, so it is larger than what can be filled within the limits' minutes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "kkr.accounts.passwords.NotTheirOwnName",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {
        "NAME": "kkr.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "kkr.accounts.passwords.NotCommon"},
    {"NAME": "kkr.accounts.passwords.NotFiguresOnly"},
]
PASSWORD_RESET_TIMEOUT = 4 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:desk"
LOGOUT_REDIRECT_URL = "account_login"
SECOND_FACTOR_REQUIRED = not KKR_DEMO  # of everyone who can write

ALLAUTH_TRUSTED_PROXY_COUNT = env_int("KKR_PROXIES", 0)
ACCOUNT_ADAPTER = "kkr.workspace.accounts.adapters.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = [
    "email*",
    "password1*",
]  # for allauth's checks; one comes in by invitation only
ACCOUNT_EMAIL_VERIFICATION = (
    "none"  # the invitation went to the address, so it was verified by being used
)
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 -- a class
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False  # until the browser is closed, at most SESSION_COOKIE_AGE
ACCOUNT_RATE_LIMITS = {
    "reset_password": "10/m/ip,5/h/key",
    "invitation": "20/m/ip",
    "answer": "60/m/ip",
    "wrong_token": "60/m/ip",
}
ACCOUNT_FORMS = {
    "login": "kkr.workspace.accounts.forms.SignIn",
    "reauthenticate": "kkr.workspace.accounts.forms.Confirm",
    "change_password": "kkr.workspace.accounts.forms.ChangePassword",
    "set_password": "kkr.workspace.accounts.forms.SetPassword",
    "reset_password": "kkr.workspace.accounts.forms.ForgottenPassword",
    "reset_password_from_key": "kkr.workspace.accounts.forms.NewPassword",
}
MFA_ADAPTER = "kkr.workspace.accounts.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see ACCOUNT_EMAIL_VERIFICATION
MFA_TOTP_ISSUER = "KKR"
MFA_TOTP_TOLERANCE = 1  # a code is good for half a minute more, for slow hands and telephones
MFA_FORMS = {
    "authenticate": "kkr.workspace.accounts.forms.EnterCode",
    "reauthenticate": "kkr.workspace.accounts.forms.ConfirmByCode",
    "activate_totp": "kkr.workspace.accounts.forms.FirstCode",
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SMTP_TLS = os.environ.get("SMTP_TLS", "starttls").lower()
EMAIL_HOST = os.environ.get("SMTP_HOST", "")
EMAIL_PORT = env_int("SMTP_PORT", {"tls": 465, "no": 25}.get(SMTP_TLS, 587))
EMAIL_HOST_USER = os.environ.get("SMTP_USER", "")
EMAIL_HOST_PASSWORD = env_secret("SMTP_PASSWORD")
EMAIL_USE_SSL = SMTP_TLS == "tls"
EMAIL_USE_TLS = SMTP_TLS not in {
    "tls",
    "no",
}  # a slip of the pen must not send passwords in the clear
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = KKR_DATA / "mail"
EMAIL_BACKEND = (
    "kkr.outbox.eml.EmailBackend"
    if KKR_DEMO and not EMAIL_HOST
    else "django.core.mail.backends.smtp.EmailBackend"
)
MAIL_FROM = os.environ.get("MAIL_FROM") or f"kkr@{urlsplit(SITE_URL).hostname}"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
MAIL_BOUNCES_TO = os.environ.get("MAIL_BOUNCES_TO", "")
KKR_BOUNCES = Path(folder) if (folder := os.environ.get("KKR_BOUNCES")) else None
MAIL_KEEP_DAYS = env_int("MAIL_KEEP_DAYS", 90)

LANGUAGE_CODE = "da"
FORMAT_MODULE_PATH = "kkr.config.formats"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = KKR_DATA / "static"
MEDIA_ROOT = KKR_DATA / "files"
KKR_LARGEST_FILE = env_int("KKR_LARGEST_FILE", 50) * 2**20
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or env_bool("KKR_PLAIN_STATIC")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = env_bool("KKR_PLAIN_STATIC")

HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = False  # the proxy in front does it; a health check over http must answer
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_FORMAT = env_choice("LOG_FORMAT", ("text", "json"), "text")
LOG_LEVEL = env_choice("LOG_LEVEL", LOG_LEVELS, "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "kkr.config.log_lines.Text", "tells_all": DEBUG},
        "json": {"()": "kkr.config.log_lines.Json", "tells_all": DEBUG},
    },
    "filters": {"told_once": {"()": "kkr.config.repeated.ToldOnce"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["told_once"],
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "kkr.requests": {"level": "INFO" if LOG_FORMAT == "json" else LOG_LEVEL},
        "django.request": {"level": "ERROR"},  # a 404 is no warning; it is a request like any other
        "django.db.backends": {"level": "INFO"},  # at DEBUG it logs what is in the rows
    },
}
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # SECURE_SSL_REDIRECT: see above
