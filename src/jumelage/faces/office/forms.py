"""Forms of the review: a correction asks for what the property holds, nothing else."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.core.datephrases import Asked, PhraseRefused, read
from jumelage.faces import words
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.rules import EVENT_TYPES, KINDS, RELATIONS, SOURCE_CLASSES, STATUSES

EXAMPLES = _("For example: 14 May 1960, May 1960, around 1960, the 1950s, 1960-05-14")


class DateField(forms.CharField):
    """A partial date, typed as people write it in the reader's language or as EDTF; what is unclear is refused, never guessed.

    asked says what the date is for, as in `datephrases.read`.
    """

    def __init__(self, *, asked: Asked, help_text: Any = EXAMPLES, **options: Any) -> None:
        super().__init__(help_text=help_text, **options)
        self.asked = asked

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return read(text, words.language(), self.asked).text if text else ""
        except PhraseRefused as refused:
            raise forms.ValidationError(words.refusal(refused), code=refused.code) from None


def _choices(values: tuple[str, ...], name: Any) -> list[tuple[str, str]]:
    return [(value, name(value)) for value in values]


def _reason() -> forms.CharField:
    return forms.CharField(label=pgettext_lazy("decision", "Reason"), max_length=500)


class ReasonForm(forms.Form):
    reason = _reason()


class CorrectionForm(forms.Form):
    """One claim's value, field by field, and why it is corrected."""

    def __init__(self, claim: Claim, data: Any = None) -> None:
        super().__init__(data, prefix=f"c{claim.seq}")
        self.claim = claim
        given = claim.value if isinstance(claim.value, dict) else {"value": claim.value}
        for name, field in FIELDS[claim.property]().items():
            field.initial = given.get(name)
            self.fields[name] = field
        self.fields["reason"] = _reason()

    def focus_first_error(self) -> None:
        """The browser goes there when the page comes back."""
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["autofocus"] = True
                return

    def value(self) -> Any:
        """The corrected value; what the form does not ask for stays as it was."""
        given = {name: v for name, v in self.cleaned_data.items() if name != "reason"}
        if not isinstance(self.claim.value, dict):
            return given["value"]
        return self.claim.value | {name: (v if v != "" else None) for name, v in given.items()}


def _text(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=300)


def _choice(label: Any, values: tuple[str, ...], name: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_choices(values, name))


VALUE = pgettext_lazy("claim", "Value")
FIELDS: dict[str, Any] = {
    "kind": lambda: {"value": _choice(VALUE, KINDS, words.kind)},
    "status": lambda: {"value": _choice(VALUE, STATUSES, words.status)},
    "since": lambda: {"value": DateField(label=_("Date"), asked="since")},
    "until": lambda: {"value": DateField(label=_("Date"), asked="until")},
    "field": lambda: {"value": _text(VALUE, required=True)},
    "membership": lambda: {"value": _text(VALUE, required=True)},
    "project": lambda: {"title": _text(pgettext_lazy("project", "Title"), required=True)},
    "count": lambda: {"value": forms.IntegerField(label=_("Number"), min_value=0)},
    "event": lambda: {
        "type": _choice(_("Kind of step"), EVENT_TYPES, words.event),
        "date": DateField(label=_("Date"), asked="period", required=False),
        "place": _text(_("Place")),
    },
    "link": lambda: {
        "relation": _choice(_("Kind of tie"), RELATIONS, words.relation),
        "home_organisation": _text(_("Organisation on our side")),
        "partner_organisation": _text(_("Organisation on the partner’s side")),
        "since": DateField(label=pgettext_lazy("column", "Since"), asked="since", required=False),
    },
    "wikidata": lambda: {"value": _text(VALUE, required=True)},
    "published": lambda: {"value": DateField(label=_("Date"), asked="moment")},
    "title": lambda: {"value": _text(VALUE, required=True)},
    "retells": lambda: {"value": _text(VALUE, required=True)},
    "source_class": lambda: {"value": _text(VALUE, required=True)},
}


def _source_classes() -> list[tuple[str, str]]:
    return [("", "–"), *((value, words.source_class(value)) for value in SOURCE_CLASSES)]


PUBLISHED_HELP = _("For example: October 2023, between 2014 and May 2024, after 28 November 2025")


class SourceForm(forms.Form):
    """What an officer says about a source. Left empty: nothing is said; emptied: what was said is taken back, with a reason."""

    published = DateField(label=_("Date of the page"), asked="moment", required=False, help_text=PUBLISHED_HELP)
    source_class = forms.ChoiceField(label=_("Class of the source"), required=False, choices=_source_classes)
    title = forms.CharField(label=pgettext_lazy("source", "Title"), required=False, max_length=300)
    retells = forms.CharField(label=_("Retells (whose words)"), required=False, max_length=300)
    reason = forms.CharField(label=_("How it is known"), required=False, max_length=500)

    def emptied(self) -> list[str]:
        sent = [name for name in self.initial if name in self.data]
        return [name for name in sent if self.initial[name] and not self.cleaned_data.get(name)]

    def clean(self) -> dict[str, Any]:
        if not self.errors and self.emptied() and not self.cleaned_data["reason"].strip():
            self.add_error("reason", _("Say why what was known is taken back; the reason stands in the history."))
        return self.cleaned_data


class WatchForm(forms.Form):
    """A page to be watched."""

    address = forms.CharField(
        label=_("Address of the page"), max_length=2000, help_text=_("For example: https://www.leeds.example/twinning")
    )
    home = forms.CharField(
        label=_("Whose page it is"),
        required=False,
        max_length=200,
        help_text=_("Needed for pages of another municipality, a partner’s own page for instance."),
    )
    home_country = forms.RegexField(
        "^[A-Za-z]{2}$",
        label=_("Its country"),
        required=False,
        help_text=_("As a code of two letters, such as GB"),
        error_messages={"invalid": _("Write the country as a code of two letters, such as GB.")},
    )
