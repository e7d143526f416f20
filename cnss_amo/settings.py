"""Settings. Everything that differs between two installations comes from the environment."""

from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF

from cnss_amo.embedded import Postgres, Valkey

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.FileAwareEnv()
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

# --- Safety -----------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
DEVELOPMENT = not env.str("DATABASE_URL", default="")  # the embedded servers: never production
SECRET_KEY = env.str("SECRET_KEY", default="development-only-secret-key" if DEVELOPMENT else "")
DATA_KEYS_FILE = Path(env.str("DATA_KEYS_FILE", default=str(VAR_DIR / "keys.json")))

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEVELOPMENT else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

SECURE_CONNECTION = env.bool("SECURE_CONNECTION", default=not DEVELOPMENT)
SECURE_SSL_REDIRECT = SECURE_CONNECTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_CONNECTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_CONNECTION
SECURE_HSTS_PRELOAD = SECURE_CONNECTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_CONNECTION
SESSION_COOKIE_NAME = "__Host-session" if SECURE_CONNECTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_CONNECTION else "csrf"
BROWSER_COOKIE_NAME = "__Host-browser" if SECURE_CONNECTION else "browser"  # that asked for a code
SESSION_COOKIE_AGE = 60 * env.int("SESSION_IDLE_MINUTES", default=30)
SESSION_LONGEST = timedelta(hours=env.int("SESSION_LONGEST_HOURS", default=12))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [SELF],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "liaison.files.upload.DiskUpload",
]

# --- Application ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "cnss_amo.accounts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "rest_framework",
    "oauth2_provider",
    "drf_spectacular",
    "cnss_amo.embedded",
    "cnss_amo.queues",
    "cnss_amo.messaging",
    "agencies",
    "registration",
    "liaison",
    "cnss_amo.backoffice",
    "cnss_amo.points",
    "cnss_amo.portal",
    "cnss_amo.ivr",
    "cnss_amo.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cnss_amo.accounts.session_limits.SessionLimits",
    "cnss_amo.accounts.middleware.RequestIdentity",
    "cnss_amo.portal.insured.Insured",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "cnss_amo.accounts.first_steps.FirstSteps",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "cnss_amo.urls"
WSGI_APPLICATION = "cnss_amo.wsgi.application"
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
                "cnss_amo.accounts.context.navigation",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database, broker -------------------------------------------------------------------------

EMBEDDED_POSTGRES = Postgres(VAR_DIR) if DEVELOPMENT else None
EMBEDDED_VALKEY = None if env.str("REDIS_URL", default="") else Valkey(VAR_DIR)

DATABASES = {
    "default": env.db("DATABASE_URL")
    if EMBEDDED_POSTGRES is None
    else {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": EMBEDDED_POSTGRES.host,
        "USER": EMBEDDED_POSTGRES.user,
        "NAME": "amo",
    }
}
DATABASES["default"] |= {
    "ATOMIC_REQUESTS": True,
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
}
_limits = [
    f"-c {name}={value}"
    for name, value in (
        ("statement_timeout", env.str("DATABASE_STATEMENT_TIMEOUT", default="")),
        ("lock_timeout", env.str("DATABASE_LOCK_TIMEOUT", default="")),
    )
    if value
]
DATABASES["default"].setdefault("OPTIONS", {})["options"] = " ".join(_limits)

REDIS_URL = env.str("REDIS_URL", default="") or f"unix://{EMBEDDED_VALKEY.socket}"
CACHES = {  # counters of wrong passwords live with the truth: the broker may be down or emptied
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Beyond it, counters that still count are dropped: more than anybody makes in minutes.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TIMEZONE = "Africa/Casablanca"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "announce-work": {"task": "liaison.tasks.announce_work", "schedule": 15.0},
    "watch-drop-folders": {"task": "liaison.tasks.watch_drop_folders", "schedule": 15.0},
    "decide-waiting-rows": {
        "task": "liaison.tasks.decide_waiting_rows",
        "schedule": crontab(minute=30, hour=4),
    },
    "drop-old-rows": {
        "task": "liaison.tasks.drop_old_rows",
        "schedule": crontab(minute=0, hour=3),
    },
    "seal-looks": {"task": "cnss_amo.accounts.tasks.seal_looks", "schedule": 60.0},
    "forget-old-sign-ins": {
        "task": "cnss_amo.accounts.tasks.forget_old_sign_ins",
        "schedule": crontab(minute=15, hour=3),
    },
    "forget-old-codes": {
        "task": "cnss_amo.accounts.tasks.forget_old_codes",
        "schedule": crontab(minute=20, hour=3),
    },
    "forget-old-drafts": {
        "task": "registration.tasks.forget_old_drafts",
        "schedule": crontab(minute=25),
    },
    "forget-old-calls": {
        "task": "cnss_amo.ivr.tasks.forget_old_calls",
        "schedule": crontab(minute="*/10"),
    },
    "announce-messages": {
        "task": "cnss_amo.messaging.tasks.announce_messages",
        "schedule": 15.0,
    },
    "forget-words": {
        "task": "cnss_amo.messaging.tasks.forget_words",
        "schedule": crontab(minute=20, hour=3),
    },
    "forget-what-expired": {
        "task": "cnss_amo.api.tasks.forget_what_expired",
        "schedule": crontab(minute=35, hour=3),
    },
    "reconcile": {"task": "liaison.tasks.reconcile", "schedule": crontab(minute=0, hour=5)},
}

