"""Spellings of one name that count as the same: the key under which a name is stored, and what else to try for it."""

import re
from collections.abc import Iterator
from itertools import islice, product

from jumelage.core.text import fold, fold_punctuation

SILENT = re.compile(r"[ʻʽʾʿˈʺ″]|' *")
GAPS = re.compile(r"[-.,;:/()\[\]{}\"&+*!?|_~·•・=\\ ]+")
WORDS = {
    "saint": "st",
    "sankt": "st",
    "sint": "st",
    "sainte": "ste",
    "santa": "sta",
    "santo": "sto",
    "mount": "mt",
    "fort": "ft",
}
ABBREVIATIONS = {
    "a d": "an der",
    "a m": "am main",
    "a rh?": "am rhein",
    "i d": "in der",
    "i (?:br|brsg)": "im breisgau",
    "i w(?:estf)?": "in westfalen",
    "ob? d t": "ob der tauber",
    "o d": "ob der",
    "v d h": "vor der hohe",
    "v d": "vor der",
    "b(?= )": "bei",
    "a(?= )": "am",
    "i(?= )": "im",
}
ABBREVIATED = re.compile(r" (?:[abiov]|ob) ")
UMLAUT = re.compile(r"(?<=[aou])(?<![aeq]u)e")  # not in Steuer, Dauer, Quedlinburg
UMLAUT_LENGTH = 5
OFFICE = re.compile(
    r"^(?:stadt|gemeinde|city of|town of|municipality of|(?:(?:royal|london) )*borough of|commune de|ville de"
    r"|comune di|ciudad de|municipio(?: de)?|cidade de|gemeente|gmina|miasto|kota) "
    r"| (?:stadt|city|town|ville|kommune|municipality|si)$"
)
TAIL = re.compile(r"(?<=\w{4}) (?:am|an der|im|in der|ob der|vor der|bei) .+$")
ARTICLE = re.compile(r"^(?:al|el) (?=\w{3})")
BRACKETED = re.compile(r"(?<!\s)\s*+[(\[]([^)\]]*)[)\]]?\s*")
ALTERNATIVES = re.compile(r"(?<!\s)\s*+/\s*|(?<!\s)\s++[-–—]\s+")
CANTON = re.compile(r"(.+?) ([A-Z]{2})")
# How German transcription writes what English transcription, and so most of the names at hand, writes otherwise.
TRANSCRIPTION = {
    "schtsch": ("shch",),
    "dsch": ("j", "dzh"),
    "tsch": ("ch",),
    "sch": ("sh", "zh"),
    "ch": ("kh", "h", "ch"),
    "j": ("y", "i", ""),
    "w": ("v",),
    "x": ("ks", "x"),
    "z": ("ts", "z"),
    "ai": ("ai", "ay"),
    "ss": ("s",),
    "s": ("s", "z"),
}
SOUNDS = re.compile("(" + "|".join(TRANSCRIPTION) + ")")
TRANSCRIPTIONS = 96


def key(name: str) -> str:
    """The form under which a name is stored: folded, no apostrophes, hyphens as blanks, saints short, rivers in full.

    >>> key("Xi´an"), key("La Valette-du-Var"), key("Saint-Étienne"), key("Frankfurt/Oder"), key("Frankfurt a. M.")
    ('xian', 'la valette du var', 'st etienne', 'frankfurt oder', 'frankfurt am main')
    """
    plain = GAPS.sub(" ", SILENT.sub("", fold(name))).strip()
    if " " not in plain:
        return plain
    plain = " ".join(WORDS.get(word, word) for word in plain.split(" "))
    return _in_full(plain) if ABBREVIATED.search(plain) else plain


def _in_full(plain: str) -> str:
    for short, long in ABBREVIATIONS.items():
        plain = re.sub(rf"(?<= ){short}(?= |$)", long, plain)
    return plain


def contracted(stored: str) -> list[str]:
    """The keys with a, o, u for ae, oe, ue: all of them, then each alone."""
    places = [found.start() for found in UMLAUT.finditer(stored)]
    if not places or len(stored) < UMLAUT_LENGTH:
        return []
    alone = [stored[:at] + stored[at + 1 :] for at in places] if len(places) > 1 else []
    return [UMLAUT.sub("", stored), *alone]


def looser(name: str) -> Iterator[str]:
    """Keys of what the name may add to, nearest first; to be tried when the name itself is unknown."""
    plain = fold_punctuation(name)
    if (head := without_addition(plain)[0]) != plain:
        yield key(head)
    yield from (key(part) for part in ALTERNATIVES.split(plain)[:3])
    whole = key(plain)
    yield whole.replace(" ", "")
    yield OFFICE.sub("", whole)


def without_tail(stored: str) -> str:
    """Without "am Main" or "im Breisgau"."""
    return TAIL.sub("", stored)


def without_addition(plain: str) -> tuple[str, str]:
    """The name, and what stands in brackets, after a comma or a stroke, or as a canton's letters behind it."""
    if found := BRACKETED.search(plain):
        return BRACKETED.sub(" ", plain).strip(), found[1].strip()
    head, comma, rest = plain.partition("," if "," in plain else "/")
    if not comma and (found := CANTON.fullmatch(plain)):
        return found[1], found[2]
    return head.strip(), rest.strip()


def transcribed(stored: str) -> list[str]:
    """The keys in English transcription for one in German: "schytomyr", "gan jawne", "zchinwali"."""
    parts = [TRANSCRIPTION.get(part, (part,)) for part in SOUNDS.split(ARTICLE.sub("", stored))]
    return ["".join(choice) for choice in islice(product(*parts), TRANSCRIPTIONS)]
