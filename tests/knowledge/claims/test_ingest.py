"""What two readers say of a page goes into the ledger under the name of the one who says it."""

from dataclasses import replace

import pytest
from canned import claims, row, serving
from factories import source

from jumelage.knowledge.claims.actions.ingest import IngestRefused, propose
from jumelage.knowledge.claims.models import Claim, Entry, Op
from jumelage.knowledge.reader import Reading, read
from jumelage.knowledge.reader.second.endpoint import Endpoint
from jumelage.knowledge.reader.second.reading import SecondReader
from jumelage.knowledge.sources.extract import extract

TEXT = """Unsere Partnerstädte

Mit Amiens besteht seit 1960 eine Städtepartnerschaft.

Auch Orsk gehört seit 1992 dazu.
"""
SAID = (row("since", "Amiens", "1960", "seit 1960"), row("since", "Orsk", "1992", "seit 1992"))


def reading() -> Reading:
    with serving() as model:
        model.says(claims(*SAID))
        return read(
            extract(TEXT.encode(), media_type="text/plain"),
            home="Trier", home_country=None, published=None, language="de",
            second=SecondReader(Endpoint(model.address, "tiny")),
        )  # fmt: skip


@pytest.mark.django_db
def test_each_entry_names_the_reader_who_says_it() -> None:
    proposed = propose(source(TEXT), reading())

    assert [(claim.actor, claim.property, claim.value) for claim in proposed] == [
        ("reader:rules+llm", "since", "1960"),
        ("reader:rules", "kind", "partnership"),
        ("reader:rules", "status", "active"),
        ("reader:llm", "since", "1992"),
    ]
    assert [(e.actor, e.subject.type) for e in Entry.objects.filter(op=Op.IDENTIFY, actor__startswith="reader")] == [
        ("reader:rules+llm", "municipality"),
        ("reader:rules+llm", "municipality"),
        ("reader:rules+llm", "partnership"),
        ("reader:llm", "municipality"),
        ("reader:llm", "partnership"),
    ]


@pytest.mark.django_db
def test_one_reader_s_broken_quote_keeps_all_of_the_page_out() -> None:
    found, page = reading(), source(TEXT)
    entries = Entry.objects.count()
    *good, last = found.claims
    broken = replace(last, evidence=(replace(last.evidence[0], quote="seit 1993"),))

    with pytest.raises(IngestRefused, match="a quote does not stand in the text"):
        propose(page, replace(found, claims=(*good, broken)))

    assert (Entry.objects.count(), Claim.objects.filter(source=page).count()) == (entries, 0)