# --- People -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "cnss_amo.accounts.backends.StaffBackend",
]
PASSWORD_HASHERS = [
    "cnss_amo.accounts.hashers.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "cnss_amo.accounts.passwords.LongestPassword"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "cnss_amo.accounts.passwords.WordsOfTheHouse"},
]
ACCOUNT_ADAPTER = "cnss_amo.accounts.adapter.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * env.int("REAUTHENTICATION_MINUTES", default=15)
MFA_ADAPTER = "cnss_amo.accounts.adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "CNSS AMO"
MFA_TOTP_TOLERANCE = 1  # the clocks of a phone and of a server may differ by 30 seconds
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT  # http://127.0.0.1
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0 if DEVELOPMENT else 1)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "backoffice:home"

# --- Who guesses passwords --------------------------------------------------------------------

AXES_FAILURE_LIMIT = env.int("SIGN_IN_TRIES", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("SIGN_IN_WAIT_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "cnss_amo.accounts.lockout.matricule_tried"
AXES_CLIENT_IP_CALLABLE = "cnss_amo.accounts.lockout.address_of"
AXES_SENSITIVE_PARAMETERS = ["username", "login", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # no middleware: the sign-in form says it, calmly
AXES_VERBOSE = False
SPRAY_FAILURES = env.int("SPRAY_FAILURES", default=300)
SPRAY_WINDOW = timedelta(minutes=5)
KNOWN_ADDRESS_FOR = timedelta(days=30)
SIGN_INS_KEPT = timedelta(days=env.int("SIGN_INS_KEPT_DAYS", default=365))

# --- The insured: codes, accounts -------------------------------------------------------------

SEARCHED_FOR_ONE_OPENED = env.int("SEARCHED_FOR_ONE_OPENED", default=10)  # for the daily caps
CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=env.int("CODE_MINUTES", default=10))
CODE_TRIES = env.int("CODE_TRIES", default=5)  # the database allows no more than five
CODE_COOL_DOWN = timedelta(seconds=env.int("CODE_COOL_DOWN_SECONDS", default=60))
CODES_PER_NUMBER_HOUR = env.int("CODES_PER_NUMBER_HOUR", default=3)
CODES_PER_NUMBER_DAY = env.int("CODES_PER_NUMBER_DAY", default=5)
CODES_PER_ADDRESS_HOUR = env.int("CODES_PER_ADDRESS_HOUR", default=10)
CODES_BREAKER_WINDOW = timedelta(minutes=10)
CODES_BREAKER = env.int("CODES_BREAKER", default=9_000)  # 15 a second, as after a campaign
PAPER_CODE_LASTS = timedelta(days=env.int("PAPER_CODE_DAYS", default=30))
INSURED_IDLE = timedelta(minutes=env.int("INSURED_IDLE_MINUTES", default=20))
INSURED_SIGN_IN_TRIES = env.int("INSURED_SIGN_IN_TRIES", default=5)
INSURED_SIGN_IN_TRIES_ANYWHERE = env.int("INSURED_SIGN_IN_TRIES_ANYWHERE", default=20)
INSURED_SIGN_IN_TRIES_FROM_HERE = env.int("INSURED_SIGN_IN_TRIES_FROM_HERE", default=100)
INSURED_SIGN_IN_WAIT = timedelta(minutes=env.int("INSURED_SIGN_IN_WAIT_MINUTES", default=15))
INSURED_SIGN_IN = "portal:sign_in"
INSURED_FIRST_PASSWORD = "portal:password"
INSURED_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "cnss_amo.accounts.passwords.LongestPassword"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "cnss_amo.accounts.passwords.WordsOfTheHouse"},
]
DRAFT_LASTS = timedelta(hours=env.int("DRAFT_HOURS", default=24))
CALL_LASTS = timedelta(minutes=env.int("CALL_MINUTES", default=15))
NOTICE_VERSION = env.str("NOTICE_VERSION", default="2026-01")  # of the notice of law 09-08
POINT_MISSES = env.int("POINT_MISSES", default=30)  # looks at nobody by an operator
POINT_MISSES_OF_A_DOCUMENT = env.int("POINT_MISSES_OF_A_DOCUMENT", default=5)
POINT_WAITS = timedelta(minutes=env.int("POINT_WAIT_MINUTES", default=60))
VISIT_LASTS = timedelta(minutes=env.int("VISIT_MINUTES", default=15))  # at a partner's point
CALLER_TRIES = env.int("CALLER_TRIES", default=3)
CALLER_WAITS = timedelta(minutes=env.int("CALLER_WAIT_MINUTES", default=60))

