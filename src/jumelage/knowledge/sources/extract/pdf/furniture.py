"""What stands on every sheet: running heads and feet, and the numbers of the pages."""

import re
from collections import Counter
from collections.abc import Sequence

from jumelage.knowledge.sources.extract.blocks import Boilerplate
from jumelage.knowledge.sources.extract.pdf.lines import Segment

EDGE = 2
SHARE = 0.4
DIGITS = re.compile(r"\d+")
NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:seite|page|strona|str\.|pagina|página|blad|p\.|s\.)\s*)?\d{1,4}(?:\s*(?:/|von|of|sur|de|z|van|di)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
Place = tuple[str, int]


def furniture_of(pages: Sequence[Sequence[Segment]]) -> list[dict[Segment, Boilerplate]]:
    """For each page the segments at its edges that other pages repeat in their place, numbers aside, or that number the page."""
    edges = [_edges(page) for page in pages]
    places = Counter(_place(segment) for page in edges for segment in {_place(s): s for s in page}.values())
    often = max(2, SHARE * len(pages))
    return [
        {
            s: side
            for s, side in page.items()
            if places[_place(s)] >= often or (side == "footer" and NUMBER.fullmatch(s.text))
        }
        for page in edges
    ]


def _edges(page: Sequence[Segment]) -> dict[Segment, Boilerplate]:
    """The segments on the first and last lines of a page."""
    heights = sorted({round(segment.y) for segment in page}, reverse=True)
    top, bottom = set(heights[:EDGE]), set(heights[-EDGE:])
    found: dict[Segment, Boilerplate] = {s: "header" for s in page if round(s.y) in top}
    return found | {
        s: "footer" for s in page if round(s.y) in bottom and (round(s.y) not in top or len(heights) <= EDGE)
    }


def _place(segment: Segment) -> Place:
    return DIGITS.sub("#", segment.text.casefold()), round(segment.y / 4)
