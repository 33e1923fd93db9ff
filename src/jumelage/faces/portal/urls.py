from django.urls import path, register_converter
from django.urls.converters import StringConverter

from jumelage.faces.portal import texts, views
from jumelage.work.editorial.models import PAGES

register_converter(type("Page", (StringConverter,), {"regex": "|".join(PAGES)}), "page")

app_name = "portal"
urlpatterns = [
    path("", views.home_page, name="home"),
    path("partnerships/", views.partnerships, name="partnerships"),
    path("partnerships/<str:slug>/", views.partnership, name="partnership"),
    path("ask/", texts.ask, name="ask"),
    path("ask/sent/", texts.asked, name="asked"),
    path("pictures/<str:name>-<int:width>.webp", texts.picture_file, name="picture"),
    path("<page:about>/", texts.page, name="text"),
    path("sources/", views.sources, name="sources"),
    path("sources/<uuid:pk>/", views.source, name="source"),
]
