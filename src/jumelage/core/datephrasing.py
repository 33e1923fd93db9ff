"""How people write dates in each language: data for `datephrases`. Pure: no Django.

All of it is held against folded text: small letters, no accents, one blank, a blank behind each apostrophe. In frames and forms,
{} is a date, {m} a month's name, {d} a day's number, {y} a year's digits, {n} any other number, {r} a Roman one. Months come from CLDR.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One language.

    locales: whose names of months are known. day_first: the signs between numbers that are always day, month, year.
    around, doubt: words before a date; behind: words behind it. small: words that may stand before a date and say nothing.
    parts: words for a part of a year or decade. frames: what is said of one date or two, in the order of trial; a kind that is a
    code of `datephrases.REFUSALS` refuses.
    days, months, decades, roundyears, centuries: forms of a date. era: behind years before 1000.
    """

    locales: tuple[str, ...] = ()
    day_first: str = ""
    around: str = "(?!)"
    doubt: str = "(?!)"
    behind: str = "(?!)"
    small: str = "(?!)"
    parts: str = "(?!)"
    frames: tuple[tuple[str, str], ...] = ()
    days: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    decades: tuple[str, ...] = ()
    roundyears: tuple[str, ...] = ()
    centuries: tuple[str, ...] = ()
    era: str = "(?!)"


NO_LANGUAGE = Phrasing()

GERMAN = Phrasing(
    locales=("de", "de_AT"),
    day_first=".",
    around="um|ca|circa|zirka|etwa|ungefahr|gegen|rund",
    doubt="vermutlich|wahrscheinlich|wohl|moglicherweise|vielleicht|mutmasslich",
    behind="vermutlich|wahrscheinlich|ca|circa|etwa|ungefahr",
    small="am|im|in|den|dem|der|die|das|jahr|jahre|monat|zum|zu|ins",
    parts="(?:am |zu )?(?:anfang|beginn|mitte|ende)(?: (?:des jahres|des|der|dem))?|fruhe[nrs]?|spate[nrs]?|"
    "fruhjahr|fruhling|sommer|herbst|winter",
    frames=(
        ("since between", "seit (?:einem (?:tag|zeitpunkt) )?zwischen {} und {}"),
        ("since earliest", "seit fruhestens {}"),
        ("since latest", "seit spatestens {}"),
        ("between", "zwischen {} und {}"),
        ("from, end unknown", "ab {}, ende unbekannt"),
        ("earliest", "fruhestens {}"),
        ("earliest", "nicht vor {}"),
        ("latest", "(?:bis )?spatestens {}"),
        ("from", "seit {}"),
        ("from", "ab {}"),
        ("from", "von {} an"),
        ("after", "nach {}"),
        ("before", "vor {}"),
        ("until", "bis (?:einschliesslich )?(?:zum |zu den |in die |ins )?{}"),
        ("run", "(?:von|vom|ab|seit) {} bis (?:zum |zu den |in die |ins )?{}"),
        ("pair", "{} bis (?:zum |zu den |in die |ins )?{}"),
    ),
    days=(r"{d}\.? ?{m}\.?,? ?{y}", r"{d}\.? ?{m}\.?"),
    months=(r"{m}\.? ?{y}", r"{m}\.? des jahres {y}", r"{m}\.?"),
    decades=(r"{y}-?(?:ig)?ern?(?:[ -]?jahren?)?",),
    roundyears=(r"jahrzehnt {y} ?- ?{y}",),
    centuries=(r"{n}\. ?(?:jahrhunderts?|jhdt?|jh)",),
    era=r"n\. ?chr|nach christus",
)  # fmt: skip

