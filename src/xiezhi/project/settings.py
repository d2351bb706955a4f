"""Django's settings: one installation, one province, one database. Read docs/configuration.md for the environment variables."""

import os

import dj_database_url
from csp.constants import NONE, SELF

from xiezhi.project import mailing, places, postgres

# Small matrices: several threads only wait for each other, and a forecast takes ten times as long. Read when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

SECRET_KEY = places.secret("secret")
DEBUG = False
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *filter(None, os.environ.get("XIEZHI_HOSTS", "").split(",")),
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host.startswith(".") or "." in host]

TRAINING = places.TRAINING
DEMONSTRATION = os.environ.get("XIEZHI_DEMONSTRATION", "1") == "1"
KEYS = places.KEYS
WITNESS = places.WITNESS
FACTS = places.FACTS
INTERVALS = places.INTERVALS  # reference intervals of this installation; without the file there are none
INTERVALS_NAMED = bool(os.environ.get("XIEZHI_INTERVALS"))  # a file that was named should be there
PACKS = os.environ.get("XIEZHI_PACKS", "")  # a folder for plain copies of the nightly packs
SITE_ADDRESS = places.address()  # in links that leave the screen
FOLLOWS_ANOTHER_SYSTEM = os.environ.get("XIEZHI_FOLLOW", "")  # the source whose rows are read-only here


def _database(address: str, user: str | None) -> dict[str, object]:
    parsed = dict(dj_database_url.parse(address, conn_max_age=None))
    if user:
        parsed["USER"] = user
    parsed["CONN_HEALTH_CHECKS"] = True
    return parsed


_given = os.environ.get("DATABASE_URL")
_owner_address = os.environ.get("DATABASE_OWNER_URL") or _given or postgres.start()
DATABASES = {"default": _database(_given or _owner_address, None if _given else postgres.APP_ROLE)}
DATABASE_OWNER_ADDRESS = _owner_address  # who migrates and keeps; the application never signs in as this
DATABASE_OWNER = dj_database_url.parse(_owner_address)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "axes",
    "csp",
    "xiezhi.record",
    "xiezhi.record.intake",
    "xiezhi.record.reference",
    "xiezhi.work.deadlines",
    "xiezhi.work.situation",
    "xiezhi.site",
]
AUTH_USER_MODEL = "record.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "staff:desk"
LOGOUT_REDIRECT_URL = "sign_in"
SESSION_COOKIE_HTTPONLY = True
if os.environ.get("XIEZHI_BEHIND_TLS") == "1":  # a proxy ends TLS in front of us and says so in these headers
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000  # a year
BEHIND_PROXY = os.environ.get("XIEZHI_BEHIND_TLS") == "1"
SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "sign_in_locked.html"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a county line; it pads its answers against guessing by length
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xiezhi.site.middleware.language",
    "xiezhi.site.middleware.plain",
    "xiezhi.site.middleware.viewer",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "xiezhi.site.errors.stale_form"

ROOT_URLCONF = "xiezhi.project.urls"
WSGI_APPLICATION = "xiezhi.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "xiezhi.site.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "xiezhi.site.context.frame",
            ],
        },
    }
]

STATIC_URL = "static/"
STATIC_ROOT = places.HOME / "var" / "static"
STATICFILES_DIRS = [places.HOME / "var" / "assets"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # the web server looks there once, at its start
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": places.FILES},
    },
    # Where documents lie, encrypted and named by their contents: any storage Django knows can take the folder's place.
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": places.FILES},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

USE_I18N = False  # texts stand as pairs: xiezhi.rules.language
LANGUAGE_CODE = "zh-hans"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FOLLOWERS = "xiezhi.project.wiring.FOLLOWERS"
INTAKE_PROCESSES = places.count("XIEZHI_INTAKE_PROCESSES", 2)  # that record a large file side by side
UPLOADS_KEPT_DAYS = max(2, places.count("XIEZHI_UPLOADS_DAYS", 7))  # longer than a form can wait

# Reminders go to files under var/mail until a mail server is named.
_mail_domain = os.environ.get("XIEZHI_MAIL_DOMAIN", "")
globals().update(mailing.settings_of(os.environ.get("XIEZHI_MAIL_URL", ""), _mail_domain))
MAIL_DOMAIN = _mail_domain or mailing.NOWHERE  # an officer's address: staff number@domain
MAIL_FOLDER = places.VAR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("XIEZHI_MAIL_FROM") or f"xiezhi@{MAIL_DOMAIN}"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
