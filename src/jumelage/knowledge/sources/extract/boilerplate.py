"""Words by which a page's furniture is known, in the languages that are read. Compared case-folded, at the start of a line."""

import re

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
