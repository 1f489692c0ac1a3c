"""Our application without the page cache, and with an empty view at /tom/."""

from django.http import HttpResponse
from django.urls import path

import kkr.config.wsgi
from kkr.config import urls

urls.urlpatterns.insert(0, path("tom/", lambda _request: HttpResponse("")))
application = kkr.config.wsgi.django_application
