"""Addresses that have no language."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from kkr.website.pages import views
from kkr.website.pages.sitemaps import SITEMAPS

urlpatterns = [
    path("health", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
