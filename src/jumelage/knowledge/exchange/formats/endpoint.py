"""Asks a SPARQL endpoint for the twinnings of one municipality, or of all, page by page. Pure: no Django.

A page holds whole statements, however many rows each has. An endpoint that is busy (429, 5xx) or slow is asked again after the time
that it names, else after twice as long each time; it is never asked faster than that, nor more often than TRIES.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpcore2
import httpx2

from jumelage.knowledge.exchange.model import ImportRefused
from jumelage.knowledge.sources.fetch import FetchError, PublicTransport, headers, retry_after

ENDPOINT = "https://query.wikidata.org/sparql"
SCOPE = re.compile(r"wikidata:(Q[1-9]\d{0,9}|all)", re.ASCII)
PAGE = 500
PAGES = 2_000
TRIES = 6
FIRST_WAIT = 2.0
LONGEST_WAIT = 120.0
SECONDS = 70.0
LIMIT = 20_000_000
BUSY = frozenset({429, 500, 502, 503, 504})
ACCEPT = "application/sparql-results+json"

QUERY = """PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX pr: <http://www.wikidata.org/prop/reference/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?statement ?city ?cityLabel ?cityCoord ?cityCountry ?cityGeoNames ?partner ?partnerLabel ?coord ?partnerCountry
       ?partnerGeoNames ?rank ?start ?startPrec ?end ?endPrec ?refURL ?retrieved WHERE {
  { SELECT ?city ?statement ?partner WHERE {
      %(city)s ?city p:P190 ?statement . ?statement ps:P190 ?partner . FILTER(isIRI(?partner))
    } ORDER BY ?statement LIMIT %(limit)d OFFSET %(offset)d }
  ?statement wikibase:rank ?rank .
  OPTIONAL { ?statement pq:P580 ?start . OPTIONAL { ?statement pqv:P580/wikibase:timePrecision ?startPrec . } }
  OPTIONAL { ?statement pq:P582 ?end . OPTIONAL { ?statement pqv:P582/wikibase:timePrecision ?endPrec . } }
  OPTIONAL { ?statement prov:wasDerivedFrom ?ref . OPTIONAL { ?ref pr:P854 ?refURL . } OPTIONAL { ?ref pr:P813 ?retrieved . } }
  OPTIONAL { ?city wdt:P625 ?cityCoord . }
  OPTIONAL { ?city wdt:P17/wdt:P297 ?cityCountry . }
  OPTIONAL { ?city wdt:P1566 ?cityGeoNames . }
  OPTIONAL { ?city rdfs:label ?cityLabel . FILTER(LANG(?cityLabel) = "de") }
  OPTIONAL { ?partner wdt:P625 ?coord . }
  OPTIONAL { ?partner wdt:P17/wdt:P297 ?partnerCountry . }
  OPTIONAL { ?partner wdt:P1566 ?partnerGeoNames . }
  OPTIONAL { ?partner rdfs:label ?partnerLabel . FILTER(LANG(?partnerLabel) = "de") }
} ORDER BY ?statement"""


def ask(
    scope: str,
    *,
    endpoint: str = ENDPOINT,
    page: int = PAGE,
    transport: httpx2.BaseTransport | None = None,
    sleep: Callable[[float], object] = time.sleep,
    step: Callable[[], object] = lambda: None,
) -> bytes:
    """All pages as one result in JSON. scope is wikidata:Q1295 or wikidata:all. Raises ImportRefused.

    Tests inject transport and sleep; there is no switch for the refusal of private addresses.
    """
    with httpx2.Client(
        transport=transport or PublicTransport(), timeout=SECONDS, trust_env=False, headers=_headers()
    ) as client:
        bindings: list[Any] = []
        variables: list[str] = []
        for query in _queries(scope, page):
            found = _page(client, endpoint, query, sleep)
            variables = variables or found["head"]["vars"]
            bindings += found["results"]["bindings"]
            step()
            if _statements(found) < page:
                break
        else:
            raise ImportRefused(f"The endpoint gave {PAGES:,} pages and more; something is wrong with its paging.")
    answer = {"head": {"vars": variables}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _statements(found: Any) -> int:
    return len({row.get("statement", {}).get("value") for row in found["results"]["bindings"]})


def _headers() -> dict[str, str]:
    """Unpacked answers, so that a small one cannot fill the memory."""
    return headers() | {"accept": ACCEPT, "accept-encoding": "identity"}


def _queries(scope: str, page: int) -> Iterator[str]:
    found = SCOPE.fullmatch(scope)
    if not found:
        raise ImportRefused(f"{scope} is no municipality of Wikidata; write wikidata:Q1295, or wikidata:all.")
    city = "" if found[1] == "all" else f"VALUES ?city {{ wd:{found[1]} }}"
    return (QUERY % {"city": city, "limit": page, "offset": at * page} for at in range(PAGES))


def _page(client: httpx2.Client, endpoint: str, query: str, sleep: Callable[[float], object]) -> Any:
    wait = FIRST_WAIT
    for attempt in range(1, TRIES + 1):
        answer = _asked(client, endpoint, query)
        if isinstance(answer, bytes):
            return _parsed(answer)
        if attempt < TRIES:
            sleep(min(max(answer, wait), LONGEST_WAIT))
            wait *= 2
    raise ImportRefused(f"{httpx2.URL(endpoint).host} was busy {TRIES} times; try again later.")


def _asked(client: httpx2.Client, endpoint: str, query: str) -> bytes | float:
    """The answer, or the seconds after which the endpoint wants to be asked again (0 where it does not say)."""
    try:
        with client.stream("GET", endpoint, params={"query": query, "format": "json"}) as response:
            if response.status_code in BUSY:
                return retry_after(response.headers.get("retry-after", "")) or 0.0
            if response.status_code != 200:
                raise ImportRefused(f"{response.url.host} answered {response.status_code} instead of results.")
            return _body(response)
    except (httpx2.TimeoutException, httpcore2.TimeoutException):
        return 0.0
    except FetchError as error:
        raise ImportRefused(str(error)) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
        raise ImportRefused(f"{endpoint} cannot be reached ({error}); check the address and the connection.") from None


def _body(response: httpx2.Response) -> bytes:
    data = bytearray()
    for chunk in response.iter_raw():
        data += chunk
        if len(data) > LIMIT:
            raise ImportRefused(f"{response.url.host} sent more than {LIMIT // 1_000_000} MB in one page.")
    return bytes(data)


def _parsed(data: bytes) -> Any:
    try:
        found = json.loads(data)
        if isinstance(found["head"]["vars"], list) and isinstance(found["results"]["bindings"], list):
            return found
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise ImportRefused("The endpoint sent no results in JSON; is it the address of a SPARQL endpoint?")
