"""What is attached to a place's name in a sentence: country, region, adjective, preposition, year."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.countries import Country
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.names import Name, is_town_word
from jumelage.knowledge.reader.sentences import Sentence, Word

ASIDE = re.compile(r" \([^()\d]+\)")
LONGEST_ASIDE = 40
LONGEST_GAP = 5
STATES = frozenset(
    re.findall(r"\w+", "AL AR AZ CA CO GA ID IL IN LA MA MD ME MN MO MS MT NC NE PA SC SD TN VA")
)  # of the US as well
END = itemgetter(1)


@dataclass(frozen=True, slots=True)
class Party:
    """A named place with what stands around it.

    begin and stop take in what is attached. before is the kind of the preposition in front (`partner`, `place`, or None),
    bare tells whether nothing but the sentence's start or a comma stands there.
    """

    start: int
    end: int
    text: str
    key: str | None
    begin: int
    stop: int
    country: Country | None = None
    date: Date | None = None
    before: str | None = None
    named: bool = False
    region: bool = False
    is_home: bool = False


def party(
    text: str,
    low: str,
    name: Name,
    sentence: Sentence,
    around: tuple[Country, ...],
    dated: tuple[Date, ...],
    language: Language,
) -> Party:
    """The name with its attachments, read left to right: town, region, country, year."""
    begin, before, named, country = _left(text, low, name, sentence, around, language)
    country = country or _heading(text, begin, sentence, around)
    stop, country, date = _right(low, name, country, sentence, around, dated, language)
    if date is None:
        date = _leading(text, begin, sentence, dated)
    if before == "of":
        before = None if country or named else "place"
    return Party(name.start, name.end, name.text, name.key, begin, stop, country, date, before, named)


def _heading(text: str, begin: int, sentence: Sentence, around: tuple[Country, ...]) -> Country | None:
    """The country at the head of a list's line: `Germany: Hückelhoven`."""
    first = around[0] if around else None
    if first and first.form == "name" and first.start - sentence.start <= 2 and text[first.end : begin].strip() == ":":
        return first
    return None


def _leading(text: str, begin: int, sentence: Sentence, dated: tuple[Date, ...]) -> Date | None:
    """The year at the head of a list's line: `1958: Coventry`."""
    first = dated[0] if dated else None
    if (
        first
        and first.edtf
        and first.start == sentence.start
        and text[first.end : begin].strip() in (":", "–", "-", "|")
    ):
        return first
    return next((d for d in dated if d.edtf and _is_aside(text, d, begin, sentence)), None)


def _is_aside(text: str, date: Date, begin: int, sentence: Sentence) -> bool:
    """A date between commas right before the name: `Nottingham and, in 2001, Leeds`."""
    head = text[max(sentence.start, date.start - 8) : date.start]
    return text[date.end : begin] == ", " and "," in head and head.rpartition(",")[2].strip().islower()


def _left(
    text: str, low: str, name: Name, sentence: Sentence, around: tuple[Country, ...], language: Language
) -> tuple[int, str | None, bool, Country | None]:
    """Walks back over town words, articles and the country's adjective to the preposition."""
    begin, named, adjective, of = name.start, False, None, False
    articles = language.among("articles")
    behind = bisect_right(sentence.words, name.start, key=END)
    adjectives = [c for c in around if c.form == "adjective"]
    for word in reversed(sentence.words[max(0, behind - 7) : behind]):
        if text[word.end : begin].strip(" '’-\"„“«»"):
            break
        of_country = next((c for c in adjectives if c.start <= word.start and word.end <= c.end), None)
        if of and word.low in language.words["capital"]:
            return begin, "place", False, adjective
        if is_town_word(word.low, language):
            named = True
        elif of_country:
            adjective = of_country
        elif of and not (named or adjective):
            break
        elif word.low in language.words["partner_before"]:
            return word.start, _companion(name, word, sentence, language), named, adjective
        elif word.low in language.words["from_to"] and _runs_on(low, name.end, language):
            return word.start, None, named, adjective
        elif word.low in language.words["of"]:
            of = True
        elif word.low in language.words["place_before"]:
            return word.start, "place", named, adjective
        elif word.low not in articles:
            break
        begin = word.start
    return begin, "of" if of else None, named, adjective


