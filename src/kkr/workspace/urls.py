from django.urls import URLPattern, URLResolver, include, path

from kkr.workspace.desk import views as desk
from kkr.workspace.news import views as news

app_name = "workspace"
of_item: list[URLPattern] = [
    path("", news.edit, name="news_edit"),
    path("vis/", news.preview, name="news_preview"),
    path("forfra/", news.forget, name="news_forget"),
    path("udgiv/", news.publish, name="news_publish"),
    path("vent/", news.unschedule, name="news_unschedule"),
    path("ret/", news.correct, name="news_correct"),
    path("traek-tilbage/", news.withdraw, name="news_withdraw"),
    path("versioner/", news.versions, name="news_versions"),
    path("adresse/", news.rename, name="news_rename"),
]
of_news: list[URLPattern | URLResolver] = [
    path("", news.index, name="news"),
    path("ny/", news.new, name="news_new"),
    path("ny/vis/", news.preview_new, name="news_new_preview"),
    path("ny/forfra/", news.forget_new, name="news_new_forget"),
    path("<uuid:public_id>/", include(of_item)),
]
urlpatterns = [
    path("arbejde/", desk.show, name="desk"),
    path("arbejde/<slug:council>/nyheder/", include(of_news)),
]
