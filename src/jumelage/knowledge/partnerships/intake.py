"""A page comes in: read as the page of the municipality whose it is, kept, and what it says proposed."""

from typing import TYPE_CHECKING

from jumelage.accounts.models import Office
from jumelage.knowledge.claims.actions.ingest import Ingested, ingest, refuse_stranger
from jumelage.knowledge.partnerships.home import home_of_origin
from jumelage.knowledge.partnerships.models import Municipality
from jumelage.knowledge.reader import read
from jumelage.knowledge.sources.actions import is_kept
from jumelage.knowledge.sources.extract import extract
from jumelage.knowledge.sources.load import Loaded

if TYPE_CHECKING:
    from jumelage.knowledge.reader.second.reading import SecondReader


def take_in(
    loaded: Loaded,
    *,
    home: str | None = None,
    home_country: str | None = None,
    published: str | None = None,
    language: str | None = None,
    second: "SecondReader | None" = None,
    by: str,
) -> Ingested:
    """home None: whose the last page from there was, else the register's own municipality, refused where that is in doubt.

    second is not asked about a page that is kept already. Raises IngestRefused, ExtractError, LanguageError; then nothing is
    stored.
    """
    page = extract(loaded.data, media_type=loaded.media_type, name=loaded.location)
    ours = Municipality.objects.filter(pk__in=Office.objects.values("municipality")).first()
    if not home and (known := home_of_origin(loaded.origin)):
        home, home_country = known.label, known.country
    if ours and not home:
        guess = read(page, home=None, home_country=None, published=None, language=language)
        refuse_stranger(page.text, guess, home=ours.label, geonameid=ours.geonameid)
        home, home_country = ours.label, ours.country
    second = None if is_kept(page, loaded.origin) else second
    reading = read(page, home=home, home_country=home_country, published=published, language=language, second=second)
    return ingest(loaded, page, reading, published=published, by=by)
