"""The one settings file. Everything that differs between sites comes from the environment; README lists it.

Safe by default: without DEBUG=1 a secret, a site address and keys for the object store are required.
"""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

from coachcycle import env

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", stand_in="developer's machine only" * 3 if DEBUG else None)
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)  # SQLite makes its file, but not the folder

# --- Where the site stands -----------------------------------------------------------------------

SITE_URL = env.secret("SITE_URL", stand_in="http://localhost:8000" if DEBUG else None).rstrip("/")
SITE = urlsplit(SITE_URL)
IS_HTTPS = SITE.scheme == "https"
# Plain http is for this very machine: anywhere else films and sessions would travel in the open.
if not IS_HTTPS and SITE.hostname not in {"localhost", "127.0.0.1", "::1"}:
    raise ImproperlyConfigured(f"SITE_URL={SITE_URL!r} must begin with https:// unless it is this machine.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [SITE.hostname])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "coachcycle.apps.CoachcycleConfig",
    "coachcycle.accounts",
    "coachcycle.letterbox",
    "rubrics",
    "cycles",
    "media_review",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "coachcycle.apps.StaticFiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "storages",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "coachcycle.permissions_policy.PermissionsPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coachcycle.accounts.middleware.PrivatePages",
    "coachcycle.accounts.middleware.MembershipMiddleware",
]

ROOT_URLCONF = "coachcycle.urls"
WSGI_APPLICATION = "coachcycle.wsgi.application"
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
                "django.template.context_processors.i18n",
                "coachcycle.context.csp_nonce",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
# Films go straight to the store. Django's own handlers would write a file of any size to our disk.
LARGEST_SMALL_FILE = 5 * 2**20
FILE_UPLOAD_HANDLERS = ["coachcycle.small_files.SmallFiles"]
FORM_RENDERER = "coachcycle.rendering.FieldRenderer"

# --- Rows ----------------------------------------------------------------------------------------

# Who may see what is asked within most questions, as joins; left to its limit of eight, PostgreSQL would begin with all
# there is (ADR 21). To plan one, or to compile it, takes longer than to answer it: so plans are kept, and nothing is
# compiled (ADR 22). No disk turns under it that would have to be read in its order.
POSTGRES_OPTIONS = {
    "options": "-c join_collapse_limit=12 -c from_collapse_limit=12 -c geqo_threshold=16"
    " -c jit=off -c random_page_cost=1.1 -c plan_cache_mode=force_generic_plan",
    "server_side_binding": True,
    "prepare_threshold": 2,  # times a question is asked of a connection before its plan is kept
}
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'coachcycle.sqlite3'}"),
        conn_max_age=600,  # seconds; plans that are kept go with it
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE, or half of all writes fail under load; FULL, so that saved feedback survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-64000; PRAGMA journal_size_limit=27103364; PRAGMA temp_store=MEMORY;",
    }
    # A file, not memory: the suite's web server and worker are processes of their own.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
else:
    DATABASES["default"]["OPTIONS"] = POSTGRES_OPTIONS | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits on signing in are counted here, so all processes of a host must share it.
if DEBUG:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
elif env.text("REDIS_URL"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.text("REDIS_URL")}}
else:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "cache"}
    }

# --- Films and files: one object store, spoken to by S3 alone -------------------------------------

S3_ENDPOINT_URL = env.text("S3_ENDPOINT_URL", "http://127.0.0.1:9100" if DEBUG else "https://s3.amazonaws.com")
S3_PUBLIC_ENDPOINT_URL = env.text("S3_PUBLIC_ENDPOINT_URL", S3_ENDPOINT_URL)
S3_BUCKET = env.text("S3_BUCKET", "coachcycle")
S3_REGION = env.text("S3_REGION", "us-east-1")
S3_ACCESS_KEY_ID = env.secret("S3_ACCESS_KEY_ID", stand_in="coachcycle:app" if DEBUG else None)
S3_SECRET_ACCESS_KEY = env.secret("S3_SECRET_ACCESS_KEY", stand_in="developer" if DEBUG else None)
S3_ADDRESSING_STYLE = env.text("S3_ADDRESSING_STYLE", "path")
S3_ALLOWED_ORIGINS = env.words("S3_ALLOWED_ORIGINS", [SITE_URL])

