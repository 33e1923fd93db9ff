from django.urls import path

from jumelage.faces.portal import finder, home, municipality, organisations, partnership, partnerships, timeline, views

app_name = "portal"
urlpatterns = [
    path("", home.home_page, name="home"),
    path("partnerships/", partnerships.partnerships, name="partnerships"),
    path("partnerships/<str:slug>/", partnership.partnership, name="partnership"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("organisations/", organisations.index, name="organisations"),
    path("organisations/<str:slug>/", organisations.organisation, name="organisation"),
    path("municipalities/<uuid:pk>/", municipality.municipality, name="municipality"),
    path("search/", finder.search, name="search"),
    path("sources/", views.sources, name="sources"),
    path("sources/<uuid:pk>/", views.source, name="source"),
]
