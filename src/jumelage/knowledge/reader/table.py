"""The readings as a table for people: one row a claim, findings and warnings below."""

from collections.abc import Iterator, Sequence
from typing import Any

COLUMNS = ("kind", "status", "since")
HEADS = ("Partner", "Country", *map(str.capitalize, COLUMNS), "Also", "Words")
WIDEST = 60


def show(results: Sequence[dict[str, Any]]) -> None:
    """Prints to standard output."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    for result in results:
        source, home = result["source"], result["home"]
        if result["error"]:
            console.print(f"{escape(str(source['location']))}: {escape(result['error'])}")
            continue
        title = f"{source['title'] or source['location']} – {home['name'] if home else 'home unknown'}, {source['published'] or 'undated'}"
        table = Table(*HEADS, title=escape(title), title_justify="left", box=None, header_style="bold", pad_edge=False)
        for line in rows(result["claims"]):
            table.add_row(*map(escape, line))
        console.print(table)
        for line in (*map(finding_line, result["findings"]), *result["warnings"]):
            console.print(escape(line))


def rows(claims: Sequence[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """One a claim, by partner in the page's order; the partner is named in its first row, the value stands in its column."""
    partners = dict.fromkeys(_partner(claim) for claim in claims)
    for name, country in partners:
        theirs = [claim for claim in claims if _partner(claim) == (name, country)]
        for number, claim in enumerate(theirs):
            head = (name, country) if number == 0 else ("", "")
            yield *head, *_cells(claim), _short(_words_of(claim))


def _partner(claim: dict[str, Any]) -> tuple[str, str]:
    partner = claim["partner"] or {"name": "(no partner)", "country": None}
    return partner["name"], partner["country"] or ""


def _cells(claim: dict[str, Any]) -> tuple[str, ...]:
    known = claim["property"] in COLUMNS
    own = tuple(words(claim) if claim["property"] == column else "" for column in COLUMNS)
    return *own, "" if known else f"{claim['property']}: {words(claim)}"


def _words_of(claim: dict[str, Any]) -> str:
    return str(next(e["quote"] for e in claim["evidence"] if e["role"] == "value"))


def words(claim: dict[str, Any]) -> str:
    """The value in a few words."""
    value = claim["value"]
    if isinstance(value, str):
        extra = [
            claim["scope"],
            f"by {claim['target']}" if claim["target"] else None,
            "inferred" if claim["inferred"] else None,
        ]
        return ", ".join([value, *(e for e in extra if e)])
    parts = (
        value.get(k)
        for k in ("type", "relation", "date", "value", "what", "home_organisation", "partner_organisation", "since")
    )
    return _short(" ".join(str(p) for p in parts if p is not None))


def finding_line(finding: dict[str, Any]) -> str:
    partner = f" of {finding['partner']['name']}" if finding.get("partner") else ""
    if finding["type"] == "count":
        rest = "" if finding["complete"] else " (the list is said not to be complete)"
        return f"count: {finding['what']}: stated {finding['stated']}, listed {finding['listed']}{rest}"
    return f"conflict: {finding['what']}{partner}: {finding['stated']} and {', '.join(map(str, finding['listed']))}"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= WIDEST else plain[: WIDEST - 1] + "…"
