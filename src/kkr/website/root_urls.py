"""Addresses that have no language."""

from django.urls import path

from kkr.website.pages import views

urlpatterns = [
    path("health", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.icon, name="icon"),
]
