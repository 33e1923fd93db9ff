"""People out as vCards, and in from vCards, CSV and Excel: first shown, then taken."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jumelage.core.text import fold
from jumelage.faces import words
from jumelage.faces.office import changes
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.contacts import PersonForm
from jumelage.faces.office.listing import attachment
from jumelage.faces.office.partners import Around
from jumelage.work.contacts import actions, queries
from jumelage.work.contacts.card import FIELDS, LONGEST, Card, FileRefused, Read, Unread
from jumelage.work.contacts.lists import read_people
from jumelage.work.contacts.models import PERSON_FIELDS, Person, Side
from jumelage.work.contacts.vcard import read_vcards, write_vcards

LARGEST = 5_000_000
MOST_TEXT = 1_500_000  # signs; the form that brings them back may be no larger than Django's limit for one
VERSIONS = ("3.0", "4.0")
ABOUT_ALL = ("purpose", "legal_basis", "kept_years", "review_on")
OF_A_PERSON = tuple(name for name in FIELDS if name in PERSON_FIELDS)
SHOWN = 200
REFUSALS: dict[str, Any] = {
    "no card": gettext_lazy("The file holds no vCard; choose one that ends in .vcf, or a CSV or Excel list."),
    "no table": gettext_lazy(
        "The file cannot be read as a list; save it as CSV or .xlsx, with headings in the first row."
    ),
    "no column": gettext_lazy("No heading stands for a name (found: %(headings)s); call one “Name” or “Family name”."),
    "too many": gettext_lazy("The file holds more than %(most)s people; split it."),
    "too much": gettext_lazy("The people in the file have more text than can be shown at once; split it."),
    "no name": gettext_lazy("There is no name in it."),
    "email": gettext_lazy("“%(email)s” is no email address."),
    "too long": gettext_lazy("The field “%(field)s” has more than %(most)s signs."),
}


@require_safe
@may("read contact")
def vcard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Version 4.0, or the one that the address asks for."""
    user = user_of(request)
    person = get_object_or_404(queries.with_roles(Person.objects.of(user)), pk=pk)
    asked = request.GET.get("version", "")
    card = card_of(person, Around.of(user))
    data = write_vcards([card], asked if asked in VERSIONS else "4.0")
    return attachment(data, "text/vcard; charset=utf-8", "contact.vcf")


def card_of(person: Person, around: Around) -> Card:
    role = next((role for role in person.roles.all() if role.is_current), None)
    said = {name: getattr(person, name) for name in OF_A_PERSON}
    if role:
        said |= {"role": role.title, "organisation": around.organisation(role.organisation)}
    return Card(**said)


class UploadForm(forms.Form):
    """What all people of the file have in common stands beside it."""

    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("vCard (.vcf), CSV or Excel (.xlsx)"))
    partnership = forms.TypedChoiceField(
        label=gettext_lazy("Partnership"), required=False, coerce=UUID, empty_value=None
    )
    side = forms.ChoiceField(label=pgettext_lazy("role", "Side"), choices=Side.choices, initial=Side.THEIRS)

    def __init__(self, *args: Any, around: Around, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "–"), *((str(pk), name) for pk, name in around.partners.items())]
        self.fields["partnership"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        person = PersonForm()
        self.fields |= {name: person.fields[name] for name in ABOUT_ALL}
        self.fields["purpose"].initial = _("Contact within the partnership")
        self.fields["legal_basis"].initial = "task"

    def clean_file(self) -> Read:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("The file has more than 5 MB; export the people without their photographs."))
        try:
            read = _read(upload.name, upload.read())
            if sum(len(getattr(card, name)) for card in read.cards for name in FIELDS) > MOST_TEXT:
                raise FileRefused("too much")
            return read
        except FileRefused as refused:
            raise forms.ValidationError(str(REFUSALS[refused.code]) % refused.details) from None


