"""How dates are written in each language: data for `datewords`. Pure: no Django.

A case is a form that a date takes beside other words, with its article or preposition, by precision; where a case says nothing
of a precision, the form is that of `name`. `roundyears` are the first ten years of a century, whose plain name (1900s) could mean
all of it. Frames put dates, a and b, in their cases together.
"""

from collections.abc import Callable
from dataclasses import dataclass

Cases = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Wording:
    """approximate and uncertain: the doubt inside of a case, for `case precision` where they differ, else for the case.

    doubt: the doubt before a whole phrase. era: behind years before 1000. first_day: how the first of a month is written.
    joins: what is written otherwise where words meet.
    """

    locale: str
    days: dict[str, str]
    century: Callable[[int], str]
    cases: Cases
    approximate: dict[str, str]
    uncertain: dict[str, str]
    doubt: str
    frames: dict[str, str]
    era: str
    first_day: str = ""
    joins: tuple[tuple[str, str], ...] = ()


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def roman(number: int) -> str:
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC", "C")
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return tens[number // 10] + ones[number % 10]


GERMAN = Wording(
    "de",
    {"day": "d. MMMM y", "day of year": "d. MMMM", "day of month": "d.", "month": "MMMM y", "month of year": "MMMM"},
    str,
    {
        "name": {
            "day": "{}", "month": "{}", "year": "{}", "decade": "{}er-Jahre", "roundyears": "Jahrzehnt {}",
            "century": "{}. Jahrhundert",
        },
        "accusative": {"day": "den {}"},
        "of": {
            "day": "vom {}", "month": "von {}", "year": "von {}", "decade": "von den {}er-Jahren", "roundyears": "vom Jahrzehnt {}",
            "century": "vom {}. Jahrhundert",
        },
        "dative": {
            "day": "dem {}", "decade": "den {}er-Jahren", "roundyears": "dem Jahrzehnt {}", "century": "dem {}. Jahrhundert",
        },
        "when": {
            "day": "am {}", "month": "im {}", "decade": "in den {}er-Jahren", "roundyears": "im Jahrzehnt {}",
            "century": "im {}. Jahrhundert",
        },
        "to": {
            "day": "zum {}", "decade": "in die {}er-Jahre", "roundyears": "ins Jahrzehnt {}", "century": "ins {}. Jahrhundert",
        },
    },
    {
        "name": "um {accusative}", "name decade": "etwa {when}", "name roundyears": "etwa {when}", "name century": "etwa {when}",
        "of": "von etwa {dative}", "dative": "etwa {dative}", "when": "etwa {when}", "to": "etwa {to}",
    },
    {"name": "vermutlich {name}", "of": "von vermutlich {dative}", "dative": "vermutlich {dative}", "to": "vermutlich {to}"},
    "vermutlich {}",
    {
        "alone": "{a[name]}",
        "alone in doubt": "{a[when]}",
        "from": "ab {a[dative]}",
        "from, end unknown": "ab {a[dative]}, Ende unbekannt",
        "until": "bis {a[to]}",
        "run": "{a[name]} bis {b[name]}",
        "run in doubt": "{a[of]} bis {b[to]}",
        "between": "zwischen {a[dative]} und {b[dative]}",
        "earliest": "frühestens {a[when]}",
        "latest": "spätestens {a[when]}",
        "since": "seit {a[dative]}",
        "since between": "seit einem Zeitpunkt zwischen {a[dative]} und {b[dative]}",
        "since earliest": "seit frühestens {a[dative]}",
        "since latest": "seit spätestens {a[dative]}",
    },
    " n. Chr.",
)  # fmt: skip

ENGLISH = Wording(
    "en",
    {"day": "d MMMM y", "day of year": "d MMMM", "day of month": "d", "month": "MMMM y", "month of year": "MMMM"},
    _ordinal,
    {
        "name": {
            "day": "{}", "month": "{}", "year": "{}", "decade": "{}s", "roundyears": "decade {}", "century": "{} century",
        },
        "the": {"decade": "the {}s", "roundyears": "the decade {}", "century": "the {} century"},
    },
    {"name": "around {the}", "the": "around {the}"},
    {"name": "probably {name}", "the": "probably {the}"},
    "probably {}",
    {
        "alone": "{a[name]}",
        "alone in doubt": "{a[the]}",
        "from": "from {a[the]} on",
        "from, end unknown": "from {a[the]}, end unknown",
        "until": "until {a[the]}",
        "run": "{a[name]} to {b[name]}",
        "run in doubt": "from {a[the]} to {b[the]}",
        "between": "between {a[the]} and {b[the]}",
        "earliest": "{a[the]} at the earliest",
        "latest": "{a[the]} at the latest",
        "since": "since {a[the]}",
        "since between": "since some time between {a[the]} and {b[the]}",
        "since earliest": "since {a[the]} at the earliest",
        "since latest": "since {a[the]} at the latest",
    },
    " AD",
)  # fmt: skip

FRENCH = Wording(
    "fr",
    {"day": "d MMMM y", "day of year": "d MMMM", "day of month": "d", "month": "MMMM y", "month of year": "MMMM"},
    roman,
    {
        "name": {
            "day": "{}", "month": "{}", "year": "{}", "decade": "années {}", "roundyears": "décennie {}", "century": "{}e siècle",
        },
        "the": {
            "day": "le {}", "decade": "les années {}", "roundyears": "la décennie {}", "century": "le {}e siècle",
            "year beside a decade": "l’année {}",
        },
        "of": {
            "day": "du {}", "month": "de {}", "year": "de {}", "decade": "des années {}", "roundyears": "de la décennie {}",
            "century": "du {}e siècle", "year beside a decade": "de l’année {}",
        },
        "to": {
            "day": "au {}", "month": "à {}", "year": "à {}", "decade": "aux années {}", "roundyears": "à la décennie {}",
            "century": "au {}e siècle", "year beside a decade": "à l’année {}",
        },
        "until": {
            "day": "jusqu’au {}", "month": "jusqu’en {}", "year": "jusqu’en {}", "decade": "jusque dans les années {}",
            "roundyears": "jusque dans la décennie {}", "century": "jusqu’au {}e siècle",
        },
        "when": {
            "day": "le {}", "month": "en {}", "year": "en {}", "decade": "dans les années {}", "roundyears": "dans la décennie {}",
            "century": "au {}e siècle",
        },
    },
    {
        "name": "vers {the}", "the": "environ {the}", "of": "de environ {the}", "to": "à environ {the}",
        "until": "jusque vers {the}", "when": "vers {the}",
    },
    {"the": "probablement {the}", "of": "de probablement {the}", "to": "à probablement {the}"},
    "probablement {}",
    {
        "alone": "{a[name]}",
        "alone in doubt": "{a[when]}",
        "from": "à partir {a[of]}",
        "from, end unknown": "à partir {a[of]}, fin inconnue",
        "until": "{a[until]}",
        "run": "{a[of]} {b[to]}",
        "run in doubt": "{a[of]} {b[to]}",
        "between": "entre {a[the]} et {b[the]}",
        "earliest": "au plus tôt {a[when]}",
        "latest": "au plus tard {a[when]}",
        "since": "depuis {a[the]}",
        "since between": "depuis une date comprise entre {a[the]} et {b[the]}",
        "since earliest": "depuis {a[the]} au plus tôt",
        "since latest": "depuis {a[the]} au plus tard",
    },
    " apr. J.-C.",
    "1er",
    (("de avril", "d’avril"), ("de août", "d’août"), ("de octobre", "d’octobre"), ("de environ", "d’environ")),
)  # fmt: skip

WORDINGS = {"de": GERMAN, "en": ENGLISH, "fr": FRENCH}
