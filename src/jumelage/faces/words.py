"""The register's terms in the reader's language. What the templates show is decided here once, for portal and office."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from jumelage.core.datephrases import REFUSALS, PhraseRefused
from jumelage.core.datewords import in_words
from jumelage.core.edtf import parse
from jumelage.core.text import fold
from jumelage.knowledge.claims.queries import SourceCard
from jumelage.knowledge.partnerships.state import CountingRule
from jumelage.knowledge.places.countries import country_name
from jumelage.knowledge.watching.check import PROBLEMS

LASTING = ("visit", "anniversary", "other")


def language() -> str:
    return (get_language() or "en")[:2]


def language_name(code: str) -> str:
    """Of a language by its code, in the reader's language; the code where it has no name."""
    return dict(language_names()).get(code, code)


def language_names() -> list[tuple[str, str]]:
    """Codes of two letters with their names, by name."""
    return list(_language_names(language()))


@cache
def _language_names(reader: str) -> tuple[tuple[str, str], ...]:
    from babel import Locale

    names = ((code, str(name)) for code, name in Locale(reader).languages.items() if len(code) == 2)
    return tuple(sorted(names, key=lambda pair: fold(pair[1])))


def date_words(text: str | None) -> str:
    """An interval is some day in it."""
    return in_words(text, language(), "moment") if text else ""


def since_words(text: str) -> str:
    return in_words(text, language(), "since")


def step_words(type_: str, text: str | None) -> str:
    """A visit or a feast may last for days; any other step was taken on one."""
    return in_words(text, language(), "period" if type_ in LASTING else "moment") if text else ""


def refusal(refused: PhraseRefused) -> str:
    """Why a date is not read, and what to write; the dates in the sentence are told in words."""
    details = {name: text if name == "phrase" else date_words(text) for name, text in refused.details.items()}
    return _(REFUSALS[refused.code]) % details


def moment(when: datetime) -> str:
    """Day and time of day, in the office's zone."""
    return formats.date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT")


def problem(code: str, details: dict[str, str]) -> str:
    """Why a page was not fetched or not taken in."""
    return _(PROBLEMS[code]) % details


def visit(value: str) -> str:
    """How the last look at a watched page ended."""
    return {
        "never": pgettext("watched page", "Not looked at yet"),
        "changed": pgettext("watched page", "Changed at the last look"),
        "same": pgettext("watched page", "Unchanged at the last look"),
        "gone": pgettext("watched page", "Not there any more"),
        "forbidden": pgettext("watched page", "Not open to programs"),
        "refused": pgettext("watched page", "Fetched, but not taken in"),
        "failed": pgettext("watched page", "Not fetched"),
    }[value]


def job(kind: str) -> str:
    return {
        "evidence": _("The check of the evidence"),
        "questions": _("The deletion of old questions"),
        "watch": _("The look at the watched pages"),
    }[kind]


def day_words(day: date) -> str:
    return in_words(day.isoformat(), language())


def between(earliest: date | None, latest: date | None) -> str:
    """When a change happened that lies between two days: a year, a month, a day, or by when at the latest."""
    if earliest is None or latest is None:
        return _("by %(date)s") % {"date": day_words(latest)} if latest else _("undated")
    return _rounded(earliest, latest)


def _rounded(earliest: date, latest: date) -> str:
    """The plainest words for just these days."""
    for length in (4, 7, 10):
        text = earliest.isoformat()[:length]
        when = parse(text)
        if (when.earliest, when.latest) == (earliest, latest):
            return date_words(text)
    return date_words(f"{earliest.isoformat()}/{latest.isoformat()}")


def country(code: str) -> str:
    return country_name(code, language()) if code else ""


CONTINENTS = {"AF": "002", "AS": "142", "EU": "150", "NA": "003", "OC": "009", "SA": "005"}  # as CLDR numbers them


def continent(code: str) -> str:
    return country_name(CONTINENTS[code], language()) if code else ""


def kind(value: str | None) -> str:
    return {
        "partnership": pgettext("kind", "Partnership"),
        "friendship": pgettext("kind", "Friendship"),
        "project": pgettext("kind", "Project partnership"),
        "contact": pgettext("kind", "Contact"),
    }.get(value or "", "")


def status(value: str | None) -> str:
    return {
        "planned": pgettext("status", "Planned"),
        "active": pgettext("status", "Active"),
        "resting": pgettext("status", "Resting"),
        "ended": pgettext("status", "Ended"),
    }.get(value or "", "")


