"""What the register must answer, found the slow way: every entry is read again for every claim, every course of events is tried.

Shares no code with the product. The rules in words: docs/decisions/0004-chain.md and 0006-periods.md. Days are ordinals.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from partial_dates import EVER_AFTER, EVER_BEFORE, ends_of, first_and_last

from jumelage.knowledge.claims.models import Entry
from jumelage.knowledge.sources.models import Source

ALWAYS_BEFORE, ALWAYS_AFTER = 0, 10_000_000
FINE = ("interval", "century", "decade", "year", "month", "day")
FOUNDING = ("signing", "proclamation", "renewal")
Window = tuple[int, int]


def ordinal(day: str) -> int:
    """Of an ISO day, or of one of the two that stand for all time before and after."""
    ever = {EVER_BEFORE: ALWAYS_BEFORE, EVER_AFTER: ALWAYS_AFTER}
    return ever[day] if day in ever else date.fromisoformat(day).toordinal()


def window(text: str) -> Window:
    first, last = first_and_last(text)
    return ordinal(first), ordinal(last)


@dataclass(frozen=True)
class Said:
    """An accepted claim: what it says, of when, and the days on which it can have been said."""

    seq: int
    property: str
    value: Any
    body: dict[str, Any]
    period: str
    preferred: bool
    date: str
    said: Window

    @property
    def is_dated(self) -> bool:
        """Whether it says when it began."""
        return bool(self.period) and self.begins[1] > ALWAYS_BEFORE

    def began(self, since: int) -> Window:
        """As it is dated; else between that day and the end of its period, or the day of the page."""
        return self.begins if self.is_dated else (since, self.ends[1] if self.period else self.said[1])

    @property
    def begins(self) -> Window:
        starts, _ = ends_of(self.period)
        return ordinal(min(starts)), ordinal(max(starts))

    @property
    def ends(self) -> Window:
        _, ends = ends_of(self.period)
        return ordinal(min(ends)), ordinal(max(ends))


@dataclass(frozen=True)
class Step:
    """From some day of the window on, `value` holds; `dated` by a source, or found on a page."""

    value: str
    window: Window
    dated: bool
    by: tuple[Said, ...]
    scope: str | None = None
    target: str | None = None


Answer = dict[str, Any]


class Oracle:
    """All entries as they lie in the database now."""

    def __init__(self) -> None:
        self.entries = list(Entry.objects.order_by("seq").values())
        bodies = Entry.objects.values_list("seq", "payload__body")
        self.body = {seq: json.loads(text or "{}") for seq, text in bodies}
        self.retrieved = {s.pk: s.retrieved_at.date().toordinal() for s in Source.objects.all()}
        self.claims = [e for e in self.entries if e["op"] == "assert"]
        self.decisions = [e for e in self.entries if e["op"] not in ("assert", "identify")]
        self.known = [e for e in self.entries if e["op"] == "identify"]

    # What stood in the ledger after an entry

    def standing(self, claim: dict[str, Any], known: int) -> tuple[str, str]:
        """State and rank of a claim."""
        state, rank = "proposed", "normal"
        for entry in self.decisions:
            if not claim["seq"] < entry["seq"] <= known:
                continue
            of_source = entry["target_id"] is None and entry["source_id"] == claim["source_id"] and state == "proposed"
            if entry["target_id"] != claim["seq"] and not (entry["op"] == "accept" and of_source):
                continue
            if entry["op"] in ("accept", "reject", "retract"):
                state = {"accept": "accepted", "reject": "rejected", "retract": "retracted"}[entry["op"]]
            elif entry["op"] in ("prefer", "deprecate"):
                rank = {"prefer": "preferred", "deprecate": "deprecated"}[entry["op"]]
            elif entry["op"] == "withdraw":
                state, rank = "proposed", "normal"
        return state, rank

    def asserted(self, known: int) -> Iterator[dict[str, Any]]:
        """What a redacted claim said nobody knows any more, not even of a time before."""
        return (e for e in self.claims if e["seq"] <= known and self.body[e["seq"]])

    def merged_into(self, identity: Any, known: int) -> Any:
        """What the identity was one with; None where it stood alone."""
        into = None
        for entry in self.decisions:
            if entry["subject_id"] == identity and entry["seq"] <= known and entry["op"] in ("merge", "split"):
                into = self.body[entry["seq"]].get("into") if entry["op"] == "merge" else None
        return into

    def subject(self, claim: dict[str, Any], known: int) -> UUID:
        """Whom the claim is about: whom it was split off to, then whatever that was merged into."""
        subject: UUID = claim["subject_id"]
        for entry in self.decisions:
            if (
                entry["op"] == "split"
                and entry["seq"] <= known
                and claim["seq"] in self.body[entry["seq"]].get("claims", ())
            ):
                subject = entry["subject_id"]
        while into := self.merged_into(subject, known):
            subject = UUID(into)
        return subject

    def date_of(self, source: Any, known: int) -> str:
        """The date of a source: what people accepted, else what was read; a preferred one first, then the last."""
        found: list[tuple[bool, bool, int, str]] = []
        for claim in self.asserted(known):
            if claim["subject_id"] == source and claim["property"] == "published":
                state, rank = self.standing(claim, known)
                if state in ("proposed", "accepted") and rank != "deprecated":
                    value = self.body[claim["seq"]]["value"]
                    found.append((state == "accepted", rank == "preferred", claim["seq"], value))
        return max(found)[-1] if found else ""

    def said(self, known: int, until: int) -> dict[UUID, list[Said]]:
        """The accepted claims on each subject, of sources up to a day."""
        found: dict[UUID, list[Said]] = {}
        for claim in self.asserted(known):
            state, rank = self.standing(claim, known)
            if state == "accepted" and rank != "deprecated" and claim["property"] != "published":
                said = self._said(claim, rank, known)
                if said.said[1] <= until:
                    found.setdefault(self.subject(claim, known), []).append(said)
        return found

    def _said(self, claim: dict[str, Any], rank: str, known: int) -> Said:
        if claim["source_id"]:
            when, latest = self.date_of(claim["source_id"], known), self.retrieved[claim["source_id"]]
        else:
            when, latest = claim["recorded_at"].date().isoformat(), claim["recorded_at"].date().toordinal()
        return Said(
            claim["seq"], claim["property"], self.body[claim["seq"]]["value"], self.body[claim["seq"]],
            claim["period"], rank == "preferred", when, _said_when(when, latest, claim["source_id"] is None),
        )  # fmt: skip

    # The answer

    def answers(self, day: date, known: int | None, until: date | None) -> dict[frozenset[str], Answer]:
        """By the labels of the two sides."""
        known = self.entries[-1]["seq"] if known is None else known
        said = self.said(known, until.toordinal() if until else ALWAYS_AFTER)
        found = {}
        for entry in self.known:
            subject, body = entry["subject_id"], self.body[entry["seq"]]
            if body["type"] == "partnership" and subject in said and not self.merged_into(subject, known):
                found[frozenset(map(self._label, body["parties"]))] = held_on(said[subject], day.toordinal())
        return {sides: answer for sides, answer in found.items() if answer}

    def _label(self, municipality: str) -> str:
        entry = next(e for e in self.known if str(e["subject_id"]) == municipality)
        return str(self.body[entry["seq"]]["label"])


def _said_when(text: str, retrieved: int, spoken: bool) -> Window:
    """From the first day that the source can be of to the last, or the day on which it was retrieved."""
    if spoken:
        return retrieved, retrieved
    first, last = window(text) if text else (ALWAYS_BEFORE, ALWAYS_AFTER)
    return first, min(last, retrieved)


def best(said: Iterable[Said]) -> list[Said]:
    found = list(said)
    return [s for s in found if s.preferred] or found


def held_on(said: list[Said], day: int) -> Answer | None:
    steps = course(said)
    statuses = held(steps, day)
    shown = shown_step(steps, day)
    if shown is None:
        return None
    kinds, kind = kinds_on(best(s for s in said if s.property == "kind"), day)
    counted = "partnership" in kinds and bool(statuses & {"active", "resting"})
    only = kinds == {"partnership"} and statuses <= {"active", "resting"}
    return {
        "kinds": kinds, "kind": kind, "statuses": statuses, "status": shown.value, "scope": shown.scope,
        "target": shown.target, "since": start_on(said, day), "last stated": last_stated(shown, day),
        "counted": counted, "certain": only if counted else len(kinds) <= 1 and len(statuses) == 1,
    }  # fmt: skip


# Status: the steps of the course, and every way in which they can have followed one another


def course(said: list[Said]) -> list[Step]:
    begun = beginning(said)
    later = [*rests(said, begun), *resumptions(said), *ends(said)]
    later.sort(key=lambda step: step.window[1])  # the order is that of the last days on which each can have happened
    steps: list[Step] = []
    for step in [*plans(said, begun), *begun, *later]:
        if steps and steps[-1].value == step.value:  # said once more
            last = steps.pop()
            step = Step(
                last.value, last.window, last.dated, (*last.by, *step.by), last.scope or step.scope, last.target
            )
        steps.append(step)
    return in_order(steps)


def in_order(steps: list[Step]) -> list[Step]:
    """A step that is dated before the one that it follows happened with it."""
    floor, made = ALWAYS_BEFORE, []
    for step in steps:
        low = max(step.window[0], floor)
        made.append(Step(step.value, (low, max(step.window[1], low)), step.dated, step.by, step.scope, step.target))
        floor = low
    return made


def beginning(said: list[Said]) -> list[Step]:
    since = best(s for s in said if s.property == "since")
    active = tuple(s for s in said if s.property == "status" and s.value == "active")
    if since:
        return [Step("active", together([window(s.value) for s in since]), True, (*since, *active))]
    dated = [s for s in said if (s.property == "kind" or is_deed(s)) and s.period and s.begins[0] > ALWAYS_BEFORE]
    if dated:
        first = min(dated, key=lambda s: (s.begins[0], s.seq))
        return [Step("active", first.begins, True, (first, *active))]
    statuses = {s.value for s in said if s.property == "status"}
    alive = [s for s in said if s.property == "status" and s.value in ("active", "resting")]
    if "planned" not in statuses:
        alive += [s for s in said if s.property == "kind"]
    if not alive:
        return []
    first = min(alive, key=lambda s: s.said[1])
    return [Step("active", (ALWAYS_BEFORE, first.said[1]), False, active or (first,))]


def is_deed(s: Said) -> bool:
    return s.property == "event" and s.value["type"] in FOUNDING and not s.value.get("planned")


def together(windows: list[Window]) -> Window:
    """The days that all share, else all from the first to the last."""
    low, high = max(w[0] for w in windows), min(w[1] for w in windows)
    return (low, high) if low <= high else (min(w[0] for w in windows), max(w[1] for w in windows))


def plans(said: list[Said], begun: list[Step]) -> Iterator[Step]:
    planned = best(s for s in said if s.property == "status" and s.value == "planned")
    if planned:
        first = min(planned, key=lambda s: s.said[1])
        latest = begun[0].window[1] if begun else ALWAYS_AFTER
        if first.said[0] <= latest:
            target = next((s.body["target"] for s in planned if s.body.get("target")), None)
            yield Step("planned", (first.said[0], min(first.said[1], latest)), False, tuple(planned), target=target)


def happened(said: list[Said], type_: str, value: str) -> Iterator[Step]:
    for s in said:
        if s.property == "event" and s.value["type"] == type_ and s.value.get("date") and not s.value.get("planned"):
            yield Step(value, window(s.value["date"]), True, (s,))


def rests(said: list[Said], begun: list[Step]) -> Iterator[Step]:
    yield from happened(said, "suspension", "resting")
    for s in best(s for s in said if s.property == "status" and s.value == "resting"):
        active = [
            a.said[0] for a in said
            if a.property == "status" and a.value == "active" and a.said[0] > ALWAYS_BEFORE and a.said[1] <= s.said[1]
        ]  # fmt: skip
        since = max(active, default=begun[0].window[0] if begun else ALWAYS_BEFORE)
        yield Step("resting", s.began(since), s.is_dated, (s,), s.body.get("scope"))


def resumptions(said: list[Said]) -> Iterator[Step]:
    yield from happened(said, "resumption", "active")
    for s in best(s for s in said if s.property == "status" and s.value == "active"):
        if s.is_dated:
            yield Step("active", s.begins, True, (s,))


def ends(said: list[Said]) -> Iterator[Step]:
    yield from happened(said, "termination", "ended")
    until = best(s for s in said if s.property == "until")
    if until:
        yield Step("ended", together([window(s.value) for s in until]), True, tuple(until))
    for s in best(s for s in said if s.property == "status" and s.value == "ended"):
        yield Step("ended", s.began(ALWAYS_BEFORE), s.is_dated, (s,))


def held(steps: Sequence[Step], day: int) -> set[str]:
    """What holds on the day in some world: each step on a day of its window, none before the one that it follows."""
    days = sorted({day, day + 1, *(d for step in steps for d in step.window)})
    found: set[str] = set()

    def live(number: int, last: int, value: str) -> None:
        if number == len(steps):
            found.add(value)
            return
        low, high = steps[number].window
        for when in days:
            if max(low, last) <= when <= high:
                live(number + 1, when, steps[number].value if when <= day else value)

    live(0, ALWAYS_BEFORE, "none")
    return found


def is_possible(steps: Sequence[Step], number: int, day: int) -> bool:
    """Whether just this step's value can hold on the day."""
    named = [Step(str(n), s.window, s.dated, s.by) for n, s in enumerate(steps)]
    return str(number) in held(named, day)


