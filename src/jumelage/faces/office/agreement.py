"""The forms of an agreement, its parties and its texts."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jumelage.faces import words
from jumelage.faces.office import changes
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.agreements import one
from jumelage.faces.office.editing import edited, removed
from jumelage.faces.office.forms import DateField
from jumelage.faces.office.partners import partner_names
from jumelage.faces.office.tasks import Choice
from jumelage.work.agreements import actions, scans
from jumelage.work.agreements.models import AGREEMENT_FIELDS, PARTY_FIELDS, TEXT_FIELDS, Agreement, Kind, Party, Text
from jumelage.work.contacts.models import Side

Names = dict[UUID, str]


def _months(name: str, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=changes.LABELS[name], required=False, min_value=1, max_value=1200, help_text=help_text
    )


class AgreementForm(forms.Form):
    """seen: the version that the writer had before them."""

    kind = forms.ChoiceField(label=changes.LABELS["kind"], choices=Kind.choices)
    title = forms.CharField(label=changes.OTHERWISE["agreement", "title"], max_length=300)
    partnership = Choice(changes.LABELS["partnership"])
    since = DateField(label=changes.OTHERWISE["agreement", "since"], asked="moment", required=False)
    until = DateField(
        label=changes.OTHERWISE["agreement", "until"],
        asked="moment",
        required=False,
        help_text=gettext_lazy("Empty for an agreement without a term"),
    )
    renews_months = _months("renews_months", gettext_lazy("Empty where it ends with its term"))
    notice_months = _months("notice_months", gettext_lazy("The office is reminded a month before notice must be given"))
    succeeds = Choice(changes.LABELS["succeeds"])
    note = forms.CharField(
        label=changes.LABELS["note"], required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, partners: Names, earlier: Names, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partnership"].offer(partners)  # type: ignore[attr-defined]  # a Choice
        self.fields["succeeds"].offer(earlier, _("no earlier one"))  # type: ignore[attr-defined]  # a Choice


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit agreement")
def edit(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    found, user = one(request, pk) if pk else None, user_of(request)
    if request.method == "POST" and found and "remove" in request.POST:
        remove = partial(_remove, request, found)
        return removed(request, found, remove, _page(found), reverse("office:agreements"))
    others = Agreement.objects.of(user).order_by("-first_day", "title")
    earlier = {other.pk: other.title for other in others if other.pk != pk}
    form = AgreementForm(
        request.POST or None, initial=_start(request, found), partners=partner_names(user), earlier=earlier
    )
    context = {"title": found.title if found else _("Add an agreement"), "form": form, "removable": found}
    return edited(request, "agreement", context, partial(_save, request, pk), _page)


def _save(request: HttpRequest, pk: UUID | None, given: dict[str, Any]) -> Agreement:
    user = user_of(request)
    said = {name: given[name] for name in AGREEMENT_FIELDS}
    said["succeeds"] = Agreement.objects.of(user).get(pk=given["succeeds"]) if given["succeeds"] else None
    if pk is None:
        return actions.add_agreement(by=user, **said)
    return actions.change_agreement(pk, seen=given["seen"], by=user, **said)


def _remove(request: HttpRequest, found: Agreement, seen: int) -> None:
    actions.remove_agreement(found.pk, seen=seen, by=user_of(request))


def _page(found: Agreement | Party | Text) -> str:
    agreement = found.pk if isinstance(found, Agreement) else found.agreement_id
    return reverse("office:agreement", args=[agreement])


def _start(request: HttpRequest, found: Agreement | None) -> dict[str, Any]:
    if found is None:
        return {name: request.GET[name] for name in ("partnership", "kind", "succeeds") if name in request.GET}
    stands = {name: getattr(found, name) for name in AGREEMENT_FIELDS}
    return stands | {"succeeds": found.succeeds_id, "seen": found.version}


class PartyForm(forms.Form):
    name = forms.CharField(
        label=changes.LABELS["name"],
        max_length=200,
        help_text=gettext_lazy("For example: the city of Leeds, a region, a university"),
    )
    side = forms.ChoiceField(label=changes.LABELS["side"], choices=Side.choices)
    signer = forms.CharField(label=changes.LABELS["signer"], required=False, max_length=200)
    role = forms.CharField(label=changes.LABELS["role"], required=False, max_length=200)
    signed_on = DateField(label=changes.LABELS["signed_on"], asked="moment", required=False)
    place = forms.CharField(label=changes.LABELS["place"], required=False, max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def said(self) -> dict[str, Any]:
        return _said(self.cleaned_data, PARTY_FIELDS)


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit agreement")
def party(request: HttpRequest, pk: UUID, part: UUID | None = None) -> HttpResponse:
    agreement = one(request, pk)
    found = get_object_or_404(Party, pk=part, agreement=agreement) if part else Party(agreement=agreement)
    form = PartyForm(request.POST or None, initial=_stands(found, PARTY_FIELDS))
    title = _("Party of %(name)s") % {"name": agreement}
    return _part(request, "party", found, {"title": title, "form": form}, form.said)


class TextForm(forms.Form):
    language = forms.ChoiceField(label=changes.LABELS["language"])
    words = forms.CharField(
        label=changes.LABELS["words"], required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 12})
    )
    file = forms.FileField(
        label=changes.LABELS["scan_name"],
        required=False,
        max_length=200,
        help_text=gettext_lazy("PDF, JPEG or PNG, up to 25 MB"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].choices = words.language_names()  # type: ignore[attr-defined]  # a ChoiceField

    def clean_file(self) -> scans.Scan | None:
        file = self.cleaned_data["file"]
        try:
            return scans.read(file) if file else None
        except scans.ScanRefused as refused:
            raise forms.ValidationError(str(refused)) from None

    def said(self) -> dict[str, Any]:
        """A new file, where one was sent, takes the place of an old one."""
        given = _said(self.cleaned_data, ("language", "words"))
        file, scan = self.files.get("file"), self.cleaned_data["file"]
        if file is None or scan is None:
            return given
        scans.keep(scan)
        return given | {"scan": scan.digest, "scan_name": file.name, "media_type": scan.media_type}


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit agreement")
def text(request: HttpRequest, pk: UUID, part: UUID | None = None) -> HttpResponse:
    agreement = one(request, pk)
    new = Text(agreement=agreement, language=words.language())
    found = get_object_or_404(Text, pk=part, agreement=agreement) if part else new
    form = TextForm(request.POST or None, request.FILES or None, initial=_stands(found, TEXT_FIELDS))
    title = _("Text of %(name)s") % {"name": agreement}
    kept = _("A scan is kept: %(name)s") % {"name": found.scan_name} if found.scan else ""
    return _part(request, "text", found, {"title": title, "form": form, "text": kept}, form.said)


def _part(
    request: HttpRequest, what: str, found: Any, context: dict[str, Any], said: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The form of a party or a text. said: what the form gave, as fields of the record."""
    user, is_new = user_of(request), found._state.adding
    if request.method == "POST" and not is_new and "remove" in request.POST:
        remove = partial(_remove_part, request, found)
        return removed(request, found, remove, _page(found), _page(found))

    def save(given: dict[str, Any]) -> Any:
        if is_new:
            return actions.add_part(type(found)(agreement=found.agreement, **said()), by=user)
        return actions.change_part(found, seen=given["seen"], by=user, **said())

    return edited(request, what, context | {"removable": not is_new}, save, _page)


def _remove_part(request: HttpRequest, found: Any, seen: int) -> None:
    actions.remove_part(found, seen=seen, by=user_of(request))


def _said(given: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: given[name] for name in names}


def _stands(found: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(found, name) for name in names} | {"seen": found.version}
