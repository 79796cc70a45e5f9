"""Every setting of a Merkwerk, in one file. Values come from the environment (names begin with
MERKWERK_) or from a file `merkwerk.env` in the data folder; docs/configure.md explains each."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from merkwerk.lib.keys import data_folder, data_keys, people_key, push_key, secret_key

HOUSE = Path(__file__).resolve().parent
env = environ.Env()
DATA_DIR = Path(env.str("MERKWERK_DATA", default=str(data_folder(HOUSE)))).expanduser().resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
environ.Env.read_env(DATA_DIR / "merkwerk.env")

KEYS_DIR = Path(env.str("MERKWERK_KEYS", default=str(DATA_DIR / "keys")))
SECRET_KEY = secret_key(KEYS_DIR)
DATA_KEYS = data_keys(KEYS_DIR)
PEOPLE_KEY = people_key(KEYS_DIR)
PUSH_KEY = push_key(KEYS_DIR)

DEBUG = env.bool("MERKWERK_DEBUG", default=False)
PORT = env.int("MERKWERK_PORT", default=8000)
SITE_URL = env.str("MERKWERK_URL", default=f"http://localhost:{PORT}").rstrip("/")
SITE_ADDRESS = env.str("MERKWERK_SITE_ADDRESS", default="").rstrip("/")
_host = environ.urlparse(SITE_URL).hostname or "localhost"
_local = _host in {"localhost", "127.0.0.1", "::1"}
_https = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [*env.list("MERKWERK_HOSTS", default=[]), _host]
if _local:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
if SITE_ADDRESS:
    ALLOWED_HOSTS.append(environ.urlparse(SITE_ADDRESS).hostname or "localhost")
CSRF_TRUSTED_ORIGINS = [SITE_URL, *([SITE_ADDRESS] if SITE_ADDRESS else [])]

INSTALLED_APPS = [
    "merkwerk.worker",
    "merkwerk.example",
    "merkwerk.today",
    "merkwerk.writing",
    "merkwerk.fediverse",
    "merkwerk.listening",
    "merkwerk.handbook",
    "merkwerk.stories",
    "merkwerk.relationships",
    "merkwerk.photos",
    "merkwerk.networks",
    "merkwerk.colleagues",
    "merkwerk.notifications",
    "merkwerk.pages",
    "merkwerk.accounts",
    "merkwerk.jobs",
    "merkwerk.lib",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "merkwerk.pages.middleware.own_name",
    "merkwerk.pages.middleware.the_same_for_everybody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "merkwerk.accounts.middleware.own_surroundings",
    "merkwerk.accounts.middleware.keep_private",
    "merkwerk.accounts.middleware.readable_only",
    "merkwerk.accounts.middleware.first_run",
    "merkwerk.jobs.middleware.remember_failures",
]

ROOT_URLCONF = "merkwerk.urls"
WSGI_APPLICATION = "merkwerk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HOUSE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "merkwerk.lib.surroundings.surroundings",
            ],
        },
    },
]

# --- public pages: made once, sent before Django is entered (docs/decisions/0020) -----------
SITE_HOME = "/stories/"
PUBLIC_PAGES = (SITE_HOME, "/robots.txt", "/llms.txt", "/sitemap")
OPEN_ON_THE_SITE = (
    *PUBLIC_PAGES,
    *("/pictures/", "/consent/", "/ap/", "/.well-known/", "/static/", "/l/", "/health/live/"),
)
PAGES_IN_MEMORY = env.int("MERKWERK_PAGES_IN_MEMORY", default=64) * 1024 * 1024

# --- database ------------------------------------------------------------------------------
DATABASES = {
    "default": env.db_url("MERKWERK_DATABASE", default=f"sqlite:///{DATA_DIR}/merkwerk.sqlite3")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
            "PRAGMA cache_size=-20000; PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.int("MERKWERK_DATABASE_KEEP", default=60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people --------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Colleague"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {
        "NAME": "merkwerk.accounts.forms.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "merkwerk.accounts.forms.NotOurOwnName"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today:day"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "merkwerk.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _https else "http"
ACCOUNT_FORMS = {
    "login": "merkwerk.accounts.forms.LoginForm",
    "reauthenticate": "merkwerk.accounts.forms.ReauthenticateForm",
    "add_email": "merkwerk.accounts.forms.ChangeEmailForm",
    "change_password": "merkwerk.accounts.forms.ChangePasswordForm",
    "set_password": "merkwerk.accounts.forms.SetPasswordForm",
    "reset_password": "merkwerk.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "merkwerk.accounts.forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "merkwerk.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "merkwerk.accounts.forms.AuthenticateForm",
    "reauthenticate": "merkwerk.accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "merkwerk.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "merkwerk.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "merkwerk.accounts.forms.EditPasskeyForm",
}
MFA_TOTP_ISSUER = "Merkwerk"
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
SESSION_LIFE = 30 * 24 * 3600  # a session ends after this, however much it is used
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
if _https:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

# Rate limits are counted where every process sees them; docs/decisions/0006 says why here.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "merkwerk_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- security ------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = env.bool("MERKWERK_HTTPS_REDIRECT", default=_https)
SECURE_REDIRECT_EXEMPT = [r"^health/live/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("MERKWERK_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    word: []
    for word in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "payment",
        "usb",
    )
} | {"microphone": ["self"]}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
FILE_UPLOAD_HANDLERS = [
    "merkwerk.lib.uploads.OneLargeFile",
    "merkwerk.lib.uploads.ManyPhotos",
    "merkwerk.lib.uploads.FewFiles",
]
PAGES_THAT_TAKE_A_FILE = {
    "/networks/sources/new/list/",
    "/writing/pictures/",
    "/writing/confidences/bring/",
    "/consent/form/",
    "/desk/photos/people/paper/",
}
PAGES_THAT_TAKE_A_LARGE_FILE = {
    "/relationships/import/",
    "/desk/stories/slides/",
    "/desk/stories/memos/",
}
PAGES_FOR_PROGRAMS = {"/writing/micropub/", "/writing/micropub/media/"}
PAGES_THAT_TAKE_PICTURES = PAGES_FOR_PROGRAMS | {"/writing/share/"}
PAGES_THAT_TAKE_PHOTOS = {"/desk/photos/new/"}
LARGEST_IMPORT = env.int("MERKWERK_LARGEST_IMPORT", default=2048) * 1024 * 1024
PRIVATE_DIR = DATA_DIR / "private"
PUBLIC_PICTURES_DIR = DATA_DIR / "public-pictures"

# --- language and time ---------------------------------------------------------------------
LANGUAGE_CODE = env.str("MERKWERK_LANGUAGE", default="nl")
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [HOUSE / "locale"]
TIME_ZONE = env.str("MERKWERK_TIME_ZONE", default="Europe/Amsterdam")
USE_TZ = True
HOLIDAYS = env.str("MERKWERK_HOLIDAYS", default="nl")
CLOSED_ON = {day.strip() for day in env.list("MERKWERK_CLOSED_ON", default=[])}
USE_I18N = True

# --- files ---------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [HOUSE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Maps of scripts are read by developers alone; packing them takes two thirds of a first start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# --- work in the background ----------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- mail: pages leave letters as rows, the worker posts them --------------------------------
EMAIL_BACKEND = "merkwerk.notifications.mail.LetterBox"
MAIL_URL = env.str("MERKWERK_MAIL", default="")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str(
    "MERKWERK_MAIL_FROM", default=f"Merkwerk <merkwerk@{_host}>"
)

MOMENTS_BOX = env.str("MERKWERK_MOMENTS", default="")
MOMENTS_ADDRESS = env.str("MERKWERK_MOMENTS_ADDRESS", default="")
WRITING_BOX = env.str("MERKWERK_WRITING", default="")
WRITING_ADDRESS = env.str("MERKWERK_WRITING_ADDRESS", default="")

# --- the way out ---------------------------------------------------------------------------
USER_AGENT = f"Merkwerk/0.1 (+{SITE_URL})"
ALLOWED_NETWORKS = tuple(ip_network(n) for n in env.list("MERKWERK_ALLOWED_NETWORKS", default=[]))
PLC_DIRECTORY = env.str("MERKWERK_PLC_DIRECTORY", default="https://plc.directory")
BLUESKY_SERVER = env.str("MERKWERK_BLUESKY_SERVER", default="https://bsky.social")
BLUESKY_PUBLIC = env.str("MERKWERK_BLUESKY_PUBLIC", default="https://public.api.bsky.app")
JETSTREAM = env.str("MERKWERK_JETSTREAM", default="wss://jetstream2.us-east.bsky.network/subscribe")
HUBS = env.list("MERKWERK_HUBS", default=[])
INDEXNOW = env.str("MERKWERK_INDEXNOW", default="")
KEPT_DAYS = env.int("MERKWERK_KEPT_DAYS", default=90)
LEAVER_DAYS = env.int("MERKWERK_LEAVER_DAYS", default=14)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"discreet": {"()": "merkwerk.lib.discreet.Discreet"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["discreet"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("MERKWERK_LOG", default="WARNING")},
}