# --- Calls by voice -----------------------------------------------------------------------------

VOICE_KEYS = env.list("VOICE_KEYS", default=[])  # of the telephone platforms: none, none is heard
VOICE_CALL_LASTS = timedelta(minutes=env.int("VOICE_CALL_MINUTES", default=5))
VOICE_SILENCE = timedelta(seconds=30)  # a call that says nothing for so long may be cut off
VOICE_CALLS_PER_MINUTE = env.int("VOICE_CALLS_PER_MINUTE", default=6_000)
VOICE_CALLS_PER_CALLER_HOUR = env.int("VOICE_CALLS_PER_CALLER_HOUR", default=20)
VOICE_HOST = env.str("VOICE_HOST", default="127.0.0.1")
VOICE_PORT = env.int("VOICE_PORT", default=4573)
VOICE_LINES = env.int("VOICE_LINES", default=100)
VOICE_SOUNDS = env.str("VOICE_SOUNDS", default="amo")
VOICE_PROMPTS = VAR_DIR / "prompts"

# --- Language, time, files --------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "cnss_amo.localisation"
LANGUAGE_COOKIE_AGE = 31_536_000
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"


def _package(name: str, folder: str) -> Path:
    spec = find_spec(name)
    return Path(spec.submodule_search_locations[0]) / folder


STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", _package("django_include_bootstrap", "static")),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_ROOT.exists()

# --- Queues -----------------------------------------------------------------------------------

QUEUE_HOLD_MINUTES = env.int("QUEUE_HOLD_MINUTES", default=15)

# Targets of the service, in days: none of them is a delay of the law.
CONFLICT_TARGET_DAYS = env.int("CONFLICT_TARGET_DAYS", default=15)
MISSING_TARGET_DAYS = env.int("MISSING_TARGET_DAYS", default=30)
LIST_DECISION_TARGET_DAYS = env.int("LIST_DECISION_TARGET_DAYS", default=5)
QUARANTINE_TARGET_DAYS = env.int("QUARANTINE_TARGET_DAYS", default=5)
CORRECTION_TARGET_DAYS = env.int("CORRECTION_TARGET_DAYS", default=5)
MERGER_TARGET_DAYS = env.int("MERGER_TARGET_DAYS", default=10)
CONTEST_TARGET_DAYS = env.int("CONTEST_TARGET_DAYS", default=30)
REQUEST_TARGET_DAYS = env.int("REQUEST_TARGET_DAYS", default=30)
BODY_ANSWER_TARGET_DAYS = env.int("BODY_ANSWER_TARGET_DAYS", default=15)
COMPLEMENT_TARGET_DAYS = env.int("COMPLEMENT_TARGET_DAYS", default=30)

# --- Messages ---------------------------------------------------------------------------------

SMS_GATEWAY = env.str("SMS_GATEWAY", default="console")
SMS_RETRY_SECONDS = env.list(
    "SMS_RETRY_SECONDS", cast=int, default=[15, 60, 300, 1800, 7200, 21600, 43200]
)
SMS_WORDS_KEPT = timedelta(days=env.int("SMS_WORDS_KEPT_DAYS", default=7))

# --- Lists ------------------------------------------------------------------------------------

DROP_FOLDER = VAR_DIR / "depot"
RETURN_FOLDER = VAR_DIR / "retours"
LIST_MAXIMUM_BYTES = env.int("LIST_MAXIMUM_BYTES", default=2 * 2**30)
LIST_APPROVAL_ROWS = env.int("LIST_APPROVAL_ROWS", default=1_000)
LIST_CHUNK_ROWS = env.int("LIST_CHUNK_ROWS", default=20_000)
LIST_BATCH_ROWS = env.int("LIST_BATCH_ROWS", default=20_000)
XLSX_MAXIMUM_ROWS = 200_000
UNDO_HOURS = env.int("UNDO_HOURS", default=24)
LIST_ROWS_KEPT_DAYS = env.int("LIST_ROWS_KEPT_DAYS", default=0)  # 0: no delay decided, all kept
NUMBER_SEQUENCE_START = env.int("NUMBER_SEQUENCE_START", default=1)

