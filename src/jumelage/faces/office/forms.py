"""Forms of the review: a correction asks for what the property holds, nothing else."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.core import edtf
from jumelage.faces import words
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.rules import EVENT_TYPES, KINDS, RELATIONS, SOURCE_CLASSES, STATUSES


class DateField(forms.CharField):
    """A partial date; what is ambiguous is refused, never guessed."""

    default_error_messages = {
        "partial": _(
            "Write the date as 1960, 1960-05 or 1960-05-14; 195X is a decade, 1960~ is about, 2025-11-28/.. is after."
        )
    }

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return edtf.parse(text).text if text else ""
        except edtf.DateError:
            raise forms.ValidationError(self.error_messages["partial"], code="partial") from None


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
    "since": lambda: {"value": DateField(label=_("Date"))},
    "until": lambda: {"value": DateField(label=_("Date"))},
    "field": lambda: {"value": _text(VALUE, required=True)},
    "membership": lambda: {"value": _text(VALUE, required=True)},
    "project": lambda: {"title": _text(pgettext_lazy("project", "Title"), required=True)},
    "count": lambda: {"value": forms.IntegerField(label=_("Number"), min_value=0)},
    "event": lambda: {
        "type": _choice(_("Kind of step"), EVENT_TYPES, words.event),
        "date": DateField(label=_("Date"), required=False),
        "place": _text(_("Place")),
    },
    "link": lambda: {
        "relation": _choice(_("Kind of tie"), RELATIONS, words.relation),
        "home_organisation": _text(_("Organisation on our side")),
        "partner_organisation": _text(_("Organisation on the partner’s side")),
        "since": DateField(label=pgettext_lazy("column", "Since"), required=False),
    },
    "wikidata": lambda: {"value": _text(VALUE, required=True)},
    "published": lambda: {"value": DateField(label=_("Date"))},
    "title": lambda: {"value": _text(VALUE, required=True)},
    "retells": lambda: {"value": _text(VALUE, required=True)},
    "source_class": lambda: {"value": _text(VALUE, required=True)},
}


def _source_classes() -> list[tuple[str, str]]:
    return [("", "–"), *((value, words.source_class(value)) for value in SOURCE_CLASSES)]


class SourceForm(forms.Form):
    """What an officer says about a source. Left empty: nothing is said."""

    published = DateField(
        label=_("Date of the page"),
        required=False,
        help_text=_("1960, 1960-05 or 1960-05-14; 2014/2023 for between, 2025-11-28/.. for after."),
    )
    source_class = forms.ChoiceField(label=_("Class of the source"), required=False, choices=_source_classes)
    title = forms.CharField(label=pgettext_lazy("source", "Title"), required=False, max_length=300)
    retells = forms.CharField(label=_("Retells (whose words)"), required=False, max_length=300)
    reason = forms.CharField(label=_("How it is known"), required=False, max_length=500)