def source_name(card: SourceCard | None) -> str:
    """The title and, where it is known, the date; the office where a claim has no document."""
    if card is None:
        return _("the office")
    dated = f"{card.title}, {date_words(card.published)}" if card.published else card.title
    return _("%(source)s (retold)") % {"source": dated} if card.source_class == "retelling" or card.retells else dated


def event(value: str) -> str:
    return {
        "idea": pgettext("milestone", "The idea"),
        "council_resolution": pgettext("milestone", "Council resolution"),
        "proclamation": pgettext("milestone", "Proclamation"),
        "signing": pgettext("milestone", "Signing"),
        "renewal": pgettext("milestone", "Renewal"),
        "anniversary": pgettext("milestone", "Anniversary"),
        "visit": pgettext("milestone", "Visit"),
        "suspension": pgettext("milestone", "Suspension"),
        "resumption": pgettext("milestone", "Resumption"),
        "termination": pgettext("milestone", "Termination"),
        "other": pgettext("milestone", "Further step"),
    }[value]


def counts_from(value: str) -> str:
    """What the date of the beginning is the date of."""
    return {
        "signing": _("counted from the signing"),
        "proclamation": _("counted from the proclamation"),
        "council_resolution": _("counted from the council’s resolution"),
        "stated": _("as the sources state it"),
    }[value]


def relation(value: str) -> str:
    return {
        "partnership": pgettext("link", "Partnership"),
        "cooperation": pgettext("link", "Cooperation"),
        "contact": pgettext("link", "Contact"),
        "visit": pgettext("link", "Visit"),
    }[value]


def organisation_type(value: str) -> str:
    return {
        "association": pgettext("organisation", "Association"),
        "club": pgettext("organisation", "Club"),
        "school": pgettext("organisation", "School"),
        "university": pgettext("organisation", "University"),
        "chamber": pgettext("organisation", "Chamber"),
        "committee": pgettext("organisation", "Twinning committee"),
        "company": pgettext("organisation", "Company"),
        "other": pgettext("organisation", "Other"),
    }[value]


def page_name(value: str) -> str:
    names = {
        "about": pgettext("page", "About this register"),
        "legal": pgettext("page", "Legal notice"),
        "privacy": pgettext("page", "Privacy"),
        "accessibility": pgettext("page", "Accessibility"),
        "plain": pgettext("page", "Plain language"),
        "signs": pgettext("page", "Sign language"),
    }
    return names[value]


ORGANISATIONS = ("school", "university", "club", "chamber", "company", "other")


def organisation(value: str) -> str:
    return {
        "school": pgettext("organisation", "School"),
        "university": pgettext("organisation", "University"),
        "club": pgettext("organisation", "Association"),
        "chamber": pgettext("organisation", "Chamber"),
        "company": pgettext("organisation", "Company"),
        "other": pgettext("organisation", "Organisation"),
    }[value]


def organisations(value: str) -> str:
    return {
        "school": pgettext("organisation", "Schools"),
        "university": pgettext("organisation", "Universities"),
        "club": pgettext("organisation", "Associations"),
        "chamber": pgettext("organisation", "Chambers"),
        "company": pgettext("organisation", "Companies"),
        "other": pgettext("organisation", "Other organisations"),
    }[value]


def property_name(value: str) -> str:
    return {
        "kind": pgettext("property", "Kind"),
        "status": pgettext("property", "Status"),
        "since": pgettext("property", "Since"),
        "until": pgettext("property", "Until"),
        "event": pgettext("property", "Milestone"),
        "link": pgettext("property", "Link"),
        "organisation": pgettext("property", "Organisation"),
        "count": pgettext("property", "Count"),
        "field": pgettext("property", "Field of exchange"),
        "membership": pgettext("property", "Membership"),
        "project": pgettext("property", "Project"),
        "wikidata": "Wikidata",
        "published": pgettext("property", "Date of the page"),
        "source_class": pgettext("property", "Class of the source"),
        "title": pgettext("property", "Title"),
        "retells": pgettext("property", "Retells"),
        "repeats": pgettext("property", "Says again"),
        "counting_rule": pgettext("property", "Counting rule"),
    }[value]


def claim_value(property_: str, value: object) -> str:
    """A claim's value in one line."""
    if isinstance(value, dict):
        return _table_value(property_, value)
    text = str(value)
    by_property = {"kind": kind, "status": status, "since": date_words, "until": date_words, "published": date_words}
    return by_property.get(property_, str)(text) or text


