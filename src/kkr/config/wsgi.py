"""The web application, with the page cache first in the stack."""

import kkr.config.newer_sqlite  # isort: skip # noqa: F401 -- must come before Django's sqlite3 import

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kkr.config.settings")
django_application = get_wsgi_application()

from kkr.website.page_cache import PageCache  # noqa: E402 -- needs the settings

application = PageCache(django_application)
