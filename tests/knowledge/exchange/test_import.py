"""A file becomes a source, municipalities, partnerships and claims: once, all or nothing."""

import csv
import io
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from factories import claim, municipality, officer, pair
from factories import source as a_source

from jumelage.accounts.models import Office, User
from jumelage.accounts.roles import Role
from jumelage.knowledge.claims.actions.decide import decide, state_fact
from jumelage.knowledge.claims.models import Claim, Entry, Identity, LedgerHead, Op, Payload, Rank, State
from jumelage.knowledge.claims.queries import evidence_of, source_cards
from jumelage.knowledge.claims.verify import verify
from jumelage.knowledge.exchange.actions import Imported, import_reading
from jumelage.knowledge.exchange.model import ImportRefused, Party
from jumelage.knowledge.exchange.plan import Plan, make_plan
from jumelage.knowledge.exchange.reading import Options, open_file
from jumelage.knowledge.partnerships.actions import open_register
from jumelage.knowledge.partnerships.models import Municipality, Partnership
from jumelage.knowledge.partnerships.queries import partners_of
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.sources.load import Loaded
from jumelage.knowledge.sources.models import Source

LIST = """Partnerstadt;Land;seit;Themen
Leeds;Großbritannien;1969;Kultur
Amiens;Frankreich;02.04.1960;
Rostow am Don;UdSSR;1978;Sport
"""


@pytest.fixture
def user(db: None) -> User:
    """An officer of Dortmund."""
    return dortmund()


def dortmund() -> User:
    made = officer()
    home = open_register(gazetteer.lookup("Dortmund", country="DE")[0])
    Office.objects.filter(pk=made.office_id).update(municipality=home)
    return made


def plan(data: str | bytes, name: str = "list.csv", **options: Any) -> Plan:
    return make_plan(open_file(_bytes(data), name).reading, **options)


def take(data: str | bytes, name: str = "list.csv", **options: Any) -> Imported:
    raw = _bytes(data)
    loaded = Loaded(name, raw, "", f"file:///{name}")
    return import_reading(open_file(raw, name, Options()).reading, loaded, **options)


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def facts() -> set[tuple[str, str, Any]]:
    """What is said of whom: partner, property, value."""
    names = {p.pk: {p.one.label, p.other.label} for p in Partnership.objects.select_related("one", "other")}
    claims = Claim.objects.filter(subject__in=names)
    return {("+".join(sorted(names[c.subject_id])), c.property, str(c.value)) for c in claims}


def standing() -> tuple[Any, ...]:
    head = LedgerHead.objects.get()
    return head.seq, head.hash, Claim.objects.count(), Identity.objects.count(), Source.objects.count()


def test_list_becomes_claims_with_the_row_as_evidence(user: User) -> None:
    done = take(LIST, by=user)

    assert done.source is not None
    assert facts() == {
        ("Amiens+Dortmund", "kind", "partnership"),
        ("Amiens+Dortmund", "since", "1960-04-02"),
        ("Amiens+Dortmund", "status", "active"),
        ("Dortmund+Leeds", "field", "Kultur"),
        ("Dortmund+Leeds", "kind", "partnership"),
        ("Dortmund+Leeds", "since", "1969"),
        ("Dortmund+Leeds", "status", "active"),
        ("Dortmund+Rostov-on-Don", "field", "Sport"),
        ("Dortmund+Rostov-on-Don", "kind", "partnership"),
        ("Dortmund+Rostov-on-Don", "since", "1978"),
        ("Dortmund+Rostov-on-Don", "status", "active"),
    }
    assert {c.state for c in Claim.objects.filter(source=done.source).exclude(property="source_class")} == {
        State.PROPOSED
    }
    text = done.source.text.text
    claims = Claim.objects.filter(source=done.source, property="since").order_by("seq")
    quotes = [evidence_of([c.seq])[c.seq] for c in claims]
    assert [[text[e["start"] : e["end"]] for e in found] for found in quotes] == [
        [line] for line in LIST.split("\n")[1:4]
    ]
    assert [[e["quote"] for e in found] for found in quotes] == [[line] for line in LIST.split("\n")[1:4]]
    assert verify().fault is None


