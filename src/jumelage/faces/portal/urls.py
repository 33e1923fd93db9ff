from django.urls import path

from jumelage.faces.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home_page, name="home"),
    path("partnerships/", views.partnerships, name="partnerships"),
    path("partnerships/<str:slug>/", views.partnership, name="partnership"),
    path("sources/", views.sources, name="sources"),
    path("sources/<uuid:pk>/", views.source, name="source"),
]