def _companion(name: Name, word: Word, sentence: Sentence, language: Language) -> str:
    """Whether a word that means both `with` and `from` means the former: by the name's case, else by where it stands."""
    if word.low not in language.among("place_before"):
        return "partner"
    endings = tuple(language.words["partner_endings"])
    if endings and name.key and name.text.casefold() != name.key.casefold() and name.text.endswith(endings):
        return "partner"
    return "place" if word.start == sentence.start else "partner"


def _runs_on(low: str, end: int, language: Language) -> bool:
    """Whether the span from one name to another goes on behind the name: `from A to B`."""
    following = re.findall(r"[^\W\d_]+", low[end : end + 40])[:6]
    return any(word in language.words["from_to"] for word in following)


def _right(
    low: str,
    name: Name,
    country: Country | None,
    sentence: Sentence,
    around: tuple[Country, ...],
    dated: tuple[Date, ...],
    language: Language,
) -> tuple[int, Country | None, Date | None]:
    """Takes in what follows: country or region behind a comma, in brackets or behind a preposition, then the year."""
    date: Date | None = None
    stop = name.end
    lands = {c.start: c for c in around if c.start >= stop and c.form != "adjective"}
    days = {d.start: d for d in dated if d.start >= stop}
    while lands or days:
        gap = _gap(low, stop, sentence.end, language)
        land, day = lands.pop(gap, None), days.pop(gap, None)
        if land and land.form == "code" and not _lies_in(name, land.code):
            land = None
        if land and date is None and (country is None or country.form != "name"):
            country, stop = land, land.end
        elif day and day.edtf and date is None and _is_attached(low, stop, day, language):
            date, stop = day, day.end
        elif aside := ASIDE.match(low, stop, min(stop + LONGEST_ASIDE, sentence.end)):
            stop = aside.end()
        else:
            break
    return stop, country, date


def _lies_in(name: Name, code: str) -> bool:
    """Whether a town is called so in the country of a code, which may also be that of a state; an unknown one may be."""
    if name.key is None:
        return code not in STATES
    return any(p.country == code for p in gazetteer.lookup(name.key, country=code, limit=1))


def _gap(low: str, stop: int, limit: int, language: Language) -> int:
    """Where the next attachment would begin: behind punctuation, brackets, a preposition and an article; -1 where none can."""
    at = stop
    while at < limit and (low[at] in ' ,()/·|–-:[]"“”' or (low[at] == ";" and "(" in low[stop - LONGEST_ASIDE : stop])):
        at += 1
    if len(low[stop:at].strip()) > LONGEST_GAP or "\n" in low[stop:at]:
        return -1
    found = _joining(language).match(low, at)
    return found.end() if found else at


@lru_cache(maxsize=16)
def _joining(language: Language) -> re.Pattern[str]:
    """A word of each group at most, in this order."""
    rows = {
        name: "|".join(re.escape(word) + (" ?" if word.endswith("'") else " ") for word in language.words[name])
        for name in ("both", "since", "in_year", "place_before", "of", "articles", "town")
    }
    plain = "".join(
        f"(?:{rows[name]})?" for name in ("both", "since", "in_year", "place_before", "of", "articles") if rows[name]
    )
    into = "|".join(rows[name] for name in ("place_before", "of") if rows[name]) or "(?!)"
    article = f"(?:{rows['articles']})?" if rows["articles"] else ""
    town = f"{article}(?:{rows['town']})(?:{into}){article}" if rows["town"] else "(?!)"
    return re.compile(f"{town}|{plain}")


def _is_attached(low: str, stop: int, date: Date, language: Language) -> bool:
    """A year belongs to the name when it stands in brackets, behind a comma, a colon, a dash or a word for since."""
    between = low[stop : date.start].strip()
    words = re.findall(r"[^\W\d_]+", between)
    since = any(w in language.words["since"] for w in words)
    bare = between.lstrip(") ")
    return since or (not words and between != "" and (bare == "" or bare[0] in ",(:–-|·/"))
