"""The tab of facts and their sources, and adding one."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from jumelage.faces import course, words
from jumelage.faces.marks import Marks
from jumelage.faces.office.access import may
from jumelage.faces.office.dossier.claims import cards, grouped
from jumelage.faces.office.dossier.frame import Dossier, Tab, dossier_of
from jumelage.faces.office.forms import FIELDS, DateField
from jumelage.knowledge.claims.actions import decide as actions
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.queries import source_cards
from jumelage.knowledge.claims.rules import ValueRefused
from jumelage.knowledge.partnerships.findings import conflicts
from jumelage.knowledge.sources.models import Source

ORDER = ("kind", "status", "since", "until", "event", "field", "project", "membership", "wikidata")
ADDABLE = (*ORDER, "link")
DATED = ("kind", "status")


def context(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    claims = Claim.objects.filter(subject=dossier.partnership).exclude(property="link").select_related("source")
    mine = [c for c in conflicts(dossier.home) if c.partnership == dossier.partnership and not c.settled]
    return {
        "facts": _followed(dossier),
        "groups": grouped(cards(claims.order_by("seq"), dossier.user, dossier.bound), ORDER),
        "conflicts": [words.property_name(c.property) for c in mine],
        "addable": [(name, words.property_name(name)) for name in ADDABLE],
        "may_decide": dossier.may("decide claim"),
    }


def _followed(dossier: Dossier) -> list[dict[str, Any]]:
    """What the register makes of all claims, as the public sees it."""
    if dossier.state is None:
        return []
    return course.facts(dossier.state, Marks.of(course.claims_of(dossier.state), review_url))


def review_url(source: UUID) -> str:
    return reverse("office:review", args=[source])


FACTS = Tab("facts", gettext_lazy("Facts and sources"), "office/dossier_facts.html", context)


class FactForm(forms.Form):
    """One fact: its value as the property asks, since when it holds, who says so, and whether it goes out at once."""

    def __init__(self, property_: str, sources: list[tuple[str, str]], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.property = property_
        self.fields |= FIELDS[property_]()
        self.names = tuple(self.fields)
        if property_ in DATED:
            self.fields["period"] = DateField(
                label=gettext_lazy("When it was so"),
                asked="period",
                required=False,
                help_text=gettext_lazy(
                    "For example: since 1990, from 1990 to 2005. Empty: nothing is said of the time."
                ),
            )
        self.fields["source"] = forms.ChoiceField(
            label=pgettext_lazy("document", "Source"),
            required=False,
            choices=[("", _("Information from the office")), *sources],
        )
        self.fields["reason"] = forms.CharField(
            label=gettext_lazy("How it is known"), max_length=500, help_text=gettext_lazy("It stands in the history.")
        )
        self.fields["held_back"] = forms.BooleanField(
            label=gettext_lazy("Only propose it: the public does not see it until it is accepted"), required=False
        )

    def value(self) -> Any:
        given = {name: self.cleaned_data[name] for name in self.names}
        return given["value"] if self.names == ("value",) else {k: v if v != "" else None for k, v in given.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@may("decide claim")
def add(request: HttpRequest, partnership: UUID, property: str) -> HttpResponse:
    dossier = dossier_of(request, partnership)
    if property not in ADDABLE:
        raise Http404
    start = {name: request.GET[name] for name in ("home_organisation", "partner_organisation") if name in request.GET}
    form = FactForm(property, _sources(partnership), request.POST or None, start)
    if request.method == "POST" and form.is_valid():
        try:
            _add(form, dossier)
        except (actions.DecisionRefused, ValueRefused) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("Saved: %(name)s.") % {"name": words.property_name(property)})
            return HttpResponseRedirect(address(partnership, property))
    title = words.labelled(dossier.name, words.property_name(property))
    return render(request, "office/form.html", {"title": title, "form": form}, status=400 if form.errors else 200)


def _sources(partnership: UUID) -> list[tuple[str, str]]:
    """Those that speak of this partnership."""
    spoken = Claim.objects.filter(subject=partnership).exclude(source=None).values("source")
    found = source_cards(Source.objects.filter(pk__in=spoken))
    return sorted(((str(pk), words.source_name(card)) for pk, card in found.items()), key=lambda pair: pair[1])


def _add(form: FactForm, dossier: Dossier) -> None:
    given = form.cleaned_data
    if given["held_back"]:
        actions.propose_fact(dossier.partnership, form.property, form.value(), by=dossier.user, reason=given["reason"])
        return
    actions.state_fact(
        dossier.partnership,
        form.property,
        form.value(),
        by=dossier.user,
        reason=given["reason"],
        source=UUID(given["source"]) if given["source"] else None,
        period=given.get("period") or "",
    )


def refusal(refused: Exception) -> str:
    if isinstance(refused, ValueRefused):
        return _("This does not fit; check what is asked for in each field.")
    return str(refused)


def address(partnership: UUID, property_: str, seq: int | None = None) -> str:
    slug = "contacts" if property_ == "link" else "facts"
    anchor = f"#claim-{seq}" if seq else f"#{property_}"
    return reverse("office:dossier-tab", args=[partnership, slug]) + anchor
