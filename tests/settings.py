"""The product's settings, with what a test need not wait for."""

import kkr.config.newer_sqlite  # isort: skip # noqa: F401 -- must come before Django's sqlite3 import

import os

os.environ.setdefault("KKR_PLAIN_STATIC", "1")
os.environ.setdefault("SECRET_KEY", "a-key-of-the-tests")  # without one nothing is served

from kkr.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405 -- nothing is collected
SECOND_FACTOR_REQUIRED = False  # tests sign in without a telephone; those of it turn it on
