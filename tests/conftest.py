"""What every test may use. The database is SQLite, or what DATABASE_URL names."""

import kkr.config.newer_sqlite  # isort: skip # noqa: F401 -- must come before Django's sqlite3 import

import os

os.environ.setdefault("KKR_PLAIN_STATIC", "1")
