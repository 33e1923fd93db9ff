"""What councils asked for, had before them and decided: the list, one record, its form."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jumelage.faces import words
from jumelage.faces.office import changes
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.editing import edited, removed
from jumelage.faces.office.forms import DateField
from jumelage.faces.office.listing import columns, download, paged, saved, sorting
from jumelage.faces.office.partners import Around, partner_names
from jumelage.faces.office.tasks import Choice
from jumelage.knowledge.sources.fetch import FetchError
from jumelage.work.council import actions, oparl, queries
from jumelage.work.council.models import RECORD_FIELDS, Kind, Record, RecordQuerySet, Result, Step
from jumelage.work.council.oparl import OParlRefused, Upstream
from jumelage.work.history import queries as history

Partners = dict[UUID, str]
BEGINS = {"kind": Kind.RESOLUTION.value, "result": Result.OPEN.value}


def _any(choices: Any) -> Any:
    return lambda: [("", "–"), *choices]


class FilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Title, body or number"), required=False, max_length=100)
    kind = forms.ChoiceField(label=changes.LABELS["kind"], required=False, choices=_any(Kind.choices))
    result = forms.ChoiceField(label=changes.LABELS["result"], required=False, choices=_any(Result.choices))
    step = forms.ChoiceField(label=changes.LABELS["step"], required=False, choices=_any(Step.choices))
    partnership = Choice(gettext_lazy("Partnership"))
    waiting = forms.BooleanField(label=gettext_lazy("Only mandates that wait for a partner"), required=False)

    def __init__(self, *args: Any, partners: Partners, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partnership"].offer(partners, _("all partnerships"))  # type: ignore[attr-defined]  # a Choice


def _filtered(request: HttpRequest, partners: Partners) -> tuple[FilterForm, RecordQuerySet, str]:
    form = FilterForm(request.GET, partners=partners)
    form.is_valid()
    given, sort = form.cleaned_data, sorting(request, queries.SORTS, "-date")
    asked = {name: given.get(name) or "" for name in ("kind", "result", "step")}
    found = queries.records(
        user_of(request),
        words=given.get("q", ""),
        partnership=given.get("partnership"),
        waiting=bool(given.get("waiting")),
        sort=sort,
        **asked,
    )
    return form, found, sort


@require_safe
@may("read office")
def records(request: HttpRequest) -> HttpResponse:
    partners = partner_names(user_of(request))
    form, found, sort = _filtered(request, partners)
    context = paged(request, found)
    headings = [
        (changes.label("council", "title"), "title"),
        (changes.label("council", "body"), "body"),
        (changes.label("council", "date"), "date"),
        (changes.label("council", "result"), ""),
        (_("Partnership"), ""),
    ]
    context |= {
        "form": form,
        "columns": columns(request, headings, sort),
        "rows": [row(one, partners) for one in context["page"].object_list],
        "query": request.GET.urlencode(),
        "saved": saved(request, "council"),
        "may_edit": user_of(request).may("edit council"),
    }
    return render(request, "office/council.html", context)


def row(record: Record, partners: Partners) -> list[dict[str, Any]]:
    return [
        {"text": record.title, "url": reverse("office:council-record", args=[record.pk])},
        {"label": changes.label("council", "body"), "text": place(record), "note": str(record.get_kind_display())},
        {"label": changes.label("council", "date"), "text": words.date_words(record.date)},
        {
            "label": changes.label("council", "result"),
            "text": str(record.get_result_display()),
            "note": str(record.get_step_display()),
        },
        {"label": _("Partnership"), "text": concerned(record, partners)},
    ]


def place(record: Record) -> str:
    return ", ".join(filter(None, (record.body, record.number)))


def concerned(record: Record, partners: Partners) -> str:
    """Whom it is about, or what a mandate without a partner asks for."""
    if record.fulfilled_by:
        return _("fulfilled by %(name)s") % {"name": partners.get(record.fulfilled_by, "")}
    if record.partnership:
        return partners.get(record.partnership, "")
    return _("wanted: %(what)s") % {"what": record.wanted} if record.wanted else ""


@require_safe
@may("read office")
def export(request: HttpRequest, form: str) -> HttpResponse:
    partners = partner_names(user_of(request))
    found = _filtered(request, partners)[1]
    names = [name for name in RECORD_FIELDS if name != "text"]
    headings = [changes.label("council", name) for name in names]
    rows = ([_told(one, name, partners) for name in names] for one in found)
    return download(form, _("Council"), headings, rows)


def _told(record: Record, name: str, partners: Partners) -> str:
    value = getattr(record, name)
    if name in ("partnership", "fulfilled_by"):
        return partners.get(value, "") if value else ""
    shown = getattr(record, f"get_{name}_display", None)
    return str(shown() if shown else value)


@require_safe
@may("read office")
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = user_of(request)
    found, around = _record(request, pk), Around.of(user)
    context = {
        "record": found,
        "place": place(found),
        "date": words.date_words(found.date),
        "partner": around.partner(found.partnership),
        "fulfilled_by": around.partner(found.fulfilled_by),
        "changes": changes.rows(history.changes(user).filter(record=pk)[:50], user, around),
        "may_edit": user.may("edit council"),
    }
    return render(request, "office/council_record.html", context)


def _record(request: HttpRequest, pk: UUID) -> Record:
    return get_object_or_404(Record.objects.of(user_of(request)), pk=pk)


class RecordForm(forms.Form):
    """seen: the version that the writer had before them. upstream: what the council information system said, signed."""

    oparl = forms.URLField(
        label=changes.LABELS["oparl"],
        required=False,
        assume_scheme="https",
        max_length=1000,
        help_text=gettext_lazy("Of a paper or an agenda item; the button below fills in what is still empty."),
    )
    kind = forms.ChoiceField(label=changes.LABELS["kind"], choices=Kind.choices)
    title = forms.CharField(label=changes.OTHERWISE["council", "title"], max_length=300)
    body = forms.CharField(
        label=changes.LABELS["body"],
        max_length=200,
        help_text=gettext_lazy("For example: the council, or the committee for culture"),
    )
    number = forms.CharField(
        label=changes.LABELS["number"],
        required=False,
        max_length=100,
        help_text=gettext_lazy("As it stands on the paper"),
    )
    date = DateField(label=changes.LABELS["date"], asked="moment", required=False)
    result = forms.ChoiceField(label=changes.LABELS["result"], choices=Result.choices)
    step = forms.ChoiceField(label=changes.LABELS["step"], required=False, choices=_any(Step.choices))
    partnership = Choice(changes.LABELS["partnership"])
    wanted = forms.CharField(
        label=changes.LABELS["wanted"],
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For a mandate without a partner yet: what the partner should be like"),
    )
    fulfilled_by = Choice(changes.LABELS["fulfilled_by"])
    link = forms.URLField(label=changes.LABELS["link"], required=False, assume_scheme="https", max_length=1000)
    text = forms.CharField(
        label=changes.LABELS["text"],
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("A copy for the day when the link leads nowhere"),
    )
    note = forms.CharField(
        label=changes.LABELS["note"], required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    upstream = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, partners: Partners, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partnership"].offer(partners)  # type: ignore[attr-defined]  # a Choice
        self.fields["fulfilled_by"].offer(partners, _("by none yet"))  # type: ignore[attr-defined]  # a Choice


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit council")
def edit(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    found = _record(request, pk) if pk else None
    partners = partner_names(user_of(request))
    if request.method == "POST" and found and "remove" in request.POST:
        return removed(request, found, partial(_remove, request, found), _page(found), reverse("office:council"))
    form = RecordForm(request.POST or None, initial=_start(request, found), partners=partners)
    if request.method == "POST" and "fill" in request.POST:
        form = _filled(request, form, partners)
    context = {"title": found.title if found else _("Add a record of the council"), "form": form, "removable": found}
    if not form.is_bound or "fill" in request.POST:
        return render(request, "office/council_form.html", context, status=400 if form.errors else 200)
    return edited(request, "council", context, partial(_save, request, pk), _page, "office/council_form.html")


def _filled(request: HttpRequest, form: RecordForm, partners: Partners) -> RecordForm:
    """As it was typed, with what the council information system says where the form still was as it begins."""
    typed = {name: request.POST.get(name, "") for name in form.fields}
    try:
        found = oparl.read(typed["oparl"].strip())
        if found.is_deleted:
            raise OParlRefused(_("It was deleted in the council information system; fill in the form yourself."))
    except (FetchError, OParlRefused) as problem:
        return _refused(typed, _sentence(problem), partners)
    untouched = {n: value for n, value in found.fields.items() if typed[n] in ("", BEGINS.get(n))}
    return RecordForm(initial=typed | untouched | {"upstream": signing.dumps(found.fields)}, partners=partners)


def _refused(typed: dict[str, str], sentence: str, partners: Partners) -> RecordForm:
    form = RecordForm(typed, partners=partners)
    form.errors.clear()
    form.add_error("oparl", sentence)
    return form


def _sentence(problem: FetchError | OParlRefused) -> str:
    return words.problem(problem.code, problem.details) if isinstance(problem, FetchError) else str(problem)


@require_POST
@may("edit council")
def refresh(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _record(request, pk)
    try:
        upstream = oparl.read(found.oparl)
    except (FetchError, OParlRefused) as problem:
        if getattr(problem, "code", "") != "gone":
            messages.error(request, _sentence(problem))
            return HttpResponseRedirect(_page(found))
        upstream = Upstream({}, is_deleted=True)
    differing = actions.refresh_record(pk, upstream, by=user_of(request))
    _tell(request, upstream, differing)
    return HttpResponseRedirect(_page(found))


def _tell(request: HttpRequest, upstream: Upstream, differing: list[str]) -> None:
    if upstream.is_deleted:
        messages.warning(request, _("It was deleted in the council information system; what is known stays here."))
    elif differing:
        told = ", ".join(changes.label("council", name) for name in differing)
        messages.warning(
            request, _("Refreshed; what the office wrote otherwise was kept: %(fields)s.") % {"fields": told}
        )
    else:
        messages.success(request, _("Refreshed from the council information system."))


def _save(request: HttpRequest, pk: UUID | None, given: dict[str, Any]) -> Record:
    said = {name: given[name] for name in RECORD_FIELDS}
    if given["upstream"]:
        said["upstream"] = _upstream(given["upstream"])
    if pk is None:
        return actions.add_record(by=user_of(request), **said)
    return actions.change_record(pk, seen=given["seen"], by=user_of(request), **said)


def _upstream(signed: str) -> dict[str, str]:
    try:
        return dict(signing.loads(signed))
    except signing.BadSignature:
        return {}


def _remove(request: HttpRequest, found: Record, seen: int) -> None:
    actions.remove_record(found.pk, seen=seen, by=user_of(request))


def _page(record: Record) -> str:
    return reverse("office:council-record", args=[record.pk])


def _start(request: HttpRequest, found: Record | None) -> dict[str, Any]:
    if found is None:
        asked = {name: request.GET[name] for name in ("partnership", "kind", "step") if name in request.GET}
        return BEGINS | asked
    return {name: getattr(found, name) for name in RECORD_FIELDS} | {"seen": found.version}


def record_rows(found: Any) -> list[dict[str, Any]]:
    """For _records.html and _waiting.html."""
    return [{"record": one, "place": place(one), "date": words.date_words(one.date)} for one in found]