def claim_detail(detail: dict[str, Any]) -> str:
    """What a claim says beside its value: how far it goes, its target."""
    scopes = {"official": _("official contacts only"), "all": _("all contacts")}
    target = _("by %(date)s") % {"date": date_words(detail["target"])} if detail.get("target") else ""
    return ", ".join(filter(None, (scopes.get(detail.get("scope") or "", ""), target)))


def _table_value(property_: str, value: dict[str, object]) -> str:
    if property_ == "event":
        people: Any = value.get("people") or ()
        parts = [
            event(str(value["type"])),
            step_words(str(value["type"]), str(value["date"])) if value.get("date") else "",
            value.get("place"),
            pgettext("milestone", "planned") if value.get("planned") else "",
            *(str(p["name"]) for p in people if p.get("name")),
        ]
    elif property_ == "link":
        since = date_words(str(value["since"])) if value.get("since") else ""
        organisations = [value.get("home_organisation"), value.get("partner_organisation")]
        parts = [relation(str(value["relation"])), " – ".join(str(o) for o in organisations if o), since]
    elif property_ == "count":
        number = int(str(value["value"]))
        parts = [f"{number} {counted(str(value.get('what') or ''), number)}".strip()]
    else:
        parts = [value.get("title") or value.get("name")]
    return ", ".join(str(part) for part in parts if part)


def counting_rule(rule: CountingRule) -> str:
    """The rule in a sentence."""
    kinds = _either(kind(k) for k in rule.kinds)
    statuses = _either(status(s).lower() for s in rule.statuses)
    where = _("with partners in the same country") if rule.inland else _("without partners in the same country")
    return _("Counted: kind %(kinds)s, status %(statuses)s, %(where)s.") % {
        "kinds": kinds, "statuses": statuses, "where": where,
    }  # fmt: skip


def rule_name(rule: CountingRule, number: int) -> str:
    return counted(rule.name, number)


def counted(what: str, number: int) -> str:
    """What is counted, as it stands behind its number."""
    return {
        "partner cities": ngettext("partner city", "partner cities", number),
        "friendship cities": ngettext("friendship city", "friendship cities", number),
        "project partnerships": ngettext("project partnership", "project partnerships", number),
        "contacts": ngettext("contact", "contacts", number),
    }.get(what, what)


def _either(words: Iterable[str]) -> str:
    either = pgettext("either", "or")
    return f" {either} ".join(words)


def labelled(term: str, value: str) -> str:
    """A term and what it is, in one line."""
    return pgettext("term and value", "%(term)s: %(value)s") % {"term": term, "value": value}


def quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text}


def source_class(value: str) -> str:
    return {
        "city": pgettext("source class", "The city's own page"),
        "council": pgettext("source class", "Council paper"),
        "partner": pgettext("source class", "The partner's page"),
        "press": pgettext("source class", "Press"),
        "aggregator": pgettext("source class", "Aggregator"),
        "retelling": pgettext("source class", "Retelling"),
        "officer": pgettext("source class", "Information from the office"),
        "import": pgettext("source class", "Import"),
    }.get(value, "")


def actor(value: str) -> str:
    """Who speaks in the ledger: a person by name, or a part of the software by what it does."""
    parts = {"reader": _("the reader"), "import": _("the import"), "system": _("the system")}
    return parts.get(value.partition(":")[0], value)


def decision(op: str) -> str:
    return {
        "assert": pgettext("decision", "stated"),
        "accept": pgettext("decision", "accepted"),
        "reject": pgettext("decision", "rejected"),
        "withdraw": pgettext("decision", "decision withdrawn"),
        "prefer": pgettext("decision", "preferred"),
        "deprecate": pgettext("decision", "deprecated"),
        "endorse": pgettext("decision", "accepted first"),
        "retract": pgettext("decision", "taken back"),
    }[op]


def claim_rank(value: str) -> str:
    return {"preferred": pgettext("claim state", "preferred"), "deprecated": pgettext("claim state", "called wrong")}[
        value
    ]


def endorsed(*, by_me: bool) -> str:
    if by_me:
        return _("Another person of the office has to confirm this.")
    return _("One person has accepted this; a second one has to confirm it.")


def claim_state(value: str) -> str:
    return {
        "proposed": pgettext("claim state", "proposed"),
        "accepted": pgettext("claim state", "accepted"),
        "rejected": pgettext("claim state", "rejected"),
        "retracted": pgettext("claim state", "taken back"),
    }[value]
