"""What is kept about one person, erasing them, and whose time is over."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jumelage.accounts.models import User
from jumelage.faces import words
from jumelage.faces.office import changes
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.listing import attachment
from jumelage.knowledge.claims.chain import said
from jumelage.knowledge.claims.models import Entry, Op
from jumelage.work.agreements.models import Text as AgreementText
from jumelage.work.contacts.models import Person, kept_until
from jumelage.work.privacy import retention
from jumelage.work.privacy.erasing import Erased, erase
from jumelage.work.privacy.kept import NAMED_IN, Kept, as_file, kept_about, spellings_of

JSON = "application/json"
SHOWN = 120  # signs of a record that names the person
RECORDS = {
    "person": gettext_lazy("Note on another person"),
    "role": gettext_lazy("Role of another person"),
    "task": gettext_lazy("Task"),
    "record": pgettext_lazy("record", "Council"),
    "agreement": pgettext_lazy("record", "Agreement"),
    "party": pgettext_lazy("record", "Party"),
    "view": gettext_lazy("Saved view"),
    "question": gettext_lazy("Question from the portal"),
    "text": gettext_lazy("Text of the portal"),
    "contact": gettext_lazy("Whom the public may ask"),
    "picture": gettext_lazy("Picture of the portal"),
    "change": gettext_lazy("History of another record"),
}


class MoreForm(forms.Form):
    more = forms.CharField(
        label=gettext_lazy("Other spellings"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line: a maiden name, initials, another alphabet. At least four signs each."),
    )


class EraseForm(forms.Form):
    more = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    in_register = forms.BooleanField(
        label=gettext_lazy("Also in the register"),
        required=False,
        help_text=gettext_lazy(
            "The statements listed above are redacted, the name is covered in the texts of sources, and their original files are deleted."
            " What a person did in a public office may stay; in doubt ask your data protection officer."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("It stands in the ledger for good, so it names nobody: “on request, March 2026”."),
    )

    def __init__(self, *args: Any, kept: Kept, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = kept
        if not (kept.entries or kept.texts) or not by.may("redact claim"):
            del self.fields["in_register"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        reason = given.get("reason", "")
        if given.get("in_register") and not reason.strip():
            self.add_error("reason", _("Say in a few words why: the reason stands in the history."))
        if self.kept.spellings.are_in(reason):
            self.add_error("reason", _("The reason names the person; say it without the name."))
        return given


def _kept(request: HttpRequest, pk: UUID) -> Kept:
    user = user_of(request)
    person = get_object_or_404(Person.objects.of(user), pk=pk)
    more = (request.POST if request.method == "POST" else request.GET).get("more", "")[:1000]
    return kept_about(person, spellings_of(person, more.splitlines()), by=user)


@require_safe
@may("read contact")
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that is kept about a person, for them to have."""
    return attachment(_json(as_file(_kept(request, pk))), JSON, f"{_('Person')}.json")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit contact")
def erase_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    user, kept = user_of(request), _kept(request, pk)
    more = {"more": request.GET.get("more", "")}
    form = EraseForm(request.POST or None, initial=more, kept=kept, by=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = erase(kept, by=user, reason=given.get("reason", ""), in_register=given.get("in_register", False))
        messages.success(request, _erased(done))
        return HttpResponseRedirect(reverse("office:contacts"))
    context = {
        "person": kept.person,
        "kept": kept,
        "records": [(_kind(one), _shown(one)) for one in kept.records],
        "entries": [_entry(entry) for entry in kept.entries],
        "more": MoreForm(initial=more),
        "form": form,
        "query": request.GET.urlencode(),
        "may_redact": user.may("redact claim"),
    }
    return render(request, "office/contact_erase.html", context, status=400 if form.errors else 200)


def _kind(record: Any) -> str:
    named = pgettext("record", "Text of an agreement") if isinstance(record, AgreementText) else ""
    return named or str(RECORDS[str(record._meta.model_name)])


def _shown(record: Any) -> str:
    text = next((str(value) for name in NAMED_IN[type(record)] if (value := getattr(record, name))), "")
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} …"


def _entry(entry: Entry) -> tuple[int, str]:
    if entry.op != Op.ASSERT:
        return entry.seq, _("Decision")
    value = words.claim_value(entry.property, said(entry.payload.body)["value"])
    return entry.seq, words.labelled(words.property_name(entry.property), value)


def _erased(done: Erased) -> str:
    told = [_("The person is erased, with their roles and history.")]
    if done.records:
        told.append(
            ngettext(
                "The name was covered in %(n)s other record.",
                "The name was covered in %(n)s other records.",
                done.records,
            )
            % {"n": done.records}
        )
    if done.entries or done.texts:
        told.append(
            _("In the register: entries redacted: %(entries)s, texts covered: %(texts)s.")
            % {"entries": done.entries, "texts": done.texts}
        )
    return " ".join(told)


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit contact")
def over(request: HttpRequest) -> HttpResponse:
    """Whose time is over: what would be erased, and the button that does it."""
    user, today = user_of(request), timezone.localdate()
    if request.method == "POST":
        chosen = [pk for one in request.POST.getlist("person") if (pk := changes.uuid_or_none(one))]
        done = retention.run(chosen, by=user, day=today, reason=_("Its time was over."))
        told = ngettext("%(n)s person is erased.", "%(n)s people are erased.", len(done)) % {"n": len(done)}
        messages.success(request, told)
        return HttpResponseRedirect(reverse("office:retention"))
    people = [
        {"person": person, "until": until, "words": words.day_words(until)}
        for person in retention.over(user, today)
        if (until := kept_until(person.roles.all(), person.kept_years))
    ]
    return render(request, "office/retention.html", {"people": people})


@require_safe
@may("read contact")
def over_file(request: HttpRequest) -> HttpResponse:
    """Those whose time is over, for the archive, before they are erased."""
    user = user_of(request)
    people = retention.over(user, timezone.localdate())
    files = [as_file(kept_about(person, spellings_of(person), by=user)) for person in people]
    return attachment(_json(files), JSON, f"{_('Archive')}.json")
