"""All addresses; each face brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("kkr.opendata.urls")),
    path("", include("kkr.website.urls")),
]