def test_kind_that_the_heading_tells_has_the_headings_as_context(user: User) -> None:
    take(LIST, by=user)

    kind = Claim.objects.filter(property="kind").earliest("seq")
    assert [(e["role"], e["quote"]) for e in evidence_of([kind.seq])[kind.seq]] == [
        ("value", "Leeds;Großbritannien;1969;Kultur"),
        ("context", "Partnerstadt;Land;seit;Themen"),
    ]
    assert kind.detail["rule"] == "csv.kind.heading"


def test_source_is_an_import_of_its_date_and_language(user: User) -> None:
    done = take(LIST, by=user, published="2024-03")

    assert done.source is not None
    card = source_cards([done.source])[done.source.pk]
    assert (card.source_class, card.published, card.title, card.source.language) == (
        "import",
        "2024-03",
        "list.csv",
        "de",
    )
    assert done.source.text.document.read() == LIST.encode()
    assert Claim.objects.get(property="published").state == State.ACCEPTED


def test_plan_tells_new_from_known_and_what_contradicts(user: User) -> None:
    home = Office.objects.get(pk=user.office_id).municipality
    leeds = pair(home, municipality("Leeds", "GB", gazetteer.lookup("Leeds", country="GB")[0].geonameid))
    page = a_source()
    known = claim(leeds, "kind", "partnership", source=page)
    decide(Op.ACCEPT, [known, claim(leeds, "since", "1970", source=page)], by=user)
    claim(leeds, "since", "1971", source=page)

    found = plan(LIST)

    assert (len(found.new), found.confirming, found.repeated) == (11, 1, 0)
    assert [(c.line.said.value, c.other.value, c.other.source) for c in found.clashes] == [("1969", "1970", page.title)]
    assert len(found.partnerships) == 1


def test_dry_run_writes_nothing(user: User) -> None:
    before = standing()

    plan(LIST)

    assert standing() == before


@pytest.mark.parametrize("seed", range(12))
def test_same_rows_in_any_order_parts_and_form_say_nothing_new(user: User, seed: int) -> None:
    chance = random.Random(seed)
    rows = list(csv.reader(io.StringIO(many_rows()), delimiter=";"))
    take(many_rows(), by=user)
    before, said = standing(), facts()

    head, *body = rows
    chance.shuffle(body)
    cut = chance.randrange(1, len(body))
    for part in (body[:cut], body[cut:], body + body[:3]):
        form = chance.choice([as_csv, as_xlsx])
        data, name = form([head, *part], chance)
        assert take(data, name, by=user).plan.changes_nothing

    assert standing() == before
    assert facts() == said


def many_rows() -> str:
    towns = [("Leeds", "Großbritannien"), ("Amiens", "Frankreich"), ("Novi Sad", "Jugoslawien"), ("Buffalo", "USA")]
    towns += [("Netanya", "Israel"), ("Trabzon", "Türkei"), ("Xi'an", "China"), ("Zwickau", "DDR"), ("Kumasi", "Ghana")]
    rows = [f"{town};{country};{1960 + n};Städtepartnerschaft" for n, (town, country) in enumerate(towns)]
    return "\n".join(["Partner;Land;seit;Art", *rows, ""])


def as_csv(rows: list[list[str]], chance: random.Random) -> tuple[bytes, str]:
    order = chance.sample(range(4), 4)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=chance.choice(",;\t|"))
    writer.writerows([[row[at] for at in order] for row in rows])
    return buffer.getvalue().encode(chance.choice(["utf-8", "utf-16"])), f"part{chance.random()}.csv"


def as_xlsx(rows: list[list[str]], chance: random.Random) -> tuple[bytes, str]:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), f"part{chance.random()}.xlsx"


def test_changed_row_is_a_new_statement_beside_the_old_one(user: User) -> None:
    take(LIST, by=user)

    done = take(LIST.replace("1969", "1970"), by=user)

    assert [(line.said.property, line.said.value) for line in done.plan.new][1:3] == [
        ("status", "active"),
        ("since", "1970"),
    ]
    assert {c.value for c in Claim.objects.filter(property="since")} >= {"1969", "1970"}
    assert done.source is not None
    assert done.source.follows is not None


def test_rejected_row_is_not_proposed_again(user: User) -> None:
    take(LIST, by=user)
    decide(Op.REJECT, list(Claim.objects.filter(property="since")), by=user, reason="Die Urkunden sagen es anders.")

    assert plan(LIST).changes_nothing


