"""Partial dates as people say them, in German, English and French. Pure: no Django."""

from jumelage.core.edtf import PartialDate, parse

WORDS = {
    "de": {
        "approximate": "um {}", "uncertain": "vermutlich {}", "decade": "{}er-Jahre", "century": "{}. Jahrhundert",
        "between": "{} bis {}", "from": "ab {}", "until": "bis {}", "from day": "ab dem {}", "until day": "bis zum {}",
        "day": "d. MMMM y",
    },
    "en": {
        "approximate": "about {}", "uncertain": "probably {}", "decade": "{}s", "century": "{} century",
        "between": "{} to {}", "from": "from {} on", "until": "until {}", "from day": "from {} on", "until day": "until {}",
        "day": "d MMMM y",
    },
    "fr": {
        "approximate": "vers {}", "uncertain": "probablement {}", "decade": "années {}", "century": "{}e siècle",
        "between": "de {} à {}", "from": "à partir de {}", "until": "jusqu’en {}", "from day": "à partir du {}",
        "until day": "jusqu’au {}", "day": "d MMMM y",
    },
}  # fmt: skip


def in_words(text: str, language: str) -> str:
    """`1960-05` is "Mai 1960", "May 1960", "mai 1960". A language without words of its own is told in English."""
    words = WORDS.get(language) or WORDS["en"]
    when = parse(text)
    if when.is_interval:
        return _interval(when, language, words)
    return _qualified(when, _point(when, language, words), words)


def iso(text: str) -> str:
    """For the datetime attribute, which knows days, months and years only; else empty."""
    when = parse(text)
    exact = when.precision in ("day", "month", "year") and not (when.uncertain or when.approximate)
    return text.removesuffix("-XX").removesuffix("-XX") if exact else ""


def _interval(when: PartialDate, language: str, words: dict[str, str]) -> str:
    left, right = when.text.split("/")
    sides = [in_words(side, language) if side not in ("", "..") else "" for side in (left, right)]
    if all(sides):
        return words["between"].format(*sides)
    given, verb = (left, "from") if sides[0] else (right, "until")
    return words[f"{verb} day" if parse(given).precision == "day" else verb].format(sides[0] or sides[1])


def _qualified(when: PartialDate, plain: str, words: dict[str, str]) -> str:
    if when.approximate:
        plain = words["approximate"].format(plain)
    return words["uncertain"].format(plain) if when.uncertain else plain


def _point(when: PartialDate, language: str, words: dict[str, str]) -> str:
    from babel.dates import format_date

    day, precision = when.start_min, when.precision
    assert day
    if precision == "decade":
        return words["decade"].format(day.year)
    if precision == "century":
        return words["century"].format(_ordinal(day.year // 100 + 1, language))
    if precision == "year":
        return str(day.year)
    first = "1er " if language == "fr" and precision == "day" and day.day == 1 else ""
    pattern = "MMMM y" if precision == "month" or first else words["day"]
    return first + format_date(day, pattern, locale=language)


def _ordinal(number: int, language: str) -> str:
    if language != "en":
        return str(number)
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
