"""Pages that the office writes, whom to ask, and the form for questions."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jumelage.faces import words
from jumelage.faces.portal.counted import crumbs
from jumelage.work.editorial import actions, queries
from jumelage.work.editorial.markup import html
from jumelage.work.editorial.pictures import SIZES, path

SHA256 = re.compile("[0-9a-f]{64}")


@require_safe
def page(request: HttpRequest, about: str) -> HttpResponse:
    text = queries.text_for(about, words.language())
    if text is None:
        raise Http404(_("The office has not written this page yet."))
    context = {
        "title": words.page_name(about),
        "crumbs": crumbs(words.page_name(about)),
        "body": html(text.body),
        "lang": text.language if text.language != words.language() else "",
        "updated": words.day_words(text.updated_at.date()),
        "updated_iso": text.updated_at.date().isoformat(),
        "statement": _statement() if about == "accessibility" else None,
    }
    return render(request, "portal/text.html", context)


def _statement() -> dict[str, Any] | None:
    found = queries.accessibility()
    if found is None:
        return None
    return {
        "conformity": found.get_conformity_display(),
        "method": found.get_method_display(),
        "day": words.day_words(found.assessed_on),
        "iso": found.assessed_on.isoformat(),
        "email": found.email,
    }


class QuestionForm(forms.Form):
    """`website` is a trap: people do not see it, machines fill it in."""

    text = forms.CharField(
        label=gettext_lazy("Your question or correction"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=gettext_lazy("For a correction: what is wrong, what is right, and where it can be checked."),
    )
    name = forms.CharField(label=gettext_lazy("Your name"), required=False, max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("Your email address"), required=False, help_text=gettext_lazy("If you want an answer.")
    )
    consent = forms.BooleanField(
        label=gettext_lazy("The office may keep what I wrote for a year to answer it; then it is deleted.")
    )
    page = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    website = forms.CharField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Nothing is kept of who asks but what they write."""
    if request.method != "POST":
        start = {"page": _own_page(request.GET.get("page", ""))}
        return _form(request, QuestionForm(initial=start), start["page"])
    form = QuestionForm(request.POST)
    about = _own_page(request.POST.get("page", ""))
    if not form.is_valid():
        return _form(request, form, about, status=400)
    if not form.cleaned_data["website"]:
        given = form.cleaned_data
        try:
            actions.ask(given["text"], page=about, name=given["name"], email=given["email"], opened=given["opened"])
        except actions.NotTaken as refused:
            form.add_error(None, str(refused))
            return _form(request, form, about, status=400)
    return HttpResponseRedirect(reverse("portal:asked"))


def _own_page(address: str) -> str:
    """The path of a page of ours; nothing of another host."""
    parts = urlsplit(address)
    is_ours = address.startswith("/") and not address.startswith("//") and not parts.netloc
    return parts.path[:500] if is_ours else ""


def _form(request: HttpRequest, form: QuestionForm, about: str, status: int = 200) -> HttpResponse:
    form.initial["opened"] = opened = actions.opened()
    if form.is_bound:
        form.data = {**{name: form.data[name] for name in form.data}, "opened": opened}
    context = {
        "crumbs": crumbs(_("Questions and corrections")),
        "form": form,
        "about": about,
        "contacts": contacts(),
    }
    response = render(request, "portal/ask.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/asked.html", {"crumbs": crumbs(_("Questions and corrections"))})


def contacts(partnership: Any = None) -> list[dict[str, str]]:
    """Whom to ask, each with what about."""
    return [
        {"subject": c.get_subject_display(), "name": c.name, "phone": c.phone, "dial": _dial(c.phone), "email": c.email}
        for c in queries.contacts(partnership)
    ]


def _dial(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def portrait(partnership: Any) -> dict[str, Any] | None:
    text = queries.text_for(str(partnership), words.language())
    if text is None:
        return None
    lang = text.language if text.language != words.language() else ""
    return {"body": html(text.body, top=3), "lang": lang}


def picture(partnership: Any) -> dict[str, Any] | None:
    found = queries.picture(partnership)
    if found is None:
        return None
    code = words.language() if found.alt.get(words.language()) else next(iter(found.alt))
    return {
        "small": reverse("portal:portrait_picture", args=[found.file, SIZES[0]]),
        "large": reverse("portal:portrait_picture", args=[found.file, SIZES[1]]),
        "width": found.width,
        "height": found.height,
        "alt": found.alt[code],
        "lang": code if code != words.language() else "",
        "credit": found.credit,
        "licence": found.licence,
    }


@require_safe
def picture_file(request: HttpRequest, name: str, width: int) -> HttpResponse:
    """The name is the content's, so the answer never changes."""
    place = path(name, width)
    if not (SHA256.fullmatch(name) and width in SIZES and storages["default"].exists(place)):
        raise Http404
    with storages["default"].open(place) as file:
        response = HttpResponse(file.read(), content_type="image/webp")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
