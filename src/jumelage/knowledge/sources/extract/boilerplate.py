"""Words by which a page's furniture is known: in its text, in the languages that are read, compared case-folded at the start
of a line; and in the names that its markup gives to parts."""

import re

from jumelage.knowledge.sources.extract.blocks import Boilerplate

TEASERS = (
    "mehr zum thema|weitere themen|lesen sie auch|auch interessant|das könnte sie|mehr dazu|ähnliche (?:artikel|beiträge)|"
    "weitere artikel|meistgelesen|verwandte|read (?:more|also|next)|related|see also|more (?:stories|news|on this)|"
    "you (?:may|might) also|most read|famous quotes|à lire aussi|lire aussi|sur le même (?:sujet|thème)|voir aussi|articles? liés|"
    "czytaj (?:też|także|również)|zobacz (?:też|także|również)|przeczytaj|polecamy|powiązane|lees (?:ook|verder|meer)|meer (?:nieuws|over)|gerelateerd|"
    "lea también|te puede interesar|más (?:noticias|información|sobre)|noticias relacionadas|ver también|"
    "leggi anche|potrebbe interessarti|articoli correlati|vedi anche|altre notizie"
)
NAVIGATION = (
    "home$|start(?:seite)?$|menü|menu|navigation|suche$|search$|top of page|bottom of page|back to top|nach oben|zum inhalt|zum seitenanfang|"
    "skip to|aller au contenu|créer votre compte|changer de région|set as bookmark|current alerts|drucken|teilen|share|"
    "print(?: this)?$|homepage$|przejdź do|ga naar|naar de inhoud|saltar al|ir al contenido|vai al contenuto|kommentare|comments|"
    "\\d+ (?:views?|comments?)\\b|lascia un commento|laisser un commentaire|deja un comentario|dodaj komentarz|plaats een reactie|"
    "anzeige\\b|werbung|advertisement|sponsored|publicité|publicidad|pubblicità|reklama|advertentie|newsletter|abonne|subscribe|"
    "mehr zu |plus d'infos?|en savoir plus|więcej|leer más|lees meer|leggi tutto|weiterlesen|read more"
)
FOOTER = (
    "impressum|datenschutz|kontakt$|cookie|wir verwenden cookies|diese (?:web)?seite (?:verwendet|nutzt)|we use cookies|this (?:web)?site uses|"
    "privacy|imprint|legal notice|©|copyright|all rights reserved|alle rechte|tous droits|mentions légales|nous utilisons|ce site utilise|"
    "polityka prywatności|ta strona (?:używa|korzysta)|wszelkie prawa|deze (?:web)?site (?:gebruikt|maakt)|wij gebruiken|"
    "este sitio|utilizamos cookies|aviso legal|todos los derechos|questo sito (?:usa|utilizza)|note legali|tutti i diritti|"
    "bild(?:lizenz|nachweis)?\\s?[:(]|foto:|photo credit|bildquelle|quelle:|image:"
)
TEASER = re.compile(TEASERS, re.IGNORECASE)
MARKERS = (
    ("teaser", TEASER),
    ("navigation", re.compile(NAVIGATION, re.IGNORECASE)),
    ("footer", re.compile(FOOTER, re.IGNORECASE)),
)
IMAGE = re.compile(r"\S.{0,80}\.(?:jpe?g|png|gif|webp|svg)\s*$", re.IGNORECASE)
NAMES: dict[Boilerplate, list[str]] = {
    "navigation": [
        "nav", "navi", "navbar", "navigation", "navigationsleiste", "menu", "menue", "mainmenu", "submenu", "menubar", "topbar",
        "breadcrumb", "breadcrumbs", "brotkrumen", "brotkrume", "ariane", "skiplink", "skiplinks", "skipnav", "pager",
        "pagination", "toolbar", "search", "suche", "sharing", "share", "social", "sitemap", "langswitch", "languages", "dialog",
        "alertdialog",
    ],
    "teaser": ["teaser", "teasers", "related", "recommended", "recommendations", "sidebar", "complementary", "promo", "verwandt"],
    "footer": ["footer", "contentinfo", "cookie", "cookies", "consent", "gdpr", "rgpd", "dsgvo", "copyright", "imprint", "impressum"],
}  # fmt: skip
NAMED = {name: marker for marker, names in NAMES.items() for name in names}
STEMS: tuple[tuple[str, Boilerplate], ...] = (("cookie", "footer"), ("breadcrumb", "navigation"))
NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
LONGEST_NAME = 300


def named(role: str, names: str) -> Boilerplate | None:
    """What the role, or else a word in the id and classes of an element, says that it is."""
    for word in (role, *NAME.findall(names[:LONGEST_NAME])):
        low = word.lower()
        found = NAMED.get(low) or next((marker for stem, marker in STEMS if low.startswith(stem)), None)
        if found:
            return found
    return None
