from django.urls import path, register_converter
from django.urls.converters import StringConverter

from jumelage.faces.portal import machines, texts, views
from jumelage.work.editorial.models import PAGES

register_converter(type("Page", (StringConverter,), {"regex": "|".join(PAGES)}), "page")

app_name = "portal"
urlpatterns = [
    path("", views.home_page, name="home"),
    path("partnerships/", views.partnerships, name="partnerships"),
    path("partnerships/<str:slug>/", views.partnership, name="partnership"),
    path("ask/", texts.ask, name="ask"),
    path("ask/sent/", texts.asked, name="asked"),
    path("pictures/<str:name>-<int:width>.webp", texts.picture_file, name="portrait_picture"),
    path("<page:about>/", texts.page, name="text"),
    path("partnerships/<str:slug>/picture.png", machines.picture_of_pair, name="picture_of_pair"),
    path("picture.png", machines.picture_of_all, name="picture"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("sources/", views.sources, name="sources"),
    path("sources/<uuid:pk>/", views.source, name="source"),
]
