from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from jumelage.faces import errors
from jumelage.faces.office import feed, login
from jumelage.faces.portal import machines, views

urlpatterns = [
    path("", views.root, name="root"),
    path("healthz", machines.healthz, name="healthz"),
    path("robots.txt", machines.robots, name="robots"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": machines.Pages}}, name="sitemap"),
    path("id/ledger", views.ledger, name="ledger"),
    path("id/claim/<int:seq>", views.claim, name="claim"),
    path("id/<str:type>/<uuid:pk>", views.identity, name="identity"),
    path("office/", views.office, name="office"),
    path("office/login/service/answer/", login.service_answers, name="oidc-callback"),
    path("office/feed/<str:secret>.ics", feed.feed, name="feed"),
    *i18n_patterns(
        path("office/", include("jumelage.faces.office.urls")),
        path("office/", include("jumelage.faces.office.allauth_urls")),
        path("", include("jumelage.faces.portal.urls")),
        prefix_default_language=True,
    ),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler429 = errors.too_many
handler404 = errors.not_found
handler500 = errors.broken
