"""What a country is called in a language, and where it lies. Pure: CLDR by Babel, imported when first needed."""

from functools import lru_cache

CONTINENTS = {
    "AF": """AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ
             NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW""",
    "AS": """AE AF AM AZ BD BH BN BT CC CN GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP
             OM PH PK PS QA SA SG SY TH TJ TM TR TW UZ VN YE""",
    "EU": """AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD
             ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK""",
    "NA": """AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX
             TC TT US VC VG VI""",
    "OC": "AS AU CK CX FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS",
    "SA": "AR BO BR CL CO EC FK GF GY PE PY SR UY VE",
}
CONTINENT = {code: continent for continent, codes in CONTINENTS.items() for code in codes.split()}

# Countries whose names reach us in a transcription, and so in several.
TRANSCRIBED_CODES = """AE AF AM BA BD BG BH BY CN CY DZ EG ET GE GR HK IL IN IQ IR JO JP KG KH KP KR KW KZ LB LY MA MD
                       ME MK MM MN NP OM PK PS QA RS RU SA SD SY TH TJ TM TN TW UA UZ XK YE"""
TRANSCRIBED = frozenset(TRANSCRIBED_CODES.split())

# What GeoNames counts apart from the country that it belongs to.
TERRITORIES = {
    "AU": frozenset({"CC", "CX", "NF"}),
    "CN": frozenset({"HK", "MO"}),
    "DK": frozenset({"FO", "GL"}),
    "FI": frozenset({"AX"}),
    "FR": frozenset({"BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "WF", "YT"}),
    "GB": frozenset({"AI", "BM", "FK", "GG", "GI", "IM", "JE", "KY", "MS", "SH", "TC", "VG"}),
    "NL": frozenset({"AW", "BQ", "CW", "SX"}),
    "NO": frozenset({"SJ"}),
    "NZ": frozenset({"CK", "NU", "TK"}),
    "US": frozenset({"AS", "GU", "MP", "PR", "VI"}),
}

# Number plates, as lists of twin towns have them in brackets; alpha-2 codes go without saying.
PLATES = {
    "A": "AT",
    "B": "BE",
    "BIH": "BA",
    "CRO": "HR",
    "D": "DE",
    "E": "ES",
    "EST": "EE",
    "F": "FR",
    "FIN": "FI",
    "H": "HU",
    "I": "IT",
    "IRL": "IE",
    "J": "JP",
    "L": "LU",
    "M": "MT",
    "N": "NO",
    "NIC": "NI",
    "P": "PT",
    "RUS": "RU",
    "S": "SE",
    "SLO": "SI",
    "SRB": "RS",
}


def continent(code: str) -> str:
    """AF, AS, EU, NA, OC or SA, as GeoNames has it. Raises KeyError for what is not an inhabited country."""
    return CONTINENT[code]


@lru_cache(maxsize=4096)
def country_name(code: str, language: str) -> str:
    """CLDR's name for the alpha-2 code, or the code when it has none. Raises ValueError for an unknown language."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language.replace("-", "_")).territories.get(code, code))
    except UnknownLocaleError as error:
        raise ValueError(f"expected a language that CLDR knows, found {language!r}") from error
