from django.urls import path

from kkr.opendata import views

app_name = "opendata"
urlpatterns = [
    path("data/", views.index, name="index"),
    path("data.json", views.whole_catalogue, name="catalogue"),
    path("nyheder.atom", views.news_feed, name="all_news_feed"),
    path("data/<slug:slug>/", views.describe, name="dataset"),
    path("data/<slug:slug>.<str:extension>", views.download, name="download"),
    path("<slug:council>/nyheder.atom", views.news_feed, name="news_feed"),
    path("<slug:council>/moeder.atom", views.meetings_feed, name="meetings_feed"),
    path("<slug:council>/beslutninger.atom", views.decisions_feed, name="decisions_feed"),
    path(
        "<slug:council>/anbefalinger.atom",
        views.recommendations_feed,
        name="recommendations_feed",
    ),
    path("<slug:council>/kalender.ics", views.calendar, name="calendar"),
]
