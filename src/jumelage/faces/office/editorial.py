"""What the office writes for the portal: pages, portraits and their pictures, whom to ask, the accessibility statement."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jumelage.accounts.models import User
from jumelage.faces import words
from jumelage.faces.office.access import may, user_of
from jumelage.knowledge.claims.concern import refuse_foreign
from jumelage.knowledge.partnerships.home import home
from jumelage.knowledge.partnerships.queries import other_parties, partners_of
from jumelage.work.editorial import actions, queries
from jumelage.work.editorial.markup import html
from jumelage.work.editorial.models import PAGES, AccessibilityStatement, Contact, Text
from jumelage.work.editorial.pictures import PictureRefused

LANGUAGES = dict(settings.LANGUAGES)


@require_safe
@may("read office")
def overview(request: HttpRequest) -> HttpResponse:
    have = {(about, language) for about, language in Text.objects.values_list("about", "language")}
    missing = queries.duties(timezone.localdate())
    pages = [
        {"name": words.page_name(about), "texts": _texts(about, have), "duty": about in missing, "about": about}
        for about in PAGES
    ]
    partners = _partners()
    context = {
        "pages": pages,
        "portraits": [{"name": name, "pk": pk, "texts": _texts(str(pk), have)} for pk, name in partners.items()],
        "contacts": [
            {"contact": c, "partner": partners.get(c.partnership, "") if c.partnership else ""}
            for c in Contact.objects.order_by("partnership", "pk")
        ],
        "statement": queries.accessibility(),
        "may_edit": user_of(request).may("edit portal"),
    }
    return render(request, "office/texts.html", context)


def _texts(about: str, have: set[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {"language": name, "url": reverse("office:text", args=[about, code]), "exists": (about, code) in have}
        for code, name in settings.LANGUAGES
    ]


def _partners() -> dict[UUID, str]:
    place = home()
    states = partners_of(place.pk, timezone.localdate()).states if place else ()
    return {state.partnership: state.partner.name(words.language()) for state in states}


def _title(about: str, by: User) -> str:
    """404 for what there is not, 403 for the partnership of another office."""
    if about in PAGES:
        return words.page_name(about)
    try:
        place, pk = home(), UUID(about)
        party = other_parties([pk], place.pk if place else None)[pk]
    except (ValueError, KeyError):
        raise Http404(_("The register knows no partnership under this address.")) from None
    refuse_foreign({pk}, by)
    return _("Portrait: %(name)s") % {"name": party.name(words.language())}


class TextForm(forms.Form):
    """seen: the version that the writer had before them."""

    body = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=gettext_lazy("A blank line begins a paragraph, # a heading, - a list; [words](https://…) is a link."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit portal")
def text(request: HttpRequest, about: str, language: str) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    title, now = _title(about, user_of(request)), Text.objects.filter(about=about, language=language).first()
    start = {"body": now.body if now else "", "seen": now.version if now else 0}
    form = TextForm(request.POST or None, initial=start)
    context = {"title": title, "language": LANGUAGES[language], "code": language, "form": form, "about": about}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "preview" in request.POST:
            return render(request, "office/text.html", context | {"preview": html(given["body"], top=3)})
        try:
            actions.write_text(about, language, given["body"], seen=given["seen"], by=user_of(request))
        except actions.ChangedMeanwhile as changed:
            form.data = {**form.data, "body": given["body"], "seen": str(changed.text.version)}
            theirs = {"body": changed.text.body, "who": changed.text.updated_by}
            return render(request, "office/text.html", context | {"theirs": theirs}, status=409)
        messages.success(
            request, _("Saved: %(title)s (%(language)s).") % {"title": title, "language": LANGUAGES[language]}
        )
        return HttpResponseRedirect(reverse("office:texts"))
    return render(request, "office/text.html", context, status=400 if form.errors else 200)


class StatementForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    class Meta:
        model = AccessibilityStatement
        fields = ("conformity", "method", "assessed_on", "email")
        labels = {
            "conformity": gettext_lazy("The portal is"),
            "method": gettext_lazy("How it was assessed"),
            "assessed_on": gettext_lazy("Assessed on"),
            "email": gettext_lazy("Address for reports of barriers"),
        }
        widgets = {"assessed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def clean_assessed_on(self) -> Any:
        day = self.cleaned_data["assessed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come; give the day of the last assessment."))
        return day


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit portal")
def accessibility(request: HttpRequest) -> HttpResponse:
    form = StatementForm(request.POST or None, instance=queries.accessibility())
    if request.method == "POST" and form.is_valid():
        actions.state_accessibility(user_of(request), **form.cleaned_data)
        messages.success(request, _("The accessibility statement is saved."))
        return HttpResponseRedirect(reverse("office:texts"))
    context = {"title": _("Accessibility statement"), "form": form}
    return render(request, "office/form.html", context, status=400 if form.errors else 200)


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    partnership = forms.TypedChoiceField(label=gettext_lazy("For"), required=False, coerce=UUID, empty_value=None)

    class Meta:
        model = Contact
        fields = ("subject", "partnership", "name", "phone", "email")
        labels = {
            "subject": gettext_lazy("About what"),
            "name": gettext_lazy("Office, or person in that office"),
            "phone": gettext_lazy("Telephone"),
            "email": gettext_lazy("Email address"),
        }

    def __init__(self, *args: Any, partners: dict[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("all partnerships")), *((str(pk), name) for pk, name in partners.items())]
        cast(forms.ChoiceField, self.fields["partnership"]).choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("phone") and not given.get("email") and not self.errors:
            raise forms.ValidationError(_("Give a telephone number or an email address, so that people can ask."))
        return given


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit portal")
def contact(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    found = get_object_or_404(Contact, pk=pk) if pk else Contact()
    form = ContactForm(request.POST or None, instance=found, partners=_partners())
    if request.method == "POST" and "remove" in request.POST and pk:
        actions.remove_contact(found, by=user_of(request))
        messages.success(request, _("Removed: %(name)s.") % {"name": found.name})
        return HttpResponseRedirect(reverse("office:texts") + "#contacts")
    if request.method == "POST" and form.is_valid():
        actions.save_contact(form.save(commit=False), by=user_of(request))
        messages.success(request, _("Saved: %(name)s.") % {"name": found.name})
        return HttpResponseRedirect(reverse("office:texts") + "#contacts")
    context = {"title": _("Whom to ask"), "form": form, "removable": bool(pk)}
    return render(request, "office/form.html", context, status=400 if form.errors else 200)


class PictureForm(forms.Form):
    """The words for those who do not see the picture, in at least one language; who made it; what others may do with it."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("JPEG, PNG or WebP, at least 400 pixels wide, up to 20 MB.")
    )
    credit = forms.CharField(label=gettext_lazy("Credit: who made it"), max_length=200)
    licence = forms.CharField(label=gettext_lazy("Licence, or on what agreement it is shown"), max_length=100)

    def __init__(self, *args: Any, exists: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].required = not exists
        self.fields["file"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp"
        for code, name in settings.LANGUAGES:
            label = _("What is to be seen (%(language)s)") % {"language": name}
            self.fields[f"alt_{code}"] = forms.CharField(label=label, required=False, max_length=300)

    def alt(self) -> dict[str, str]:
        given = {code: self.cleaned_data[f"alt_{code}"] for code in LANGUAGES}
        return {code: words_ for code, words_ in given.items() if words_}

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.alt():
            raise forms.ValidationError(
                _("Say in at least one language what is to be seen: some people hear the page.")
            )
        return self.cleaned_data


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit portal")
def picture(request: HttpRequest, partnership: UUID) -> HttpResponse:
    title, now = _title(str(partnership), user_of(request)), queries.picture(partnership)
    start = {"credit": now.credit, "licence": now.licence} | {f"alt_{c}": a for c, a in now.alt.items()} if now else {}
    form = PictureForm(request.POST or None, request.FILES or None, initial=start, exists=bool(now))
    if request.method == "POST" and "remove" in request.POST:
        actions.take_down_picture(partnership, by=user_of(request))
        return HttpResponseRedirect(reverse("office:texts"))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        said = {"alt": form.alt(), "credit": form.cleaned_data["credit"], "licence": form.cleaned_data["licence"]}
        try:
            actions.hang_picture(partnership, upload.read() if upload else None, by=user_of(request), **said)
        except PictureRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("The picture is saved."))
            return HttpResponseRedirect(reverse("office:texts"))
    context = {"title": title, "form": form, "removable": bool(now), "picture": now}
    return render(request, "office/form.html", context, status=400 if form.errors else 200)
