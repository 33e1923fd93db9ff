"""Reads a paper or an agenda item from a council information system that speaks OParl 1.0 or 1.1. Nearly every field may be absent,
and what an object links to may be gone: then it is left out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx2
from django.utils.translation import gettext as _

from jumelage.core import edtf
from jumelage.core.text import fold
from jumelage.knowledge.sources.fetch import GONE, FetchError, body, follow
from jumelage.work.council.models import Kind, Result

LIMIT = 5_000_000
LENGTHS = {
    "kind": 10,
    "title": 300,
    "body": 200,
    "number": 100,
    "date": 50,
    "result": 10,
    "link": 1000,
    "text": 200_000,
}
RESULTS = (
    (Result.REJECTED, ("abgelehnt", "nicht angenommen", "nicht beschlossen", "rejected", "rejete")),
    (Result.POSTPONED, ("vertagt", "zuruckgestellt", "verschoben", "verwiesen", "postponed", "reporte")),
    (Result.NOTED, ("kenntnis", "noted", "pris acte")),
    (Result.ADOPTED, ("beschlossen", "angenommen", "zugestimmt", "einstimmig", "mehrheit", "adopted", "adopte")),
)
"""Words of a result, folded, in the order in which they are looked for."""


class OParlRefused(ValueError):
    """The address answers, but not with what can be filled in; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """What the system says, as fields of a record; empty for one that was deleted there."""

    fields: dict[str, str]
    is_deleted: bool = False


Load = Callable[[Any], dict[str, Any]]


def read(address: str, *, transport: httpx2.BaseTransport | None = None) -> Upstream:
    """Raises FetchError, OParlRefused."""
    found = follow(address, _object, transport=transport)
    type_ = str(found.get("type", "")).rpartition("/")[2]
    if type_ not in READERS:
        raise OParlRefused(_("This is not a paper or an agenda item of OParl; copy the address of one of these."))
    if found.get("deleted") is True:
        return Upstream({}, is_deleted=True)
    said = READERS[type_](found, lambda link: _linked(link, transport))
    return Upstream({name: value[: LENGTHS[name]] for name, value in said.items() if value})


def _object(response: httpx2.Response, deadline: float) -> dict[str, Any]:
    if response.status_code != 200:
        code = "gone" if response.status_code in GONE else "status"
        raise FetchError(code, response.url.host, response.status_code)
    try:
        found = json.loads(body(response, deadline, LIMIT))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise OParlRefused(
            _("This address gives no OParl object; copy the address of the paper or agenda item itself.")
        )
    return found


def _linked(link: Any, transport: httpx2.BaseTransport | None) -> dict[str, Any]:
    """An object that stands within another, or is linked to; nothing for one that is not to be had."""
    if isinstance(link, dict):
        return link
    try:
        found = follow(link, _object, transport=transport) if isinstance(link, str) else {}
    except (FetchError, OParlRefused):
        return {}
    return {} if found.get("deleted") is True else found


def _paper(paper: dict[str, Any], load: Load) -> dict[str, str]:
    consultation = _deciding(paper.get("consultation"))
    item = load(consultation.get("agendaItem"))
    return _said(paper, item, consultation, load)


def _agenda_item(item: dict[str, Any], load: Load) -> dict[str, str]:
    consultation = load(item.get("consultation"))
    return _said(load(consultation.get("paper")), item, consultation, load)


READERS = {"Paper": _paper, "AgendaItem": _agenda_item}


def _deciding(consultations: Any) -> dict[str, Any]:
    """The consultation that decides, else the last."""
    found = [one for one in consultations if isinstance(one, dict)] if isinstance(consultations, list) else []
    return next((one for one in found if one.get("authoritative") is True), found[-1] if found else {})


def _said(paper: dict[str, Any], item: dict[str, Any], consultation: dict[str, Any], load: Load) -> dict[str, str]:
    meeting = load(item.get("meeting") or consultation.get("meeting"))
    file = load(paper.get("mainFile"))
    result = _result(_text(item, "result"))
    return {
        "kind": Kind.RESOLUTION.value if result != Result.OPEN else Kind.PAPER.value,
        "title": _text(paper, "name") or _text(item, "name"),
        "body": _body(meeting, load),
        "number": _text(paper, "reference") or _text(item, "number"),
        "date": _day(_text(meeting, "start")) or _day(_text(paper, "date")),
        "result": result.value,
        "link": _link(paper, item, file),
        "text": _text(item, "resolutionText") or _text(file, "text"),
    }


def _body(meeting: dict[str, Any], load: Load) -> str:
    organisations = meeting.get("organization")
    return _text(load(organisations[0]), "name") if isinstance(organisations, list) and organisations else ""


def _link(paper: dict[str, Any], item: dict[str, Any], file: dict[str, Any]) -> str:
    links = (_text(paper, "web"), _text(item, "web"), _text(file, "accessUrl"))
    return next((link for link in links if link.startswith(("https://", "http://"))), "")


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    return value.strip().replace("\x00", "") if isinstance(value, str) else ""


def _day(moment: str) -> str:
    try:
        return edtf.parse(moment[:10]).text
    except edtf.DateError:
        return ""


def _result(said: str) -> Result:
    words = fold(said)
    return next((result for result, cues in RESULTS if any(cue in words for cue in cues)), Result.OPEN)
