from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jumelage.faces.office.access import may
from jumelage.faces.office.findings import finding_counts
from jumelage.faces.office.review import open_sources
from jumelage.knowledge.partnerships.home import home
from jumelage.knowledge.partnerships.queries import partners_of


@require_safe
@may("read office")
def today(request: HttpRequest) -> HttpResponse:
    place = home()
    context = {
        "sources": open_sources()[:5],
        "findings": finding_counts(place.pk) if place else {},
        "count": partners_of(place.pk, timezone.localdate()).count if place else None,
    }
    return render(request, "office/today.html", context)