def test_one_decision_accepts_the_whole_file(user: User) -> None:
    done = take(LIST, by=user, accept="Liste des Amtes, geprüft")

    accepted = Entry.objects.filter(op=Op.ACCEPT, source=done.source)
    assert [(e.target_id, e.actor) for e in accepted] == [(None, f"person:{user.id}")]
    assert "geprüft" in Payload.objects.get(pk=accepted.get().seq).body
    assert done.accepted == Claim.objects.accepted().filter(source=done.source).count() == 12
    home = Office.objects.get(pk=user.office_id).municipality
    assert [s.partner.label for s in partners_of(home, date(1975, 1, 1)).states] == ["Amiens", "Leeds"]


def test_what_was_imported_before_can_be_accepted_later(user: User) -> None:
    first = take(LIST, by=user)

    again = take(LIST, by=user, accept="geprüft")

    assert (again.claims, again.accepted, again.source) == (0, 12, first.source)


@pytest.mark.parametrize(("role", "options"), [(Role.READER, {}), (Role.EDITOR, {}), (Role.GUEST, {"accept": "x"})])
def test_role_that_may_not_import_writes_nothing(user: User, role: Role, options: dict[str, str]) -> None:
    before = standing()

    with pytest.raises(PermissionDenied):
        take(LIST, by=officer(role=role), **options)

    assert standing() == before


def test_nobody_accepts_without_a_name(user: User) -> None:
    with pytest.raises(PermissionDenied):
        take(LIST, accept="geprüft")