# --- Papers that people join ------------------------------------------------------------------

PAPER_MAXIMUM_BYTES = env.int("PAPER_MAXIMUM_BYTES", default=5 * 2**20)
PAPER_MAXIMUM_PIXELS = env.int("PAPER_MAXIMUM_PIXELS", default=30_000_000)
PAPER_MAXIMUM_PAGES = env.int("PAPER_MAXIMUM_PAGES", default=20)
PAPERS_OF_A_SUBMISSION = env.int("PAPERS_OF_A_SUBMISSION", default=3)

# --- Attestations -----------------------------------------------------------------------------

SITE_URL = env.str(
    "SITE_URL",
    default=f"http://127.0.0.1:{env.int('PORT', default=8000)}"
    if DEVELOPMENT
    else f"https://{next(iter(ALLOWED_HOSTS), '')}",
)
SEAL_KEY_FILE = Path(env.str("SEAL_KEY_FILE", default=str(VAR_DIR / "seal" / "key.pem")))
SEAL_CERTIFICATE_FILE = Path(
    env.str("SEAL_CERTIFICATE_FILE", default=str(VAR_DIR / "seal" / "certificates.pem"))
)
ATTESTATION_CHECKS_PER_MINUTE = env.int("ATTESTATION_CHECKS_PER_MINUTE", default=60)

# --- Partners' programs -----------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["cnss_amo.api.authentication.BearerToken"],
    "DEFAULT_PERMISSION_CLASSES": ["cnss_amo.api.authentication.HoldsScope"],
    "DEFAULT_PARSER_CLASSES": ["cnss_amo.api.parsers.SmallJSON"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "cnss_amo.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
    "DATETIME_FORMAT": None,
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "api.Client"
OAUTH2_PROVIDER = {
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",  # client credentials alone
    "SCOPES_BACKEND_CLASS": "cnss_amo.api.scopes.ScopesOfClient",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 60 * env.int("API_TOKEN_MINUTES", default=15),
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
} | {
    f"COMPLIANT_BCP_RFC9700_{gate}": True
    for gate in (
        *("IMPLICIT_GRANT", "PASSWORD_GRANT", "PKCE_METHOD", "PKCE_REQUIRED"),
        *("ACCESS_TOKEN_TRANSPORT", "AUTHZ_RESPONSE_ISS", "TOKEN_STORAGE", "REFRESH_TOKEN"),
        *("REDIRECT_URI_SCHEME", "REDIRECT_URI_MATCHING"),
    )
}
SPECTACULAR_SETTINGS = {
    "TITLE": "CNSS AMO",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PREPROCESSING_HOOKS": ["cnss_amo.api.schema.operations_only"],
    "POSTPROCESSING_HOOKS": ["cnss_amo.api.schema.strict"],
}
API_LARGEST_BODY = 16 * 2**10
API_ANSWERS_KEPT = timedelta(hours=env.int("API_ANSWERS_KEPT_HOURS", default=24))
API_WAITS = "5s"  # for whoever sends the same act at the same instant
API_TOKEN_FAILURES = env.int("API_TOKEN_FAILURES", default=20)
API_RATES = {  # calls of one client in a minute, in a day
    "status": env.list("API_STATUS_RATE", cast=int, default=[600, 50_000]),
    "activation": env.list("API_ACTIVATION_RATE", cast=int, default=[300, 20_000]),
    "completion": env.list("API_COMPLETION_RATE", cast=int, default=[300, 20_000]),
    "requests": env.list("API_REQUEST_RATE", cast=int, default=[120, 5_000]),
    "requests.read": env.list("API_READ_RATE", cast=int, default=[300, 20_000]),
    "confirmations": env.list("API_CONFIRMATION_RATE", cast=int, default=[300, 20_000]),
    "confirmations.read": env.list("API_READ_RATE", cast=int, default=[300, 20_000]),
    "lists": env.list("API_LIST_RATE", cast=int, default=[10, 200]),
    "lists.read": env.list("API_READ_RATE", cast=int, default=[300, 20_000]),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {"cnss_amo.messaging.gateways": {"level": "INFO"}},  # the console gateway says SMS
}
