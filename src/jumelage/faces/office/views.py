from typing import Any

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.faces.office.access import may
from jumelage.faces.office.evidence import evidence, failed_jobs
from jumelage.faces.office.findings import finding_counts
from jumelage.faces.office.review import open_sources
from jumelage.faces.office.watching import watching_counts
from jumelage.knowledge.partnerships.home import home
from jumelage.knowledge.partnerships.queries import partners_of


class Login(LoginView):
    template_name = "office/login.html"
    redirect_authenticated_user = True

    def get_form(self, form_class: Any = None) -> Any:
        """Asks for the address by which people log in here."""
        form = super().get_form(form_class)
        form.fields["username"].label = _("Email address")
        refused = _("Please enter a correct email and password.")
        form.error_messages = {**form.error_messages, "invalid_login": refused}
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without Django's own `site`, which would hide ours."""
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


@require_safe
@may("read office")
def today(request: HttpRequest) -> HttpResponse:
    place = home()
    context = {
        "sources": open_sources()[:5],
        "findings": finding_counts(place.pk) if place else {},
        "watching": watching_counts(),
        "evidence": evidence(),
        "failed_jobs": failed_jobs(),
        "count": partners_of(place.pk, timezone.localdate()).count if place else None,
    }
    return render(request, "office/today.html", context)