@pytest.mark.parametrize("row", [0, 1, 5, 10, 11])
def test_fault_at_any_row_leaves_everything_as_it_was(committed_db: str, row: int) -> None:
    """The database itself refuses the row; that is the same for a full disk."""
    if connection.vendor != "sqlite":
        pytest.skip("the application's role makes no triggers on PostgreSQL")
    user = dortmund()
    before = standing()
    with connection.cursor() as cursor:
        limit = Claim.objects.count() + row
        cursor.execute(
            "CREATE TRIGGER full BEFORE INSERT ON claims_claim WHEN (SELECT COUNT(*) FROM claims_claim) >= "
            f"{limit} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )

    with pytest.raises(DatabaseError, match="disk full"):
        take(LIST, by=user, accept="geprüft")

    assert standing() == before
    assert verify().fault is None
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER full")
    assert take(LIST, by=user).claims == 11


def test_rows_with_problems_are_kept_out_and_the_others_come_in(user: User) -> None:
    text = LIST + "Neustadt;Deutschland;1990;\nDortmund;Deutschland;1991;\nAmiens;Frankreich;bald;\n"

    done = take(text, by=user)

    assert [(p.span.number, p.why) for p in done.plan.problems] == [
        (5, "Neustadt can be several places."),
        (6, "The partner is the municipality itself."),
        (7, "“bald” is no date that can be told; write 1960, 1960-05, 1960-05-14 or 14.05.1960."),
    ]
    assert done.plan.problems[0].cells == ("Neustadt", "Deutschland", "1990", "")
    assert done.claims == 11


def test_row_of_several_partners_comes_in_whole_or_not_at_all(user: User) -> None:
    found = plan('Partnerstadt;seit\n"Amiens; Neustadt; Leeds";1990\nLille;1991\n')

    assert {line.told.other.name for line in found.new} == {"Lille"}
    assert [p.why for p in found.problems] == ["Neustadt can be several places."]


def test_district_that_no_gazetteer_knows_comes_in_when_it_is_allowed(user: User) -> None:
    text = "Partner;Land;Art\nKreis Nirgendwo;Deutschland;Partnerschaft\n"

    refused, allowed = plan(text), take(text, own_places=True, by=user)
    later = plan("Partner;Land;Art;seit\nKreis Nirgendwo;Deutschland;Partnerschaft;1990\n")

    assert (len(refused.problems), refused.new) == (1, ())
    assert Municipality.objects.filter(label="Kreis Nirgendwo", country="DE", geonameid=None).count() == 1
    assert allowed.plan.problems == later.problems == ()  # it is in the register now


def test_partners_of_another_municipality(user: User) -> None:
    take("Partnerstadt;Land\nLille;FR\n", of=Party("Essen", "DE"), by=user)

    assert {f[0] for f in facts()} == {"Essen+Lille"}
    with pytest.raises(ImportRefused, match=r"Neustadt can be several places\. Say with --home"):
        plan("Partnerstadt;Land\nLille;FR\n", of=Party("Neustadt", "DE"))


PAIRS = """a_qid,a_name,a_country,a_lat,a_lon,b_qid,b_name,b_country,b_lat,b_lon,a_lists_b,b_lists_a,sources
Q39121,Leeds,GB,53.7997,-1.5492,Q774,Dortmund,DE,51.513889,7.465278,1,1,x
Q39121,Leeds,GB,53.7997,-1.5492,Q5,Nirgends,,,,1,,x
Q6,Neustadt,DE,,,Q774,Dortmund,DE,51.513889,7.465278,1,,x
"""


def twinning(rank: str = "normal") -> str:
    """What the entity of Dortmund says of Leeds."""
    snak = {"snaktype": "value", "datavalue": {"value": {"id": "Q39121"}}}
    return json.dumps({"id": "Q774", "claims": {"P190": [{"mainsnak": snak, "id": "Q774$1", "rank": rank}]}})


def test_pairs_of_the_world_come_in_whole(user: User) -> None:
    done = take(PAIRS, by=user, accept="geprüft")

    assert done.plan.problems == ()
    assert {f[0] for f in facts()} == {"Dortmund+Leeds", "Leeds+Nirgends", "Dortmund+Neustadt"}
    keys = set(Identity.objects.filter(type="municipality").values_list("key", flat=True))
    assert {"wikidata:Q5", "wikidata:Q6", "geonames:2935517", "geonames:2644688"} == keys
    linked = Claim.objects.filter(property="wikidata").order_by("value")
    assert [(c.value, Municipality.objects.get(pk=c.subject_id).label) for c in linked] == [
        ("Q39121", "Leeds"),
        ("Q774", "Dortmund"),
    ]
    assert plan(PAIRS).changes_nothing


def test_statement_finds_the_municipality_by_the_id_that_a_list_gave(user: User) -> None:
    take(PAIRS, by=user)
    entity = twinning()

    found = plan(entity, "Q774.json")

    assert found.problems == ()
    assert {line.pair for line in found.new} == {("geonames:2644688", "geonames:2935517")}
    assert (found.confirming, len(found.partnerships)) == (2, 1)


def test_link_that_was_rejected_is_not_said_again(user: User) -> None:
    take(PAIRS, by=user)
    decide(Op.REJECT, list(Claim.objects.filter(property="wikidata", value="Q774")), by=user, reason="falsch")

    assert plan(PAIRS).linked == ()


def test_deprecated_statement_is_deprecated_by_a_decision_with_the_reason(user: User) -> None:
    entity = twinning(rank="deprecated")

    done = take(entity, "Q774.json", by=user, accept="geprüft")

    claims = Claim.objects.filter(source=done.source).exclude(property="source_class")
    assert {(c.state, c.rank) for c in claims} == {(State.ACCEPTED, Rank.DEPRECATED)}
    decisions = Entry.objects.filter(op=Op.DEPRECATE)
    assert {d.target_id for d in decisions} == {c.seq for c in claims}
    assert all('"deprecated in Wikidata"' in d.payload.body for d in decisions)
    assert Claim.objects.accepted().filter(pk__in=claims).count() == 0
    assert plan(entity, "Q774.json").changes_nothing


def test_accepted_fact_of_the_office_is_contradicted_not_overwritten(user: User) -> None:
    take(LIST, by=user, accept="geprüft")
    leeds = Claim.objects.get(property="since", value="1969").subject_id
    state_fact(leeds, "since", "1971", by=user, reason="nach der Urkunde")

    found = plan(LIST.replace("1969", "1970"))

    assert sorted((c.other.value, c.other.source) for c in found.clashes) == [
        ("1969", "list.csv"),
        ("1971", "the office"),
    ]


def test_world_file_comes_in_whole_and_once(user: User, shared: Path) -> None:
    """Its first two thousand pairs; ./run bench takes all of it."""
    data = b"".join((shared / "data/world_edges.csv").read_bytes().splitlines(keepends=True)[:2001])

    done = take(data, "world_edges.csv", by=user, accept="CC0, geprüft")

    assert done.plan.problems == ()
    assert Partnership.objects.count() == len({line.pair for line in done.plan.new}) == 2000
    assert done.claims == 4000 + len(done.plan.linked)
    assert plan(data, "world_edges.csv").changes_nothing
