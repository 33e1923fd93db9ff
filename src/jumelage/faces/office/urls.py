from django.contrib.auth.views import LogoutView
from django.urls import path

from jumelage.faces.office import editorial, findings, questions, review, settle, views, watching

app_name = "office"
urlpatterns = [
    path("", views.today, name="today"),
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("review/", review.queue, name="queue"),
    path("review/<uuid:pk>/", review.review, name="review"),
    path("review/<uuid:pk>/source/", review.describe, name="describe"),
    path("review/<uuid:pk>/partner/<uuid:subject>/accept/", review.accept_partner, name="accept-partner"),
    path("review/<uuid:pk>/claim/<int:seq>/<str:verb>/", review.decide, name="decide"),
    path("texts/", editorial.overview, name="texts"),
    path("texts/accessibility/", editorial.accessibility, name="accessibility"),
    path("texts/contact/", editorial.contact, name="add-contact"),
    path("texts/contact/<int:pk>/", editorial.contact, name="contact"),
    path("texts/picture/<uuid:partnership>/", editorial.picture, name="picture"),
    path("texts/<str:about>/<str:language>/", editorial.text, name="text"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<uuid:pk>/", questions.question, name="question"),
    path("watching/", watching.watching, name="watching"),
    path("watching/add/", watching.watch, name="watch"),
    path("watching/look/", watching.look_at_all, name="look-at-all"),
    path("watching/<uuid:pk>/<str:verb>/", watching.watched_page, name="watched-page"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<uuid:subject>/", settle.settle, name="settle"),
]