ENGLISH = Phrasing(
    locales=("en", "en_GB"),
    around="around|about|circa|ca|c|approximately|approx",
    doubt="probably|possibly|perhaps|presumably|maybe",
    behind="probably|possibly|approximately|approx|circa|ca",
    small="the|in|on|year|month of",
    parts="(?:at )?(?:the )?(?:early|mid|middle of|late|beginning of|start of|end of)|spring|summer|autumn|fall|winter",
    frames=(
        ("since between", "since (?:some (?:time|day) )?between {} and {}"),
        ("since earliest", "since {} at the earliest"),
        ("since latest", "since {} at the latest"),
        ("between", "between {} and {}"),
        ("from, end unknown", "from {}, end unknown"),
        ("earliest", "{} at the earliest"),
        ("earliest", "{} or later"),
        ("earliest", "(?:not before|no earlier than|not earlier than) {}"),
        ("latest", "(?:by )?{} at the latest"),
        ("latest", "{} or earlier"),
        ("latest", "(?:by|no later than|not later than) {}"),
        ("run", "from {} (?:to|until|till|through) {}"),
        ("from", "from {} (?:on|onwards?)"),
        ("from", "{} onwards?"),
        ("from", "(?:since|as from|from) {}"),
        ("after", "after {}"),
        ("before", "before {}"),
        ("until", "(?:up to|until|till|to) {}"),
        ("pair", "{} (?:to|until|till|through) {}"),
    ),
    days=(
        r"{d}(?:st|nd|rd|th)?(?: of|-)? ?{m}[.,]?[ -]?{y}", r"{m}\.? {d}(?:st|nd|rd|th)?,? {y}",
        r"{d}(?:st|nd|rd|th)?(?: of)? ?{m}\.?",
    ),
    months=(r"{m}[.,]?(?: of)? ?{y}", r"{m}\.?"),
    decades=(r"{y}'? ?s",),
    roundyears=(r"decade {y} ?- ?{y}",),
    centuries=(r"{n}(?:st|nd|rd|th) century",),
    era=r"a\.?d",
)  # fmt: skip

FRENCH = Phrasing(
    locales=("fr", "fr_CA"),
    day_first="./-",
    around="vers|environ|env|autour de|aux alentours de|circa|ca",
    doubt="probablement|vraisemblablement|sans doute|peut-etre",
    behind="probablement|environ|env",
    small="le|la|les|l'|en|dans|an|annee|au mois (?:de|d')|mois (?:de|d')",
    parts="(?:au |a la |en |vers la |vers le )?(?:debut|milieu|fin|printemps|ete|automne|hiver)"
    "(?: (?:de l' annee|de la|de l'|de|du|des|d'))?",
    frames=(
        ("year or decade", r".*annees \d{4} ?(?:et|aux|a|-) ?\d{4}"),
        ("since between", "depuis (?:une date comprise )?entre {} et {}"),
        ("since earliest", "depuis {} au plus tot"),
        ("since latest", "depuis {} au plus tard"),
        ("between", "(?:une date comprise )?entre {} et {}"),
        ("from, end unknown", "a partir (?:des|du|de|d') {}, fin inconnue"),
        ("earliest", "au plus tot {}"),
        ("earliest", "{} au plus tot"),
        ("earliest", "pas avant {}"),
        ("latest", "au plus tard {}"),
        ("latest", "{} au plus tard"),
        ("run", "(?:des|du|de|d') {} (?:jusqu' en|jusqu' aux|jusqu' au|jusqu' a|jusque|aux|au|a) {}"),
        ("from", "depuis {}"),
        ("from", "a partir (?:des|du|de|d') {}"),
        ("after", "apres {}"),
        ("before", "avant {}"),
        ("until", "(?:jusqu' en|jusqu' aux|jusqu' au|jusqu' a|jusque) {}"),
        ("pair", "{} (?:aux|au|a) {}"),
    ),
    days=(r"{d}(?:er|e)? ?{m}\.?,? ?{y}", r"{d}(?:er|e)? ?{m}\.?"),
    months=(r"{m}\.?(?: de| de l' annee)? ?{y}", r"{m}\.?"),
    decades=(r"annees {y}", r"decennie {y}"),
    roundyears=(r"decennie {y} ?- ?{y}",),
    centuries=(r"(?:au )?{r}(?:er|eme|e) siecle", r"(?:au )?{n}(?:er|eme|e) siecle"),
    era=r"ap(?:r|res)?\.? ?j\.?-? ?c",
)  # fmt: skip

PHRASINGS = {"de": GERMAN, "en": ENGLISH, "fr": FRENCH}
