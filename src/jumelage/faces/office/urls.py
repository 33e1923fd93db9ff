from django.contrib.auth.views import LogoutView
from django.urls import path

from jumelage.faces.office import account, findings, login, people, review, set_up, settle, tokens, views

app_name = "office"
urlpatterns = [
    path("", views.today, name="today"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("login/service/", login.service, name="service"),
    path("invitation/<uidb64>/<token>/", login.Invitation.as_view(), name="invitation"),
    path("account/password/", account.password, name="password"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="end-session"),
    path("account/sessions/end-others/", account.end_others, name="end-others"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<uuid:pk>/", people.one, name="person"),
    *(
        path(f"people/<uuid:pk>/{verb}/", people.do, {"verb": verb}, name=f"person-{verb}")
        for verb in ("link", "reset", "deactivate", "reactivate")
    ),
    path("rules/", set_up.set_up, name="set-up"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke"),
    path("review/", review.queue, name="queue"),
    path("review/<uuid:pk>/", review.review, name="review"),
    path("review/<uuid:pk>/source/", review.describe, name="describe"),
    path("review/<uuid:pk>/partner/<uuid:subject>/accept/", review.accept_partner, name="accept-partner"),
    path("review/<uuid:pk>/claim/<int:seq>/<str:verb>/", review.decide, name="decide"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<uuid:subject>/", settle.settle, name="settle"),
]