STALE_UPLOAD_DAYS = env.number("STALE_UPLOAD_DAYS", 7)
MAX_FILM_BYTES = env.number("MAX_FILM_GIGABYTES", 20) * 1024**3
SIGNED_URL_SECONDS = min(env.number("SIGNED_URL_SECONDS", 900), 900)
FFMPEG_BIN = env.text("FFMPEG_BIN")
FFPROBE_BIN = env.text("FFPROBE_BIN")
MEDIA_SANDBOX = env.text("MEDIA_SANDBOX", "auto")
MEDIA_LEASE_SECONDS = env.number("MEDIA_LEASE_SECONDS", 30)
MEDIA_WORK_DIR = env.text("MEDIA_WORK_DIR") or None
WHISPER_MODEL_DIR = env.text("WHISPER_MODEL_DIR") or None

STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": S3_ACCESS_KEY_ID,
            "secret_key": S3_SECRET_ACCESS_KEY,
            "bucket_name": S3_BUCKET,
            "endpoint_url": S3_ENDPOINT_URL,
            "region_name": S3_REGION,
            "addressing_style": S3_ADDRESSING_STYLE,
            "signature_version": "s3v4",
            "location": "files",
            "querystring_expire": SIGNED_URL_SECONDS,
            "file_overwrite": False,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "coachcycle.staticfiles.HashedFiles"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = DEBUG

# --- Work in the background ----------------------------------------------------------------------

TASK_ENGINES = {
    "database": {"BACKEND": "django_tasks_db.DatabaseBackend"},
    "redis": {"BACKEND": "django_tasks_rq.RQBackend"},
}
TASK_ENGINE = env.text("TASK_ENGINE", "database")
if TASK_ENGINE not in TASK_ENGINES:
    raise ImproperlyConfigured(f"TASK_ENGINE={TASK_ENGINE!r} is none of {', '.join(TASK_ENGINES)}.")
# "ladder" may wait: what makes a film watchable, in "default", goes first. "transcripts" takes hours, and is worked on
# by hosts that have a model, beside all else.
TASKS = {"default": TASK_ENGINES[TASK_ENGINE] | {"QUEUES": ["default", "ladder", "transcripts"]}}
if TASK_ENGINE == "redis":
    TASKS["unused"] = TASK_ENGINES["database"]  # `db_worker` starts on no other, and its sweep is needed here too
    INSTALLED_APPS.append("django_rq")
    RQ_QUEUES = {
        name: {"URL": env.secret("REDIS_URL"), "DEFAULT_TIMEOUT": 24 * 3600} for name in TASKS["default"]["QUEUES"]
    }
    RQ = {"JOB_CLASS": "django_tasks_rq.Job", "WORKER_CLASS": "coachcycle.redis_worker.Worker"}

# --- Who is signed in ----------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "coachcycle.accounts.adapter.InvitedOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "coachcycle.accounts.forms.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_HOURS, on her own phone as on the shared tablet
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # an open session on a shared tablet must not give away the account
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE.scheme
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "coachcycle"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 12) * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
INVITATION_DAYS = env.number("INVITATION_DAYS", 14)

# --- What a browser may do with our pages --------------------------------------------------------

STORE_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(S3_PUBLIC_ENDPOINT_URL))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", STORE_ORIGIN],
        "media-src": [SELF, "blob:", STORE_ORIGIN],
        "connect-src": [SELF, STORE_ORIGIN],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]  # asked from within, past the proxy that ends TLS
# The proxy in front ends TLS and must set this header itself, replacing what a visitor sent.
BEHIND_PROXY = env.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # or all visitors would share one address, and its limits
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"  # a presigned address must not leak in a Referer
X_FRAME_OPTIONS = "DENY"

# --- Words, times, messages ----------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("pt-br", "Português"), ("ht", "Kreyòl ayisyen")]
LANG_INFO["ht"] = {"bidi": False, "code": "ht", "name": "Haitian Creole", "name_local": "Kreyòl ayisyen"}
LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY = "Lax", IS_HTTPS, True
LOCALE_PATHS = [BASE_DIR / "coachcycle" / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "coachcycle.formats"
TIME_ZONE = env.text("TIME_ZONE", "America/New_York")

DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"coachcycle <coachcycle@{SITE.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"  # without EMAIL_HOST, letters lie here to be read

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools")},  # they tell of every font
}
