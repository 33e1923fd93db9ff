"""What was signed: the list, one agreement with its parties and texts, and the scans."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jumelage.faces import words
from jumelage.faces.office import changes
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.listing import columns, download, paged, saved, sorting
from jumelage.faces.office.partners import Around, partner_names
from jumelage.faces.office.tasks import Choice
from jumelage.work.agreements import queries, scans
from jumelage.work.agreements.models import Agreement, AgreementQuerySet, Kind, Party, Text
from jumelage.work.agreements.rules import End, end_of
from jumelage.work.history import queries as history

Partners = dict[UUID, str]


class FilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Title, party or who signed"), required=False, max_length=100)
    kind = forms.ChoiceField(label=changes.LABELS["kind"], required=False, choices=lambda: [("", "–"), *Kind.choices])
    partnership = Choice(gettext_lazy("Partnership"))
    due = forms.BooleanField(label=gettext_lazy("Only those whose end is to be thought of"), required=False)

    def __init__(self, *args: Any, partners: Partners, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partnership"].offer(partners, _("all partnerships"))  # type: ignore[attr-defined]  # a Choice


def _filtered(request: HttpRequest, partners: Partners) -> tuple[FilterForm, AgreementQuerySet, str]:
    form = FilterForm(request.GET, partners=partners)
    form.is_valid()
    given, sort = form.cleaned_data, sorting(request, queries.SORTS, "-date")
    found = queries.agreements(
        user_of(request),
        words=given.get("q", ""),
        kind=given.get("kind", ""),
        partnership=given.get("partnership"),
        due=timezone.localdate() if given.get("due") else None,
        sort=sort,
    )
    return form, found, sort


@require_safe
@may("read office")
def agreements(request: HttpRequest) -> HttpResponse:
    partners = partner_names(user_of(request))
    form, found, sort = _filtered(request, partners)
    context = paged(request, found)
    headings = [
        (changes.label("agreement", "title"), "title"),
        (_("Partnership"), ""),
        (_("Signed"), "date"),
        (changes.label("agreement", "until"), "until"),
    ]
    context |= {
        "form": form,
        "columns": columns(request, headings, sort),
        "rows": [_row(one, partners) for one in context["page"].object_list],
        "query": request.GET.urlencode(),
        "saved": saved(request, "agreements"),
        "may_edit": user_of(request).may("edit agreement"),
    }
    return render(request, "office/agreements.html", context)


def _row(agreement: Agreement, partners: Partners) -> list[dict[str, Any]]:
    return [
        {"text": agreement.title, "url": reverse("office:agreement", args=[agreement.pk])},
        {
            "label": _("Partnership"),
            "text": partners.get(agreement.partnership, "") if agreement.partnership else "",
            "note": str(agreement.get_kind_display()),
        },
        {"label": _("Signed"), "text": signed(agreement)},
        {"label": changes.label("agreement", "until"), "text": term(agreement)},
    ]


def signed(agreement: Agreement) -> str:
    """On which days, at which places; each once."""
    told = (_signature(party) for party in agreement.parties.all())
    return "; ".join(dict.fromkeys(filter(None, told)))


def _signature(party: Party) -> str:
    return ", ".join(filter(None, (party.place, words.date_words(party.signed_on))))


def term(agreement: Agreement) -> str:
    if getattr(agreement, "is_followed", False):
        return _("followed by another")
    return words.date_words(agreement.until) if agreement.until else _("without a term")


@require_safe
@may("read office")
def export(request: HttpRequest, form: str) -> HttpResponse:
    partners = partner_names(user_of(request))
    found = _filtered(request, partners)[1]
    names = ("kind", "title", "partnership", "since", "until", "renews_months", "notice_months", "succeeds", "note")
    headings = [changes.label("agreement", name) for name in names]
    rows = ([*_told(one, partners), _parties(one)] for one in found)
    return download(form, _("Agreements"), [*headings, _("Parties")], rows)


def _told(agreement: Agreement, partners: Partners) -> list[str]:
    return [
        str(agreement.get_kind_display()),
        agreement.title,
        partners.get(agreement.partnership, "") if agreement.partnership else "",
        agreement.since,
        agreement.until,
        str(agreement.renews_months or ""),
        str(agreement.notice_months or ""),
        str(agreement.succeeds or ""),
        agreement.note,
    ]


def _parties(agreement: Agreement) -> str:
    told = ((p.name, p.signer, p.role, p.place, p.signed_on) for p in agreement.parties.all())
    return "; ".join(", ".join(filter(None, parts)) for parts in told)


@require_safe
@may("read office")
def agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = user_of(request)
    found, around = one(request, pk), Around.of(user)
    parties, texts = list(found.parties.all()), list(found.texts.all())
    records = [pk, *(part.pk for part in (*parties, *texts))]
    end = end_of(found, timezone.localdate())
    context = {
        "agreement": found,
        "partner": around.partner(found.partnership),
        "since": words.date_words(found.since),
        "until": words.date_words(found.until),
        "followed_by": list(found.followed_by.all()),
        "parties": [{"party": party, "signed": _signature(party)} for party in parties],
        "texts": [{"text": text, "language": words.language_name(text.language)} for text in texts],
        "end": end_row(found, end) if end and end.is_due(timezone.localdate()) else None,
        "changes": changes.rows(history.changes(user).filter(record__in=records)[:50], user, around),
        "may_edit": user.may("edit agreement"),
    }
    return render(request, "office/agreement.html", context)


def one(request: HttpRequest, pk: UUID) -> Agreement:
    return get_object_or_404(Agreement.objects.of(user_of(request)).select_related("succeeds"), pk=pk)


def end_row(found: Agreement, end: End, partner: str = "") -> dict[str, Any]:
    """For _ending.html."""
    return {"agreement": found, "partner": partner, "words": _end_words(end)}


def _end_words(end: End) -> str:
    """What happens when, and until when something can be done about it."""
    today, last = timezone.localdate(), words.between(end.first, end.last)
    if end.renews:
        said = _("renews itself: %(date)s") % {"date": last}
    else:
        said = (_("ended: %(date)s") if end.last < today else _("ends: %(date)s")) % {"date": last}
    if end.notice_by is None or end.notice_by < today:
        return said
    return _("%(end)s; notice by %(date)s") % {"end": said, "date": words.day_words(end.notice_by)}


@require_safe
@may("read office")
def scan(request: HttpRequest, pk: UUID, part: UUID) -> HttpResponse:
    """As a file to keep, never shown in the browser as a page of ours."""
    text = get_object_or_404(Text.objects.exclude(scan=""), pk=part, agreement=one(request, pk))
    with scans.opened(text.scan) as file:
        response = HttpResponse(file.read(), content_type=text.media_type)
    response["Content-Disposition"] = content_disposition_header(True, text.scan_name) or "attachment"
    return response
