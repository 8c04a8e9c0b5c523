"""Django's settings for the portal: facts are in files, what people decide is in the database."""

from __future__ import annotations

from pathlib import Path

from boligsocial.portal.configuration import portal_settings
from boligsocial.portal.databases import database_of

HERE = Path(__file__).parent
PORTAL = portal_settings()

DEBUG = PORTAL.debug
SECRET_KEY = PORTAL.signing_key
ALLOWED_HOSTS = list(PORTAL.allowed_hosts)
AUDIENCE = PORTAL.audience

DATABASES = {"default": database_of(PORTAL.home, PORTAL.database)}

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django_htmx",
    # Before allauth, whose pages are shown in the portal's own look.
    "boligsocial.portal",
    "boligsocial.portal.people",
    "boligsocial.portal.ledger",
    "boligsocial.portal.scenarios",
    "boligsocial.portal.decision_log",
    "boligsocial.portal.cases",
    "boligsocial.portal.financing",
    "boligsocial.portal.boards",
    "boligsocial.portal.development",
    "boligsocial.portal.decisions",
    "boligsocial.portal.work",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "boligsocial.portal.atlas",
    "boligsocial.portal.estates",
    "boligsocial.portal.imports",
    "boligsocial.portal.distribution",
    "boligsocial.portal.ranking",
    "boligsocial.portal.years",
    "boligsocial.portal.reforms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "boligsocial.portal.middleware.content_security",
    "boligsocial.portal.middleware.chosen_language",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "boligsocial.portal.middleware.UserMistakes",
    # Innermost, so that it tells a lack of rights before that is told as a mistake.
    "boligsocial.portal.middleware.Gate",
    "boligsocial.portal.middleware.whole_requests",
]
ROOT_URLCONF = "boligsocial.portal.urls"
WSGI_APPLICATION = "boligsocial.portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "boligsocial.portal.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [HERE.parent / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STORAGES = {"staticfiles": {"BACKEND": "boligsocial.portal.static_files.StampedFiles"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 24 * 60 * 60

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = PORTAL.https
CSRF_FAILURE_VIEW = "boligsocial.portal.views.stale_form"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# MapLibre and the designs of form fields carry small pictures inside their styles.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        f"form-action 'self' {PORTAL.oidc_origin}".strip(),
        "frame-ancestors 'none'",
    ]
)

FILE_UPLOAD_HANDLERS = [
    "boligsocial.portal.cases.uploads.stopping.StopsTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{each}"}
    for each in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
LOGIN_URL = "account_login"
ACCOUNT_SIGNUP_REDIRECT_URL = "people:access"

ACCOUNT_ADAPTER = "boligsocial.portal.people.accounts.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "boligsocial"
SOCIALACCOUNT_ADAPTER = "boligsocial.portal.people.accounts.ServiceAccounts"
# The service is the one that whoever runs the portal has chosen: an address that it has verified
# is the same person as the one invited under it.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": PORTAL.oidc_services}}

DEFAULT_FROM_EMAIL = PORTAL.mail_from
if PORTAL.smtp:
    EMAIL_HOST, _, EMAIL_PORT = PORTAL.smtp.rpartition(":")
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = PORTAL.home / "letters"