def _read(name: str, data: bytes) -> Read:
    ending = name.rpartition(".")[2].lower()
    if ending in ("vcf", "vcard") or data.lstrip(b"\xef\xbb\xbf \r\n")[:11].upper() == b"BEGIN:VCARD":
        return read_vcards(data)
    return read_people(data, "xlsx" if data.startswith(b"PK\x03\x04") else "csv")


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit contact")
def take_in(request: HttpRequest) -> HttpResponse:
    """A file is shown first; what was shown comes back signed, and is taken as it was shown."""
    if request.method == "POST" and "read" in request.POST:
        return _take(request)
    around = Around.of(user_of(request))
    form = UploadForm(request.POST or None, request.FILES or None, around=around)
    if request.method == "POST" and form.is_valid():
        return _preview(request, form.cleaned_data, around)
    context = {"title": _("Take in people from a file"), "form": form, "submit": _("Read the file")}
    return render(request, "office/form.html", context, status=400 if form.errors else 200)


def _preview(request: HttpRequest, given: dict[str, Any], around: Around) -> HttpResponse:
    read: Read = given["file"]
    persons = [_unsaved(card) for card in read.cards]
    alike = queries.alike(user_of(request), persons)
    kept = {name: "" if given[name] is None else str(given[name]) for name in (*ABOUT_ALL, "partnership", "side")}
    rows = [
        {"at": at, "card": card, "alike": alike[person.pk], "person": person}
        for at, (card, person) in enumerate(zip(read.cards, persons, strict=True))
    ]
    plain = [[getattr(card, name) for name in FIELDS] for card in read.cards]
    doubtful = [row for row in rows if row["alike"]]
    shown = {"cards": plain, "kept": kept, "doubtful": [row["at"] for row in doubtful]}
    context = {
        "rows": rows[:SHOWN],
        "more": max(len(rows) - SHOWN, 0),
        "doubtful": doubtful,
        "count": len(rows),
        "unread": [_unread(one) for one in read.unread],
        "read": signing.dumps(shown, salt="people", compress=True),
        "partner": around.partner(given["partnership"]),
    }
    return render(request, "office/contacts_preview.html", context)


def _unsaved(card: Card) -> Person:
    person = Person(**{name: getattr(card, name) for name in OF_A_PERSON})
    person.derive()
    return person


def _unread(one: Unread) -> dict[str, Any]:
    details = (
        one.details | {"field": changes.label("person", one.details["field"])}
        if one.code == "too long"
        else one.details
    )
    return {"place": one.place, "words": one.words, "why": str(REFUSALS[one.code]) % details}


def _take(request: HttpRequest) -> HttpResponse:
    try:
        read = signing.loads(request.POST["read"], salt="people", max_age=24 * 3600)
    except signing.BadSignature:
        messages.error(request, _("This preview is too old; read the file again."))
        return HttpResponseRedirect(reverse("office:contact-import"))
    user, others = user_of(request), {int(at) for at in request.POST.getlist("other") if at.isdecimal()}
    skipped = set(read["doubtful"]) - others
    cards = [Card(*cells) for at, cells in enumerate(read["cards"]) if at not in skipped]
    about = PersonForm.base_fields
    kept = {name: about[name].clean(read["kept"][name]) for name in ABOUT_ALL}
    known = {fold(name): o.id for o in Around.of(user).organisations.values() for name in o.names}
    pairs = [(_said(card, role) | kept, role) for card in cards for role in [_role(card, read["kept"], known)]]
    count = actions.import_people(pairs, by=user)
    messages.success(
        request, ngettext("%(count)s person is taken in.", "%(count)s people are taken in.", count) % {"count": count}
    )
    return HttpResponseRedirect(reverse("office:contacts"))


def _said(card: Card, role: dict[str, Any]) -> dict[str, Any]:
    """Function and organisation that no role holds stand in the note: nothing of the file is lost."""
    said = {name: getattr(card, name) for name in OF_A_PERSON}
    loose = "" if role else ", ".join(filter(None, (card.role, card.organisation)))
    note = "\n".join(filter(None, (card.note, loose)))
    return said | {"language": card.language if card.language in dict(words.language_names()) else "", "note": note}


def _role(card: Card, kept: dict[str, str], known: dict[str, UUID]) -> dict[str, Any]:
    """Empty without a partnership or an organisation that is known; one that is not known stands in the title."""
    partnership, organisation = changes.uuid_or_none(kept["partnership"]), known.get(fold(card.organisation))
    if not partnership and not organisation:
        return {}
    named = "" if organisation else card.organisation
    title = ", ".join(filter(None, (card.role, named))) or _("Contact")
    return {
        "title": title[: LONGEST["role"]],
        "side": kept["side"],
        "partnership": partnership,
        "organisation": organisation,
    }
