"""All addresses; each face brings its own. Danish stands at the root, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("kkr.website.root_urls")),
    *i18n_patterns(
        path("konto/", include("kkr.workspace.accounts.urls")),
        path("", include("kkr.workspace.urls")),
        path("", include("kkr.opendata.urls")),
        path("", include("kkr.website.urls")),
        prefix_default_language=False,
    ),
]
handler404 = "kkr.website.pages.views.not_found"
handler500 = "kkr.config.shortage.server_error"
