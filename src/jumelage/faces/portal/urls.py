from django.urls import path

from jumelage.faces.portal import machines, views

app_name = "portal"
urlpatterns = [
    path("", views.home_page, name="home"),
    path("partnerships/", views.partnerships, name="partnerships"),
    path("partnerships/<str:slug>/", views.partnership, name="partnership"),
    path("partnerships/<str:slug>/picture.png", machines.picture_of_pair, name="picture_of_pair"),
    path("picture.png", machines.picture_of_all, name="picture"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("sources/", views.sources, name="sources"),
    path("sources/<uuid:pk>/", views.source, name="source"),
]
