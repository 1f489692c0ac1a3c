"""All addresses; each face brings its own. Danish stands at the root, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from kkr.config.sitemaps import SITEMAPS

urlpatterns = [
    path("", include("kkr.website.root_urls")),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("filer/", include("kkr.workspace.files.urls")),
    path("api/v1/", include("kkr.workspace.programs.urls")),
    *i18n_patterns(
        path("konto/", include("kkr.workspace.accounts.urls")),
        path("", include("kkr.workspace.urls")),
        path("", include("kkr.opendata.urls")),
        path("", include("kkr.website.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "kkr.config.refusals.bad_request"
handler404 = "kkr.config.refusals.not_found"
handler500 = "kkr.config.shortage.server_error"
