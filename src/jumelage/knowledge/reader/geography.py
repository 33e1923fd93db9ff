"""Places that a sentence names only to tell where another lies, or what it was called."""

import re

from jumelage.knowledge.reader.countries import Country
from jumelage.knowledge.reader.mentions import Mentions
from jumelage.knowledge.reader.places import Party

LINKING = frozenset(("von", "vom", "de", "d", "of", "from", "the", "da", "di", "od", "van"))
CONJUNCTIONS = frozenset(("und", "and", "et", "i", "oraz", "en", "y", "e", "ed"))


def is_geography(m: Mentions, party: Party) -> bool:
    """Whether the place only says where something lies, or is what another was once called."""
    ties = m.family("kind") or m.family("bond")
    for cue in m.family("mode", "geography"):
        if ties and any(cue.start <= h[0] and h[1] <= cue.end for h in m.home_spans):
            continue
        inside = cue.start <= party.start and party.end <= cue.end
        before = cue.end <= party.start and set(re.findall(r"\w+", m.text[cue.end : party.begin].lower())) <= LINKING
        behind = party.end <= cue.start <= party.end + 3 and party.country is None and party.begin > m.start
        behind = behind and not any(p.begin <= cue.end + 1 and p.start >= cue.start for p in m.parties)
        if inside or before or behind:
            return True
    if any(0 < c.start - party.end < 8 and "," not in m.text[party.end : c.start] for c in _metonyms(m, party)):
        return True
    return any(cue.end <= party.start <= cue.end + 2 for cue in m.family("mode", "past"))


def _metonyms(m: Mentions, party: Party) -> list[Country]:
    """Countries joined to the name by one small word: `Bonn and Israel` are two governments."""
    joined = [c for c in m.countries if c.form == "name" and c is not party.country and c.start > party.end]
    return [c for c in joined if m.text[party.end : c.start].strip().lower() in CONJUNCTIONS]