def latest_day(steps: Sequence[Step], number: int) -> int:
    """No step happened after one that follows it."""
    return min(step.window[1] for step in steps[number:])


def shown_step(steps: Sequence[Step], day: int) -> Step | None:
    """The last that is dated from a day before, or was found by then, and can still hold; else the first that can hold."""
    possible = [n for n in range(len(steps)) if is_possible(steps, n, day)]
    begun = [n for n in possible if (steps[n].window[0] if steps[n].dated else latest_day(steps, n)) <= day]
    chosen = begun[-1] if begun else next(iter(possible), None)
    return None if chosen is None else steps[chosen]


def last_stated(step: Step, day: int) -> str | None:
    """The date of the newest source that said so by the day."""
    said = [(s.said[0], s.date) for s in step.by if s.property == "status" and s.date and s.said[0] <= day]
    return max(said)[1] if said else None


# Kinds, and the date that is shown


def kinds_on(said: list[Said], day: int) -> tuple[set[str], str | None]:
    """What can be its kind on the day, and what is shown: the one dated last, else what most sources say."""
    dated = [s for s in said if s.period]
    always = Counter(s.value for s in said if not s.period)
    covering = [s for s in dated if s.begins[0] <= day <= s.ends[1]]
    free = not any(s.begins[1] <= day <= s.ends[0] for s in dated)  # no period certainly covers it
    kinds = {s.value for s in covering} | (set(always) if free else set())
    if covering:
        return kinds, max(covering, key=lambda s: (s.begins[0], -s.seq)).value
    return kinds, min(always, key=lambda value: (-always[value], value), default=None) if free else None


def start_on(said: list[Said], day: int) -> str | None:
    """The preferred start, else the finest; nothing before the first day that it can mean."""
    since = [s for s in said if s.property == "since"]
    chosen = {s.value for s in best(since)}
    ranked = sorted({s.value for s in since}, key=lambda text: (text not in chosen, -FINE.index(fineness(text)), text))
    return ranked[0] if ranked and window(ranked[0])[0] <= day else None


def fineness(text: str) -> str:
    bare = text.rstrip("?~%").replace("-XX", "")
    if "/" in text:
        return "interval"
    return {1: "decade", 2: "century"}.get(bare.count("X")) or {4: "year", 7: "month", 10: "day"}[len(bare)]
