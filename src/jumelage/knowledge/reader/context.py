"""A sentence with what it takes from the page around it."""

from dataclasses import dataclass

from jumelage.knowledge.reader.cues import Cue
from jumelage.knowledge.reader.dates import Date
from jumelage.knowledge.reader.labels import Label
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.mentions import Mentions
from jumelage.knowledge.reader.model import PlaceRef
from jumelage.knowledge.reader.page import Page, Subject
from jumelage.knowledge.reader.places import Party


@dataclass(frozen=True)
class Context:
    """The sentence m and what it leans on.

    section is the section's partner or the last one named, recent those of the paragraph, named the places that it named
    last, met all that the page named so far. lead is the kind cue of the lead-in or heading above, label what the list's head says. chronicle is the date that
    stands above or at the line's head, last_date the one told last, feast the day of an anniversary told before. On a page
    of many block_home is the home told last, headed the one that the paragraph's own head names: `Quimper. Four twins: …`.
    echo is what was said last, where the sentence says `did the same`. denied: the sentence before said what kind it is not.
    """

    page: Page
    m: Mentions
    section: Subject | None
    recent: tuple[Subject, ...]
    named: tuple[Subject, ...]
    met: tuple[Subject, ...]
    lead: Cue | None
    label: Label | None
    dates: tuple[Date, ...]
    chronicle: Date | None
    last_date: Date | None
    feast: Date | None
    block_home: PlaceRef | None
    headed: PlaceRef | None
    echo: tuple[Cue, ...]
    denied: bool

    @property
    def home(self) -> PlaceRef | None:
        return self.page.home

    @property
    def language(self) -> Language:
        return self.page.language

    @property
    def teaser(self) -> bool:
        return self.m.block.boilerplate is not None

    def ref(self, party: Party) -> PlaceRef:
        return self.page.senses.ref(party)

    def home_ref(self, party: Party) -> PlaceRef:
        return self.page.senses.home_ref(party)

    def subjects(self) -> tuple[Subject, ...]:
        """Who a sentence without a name speaks of: those just named, the section's partner, the page's."""
        return self.recent or tuple(s for s in (self.section or self.page.topic,) if s)
