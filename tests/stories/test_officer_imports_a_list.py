"""An officer imports the list of 200 partners that the office has kept for decades, mends what was not understood, and asks for the
state of 1989."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from serving import run

from jumelage.knowledge.places import store
from jumelage.knowledge.places.countries import country_name

HEADINGS = [
    "Lfd. Nr.",
    "Partnerstadt",
    "Land",
    "Art der Partnerschaft",
    "Partnerschaft seit",
    "bis",
    "Themen",
    "Bemerkung",
]
LARGEST = "SELECT name, country FROM places WHERE country IN ('FR', 'GB', 'PL', 'IT', 'NL', 'ES', 'HU', 'SE') ORDER BY population DESC"
PARTNERS = 200


def towns() -> list[tuple[str, str]]:
    """The largest towns of some countries, each name once."""
    found: dict[str, str] = {}
    for name, country in store.query(LARGEST):
        if len(found) < PARTNERS and name.isalpha():
            found.setdefault(str(name), country_name(str(country), "de"))
    return list(found.items())


def rows() -> list[list[object]]:
    """200 partners from 1950 to 2009, every tenth ended in 1985; five rows are not as they should be."""
    made: list[list[object]] = []
    for number, (town, country) in enumerate(towns()):
        begun: object = 1950 + number % 60
        if number % 7 == 0:
            begun = f"14.05.{begun}"
        until = 1985 if number % 10 == 0 and 1950 + number % 60 < 1985 else None
        made.append([number + 1, town, country, "Städtepartnerschaft", begun, until, "Kultur; Schule", "Ordner 7"])
    made[20][4] = "05/06/1970"
    made[50][3] = "Partnerschft"
    next(row for row in made[60:] if row[2] == "Frankreich")[2] = "Frankreicht"
    made[81][2] = "Mittelerde"
    made[110][1] = f"{made[110][1]}xx"
    made[143][1] = "Neustadt"
    made[143][2] = "Deutschland"
    return made


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Partnerstädte"
    book.active.append(["Partnerstädte der Stadt Essen"])
    book.active.append([])
    for row in [HEADINGS, *rows()]:
        book.active.append(row)
    book.save(path)


def active_in(year: int, partners: list[list[object]]) -> int:
    begun = [int(str(row[4])[-4:]) for row in partners]
    return sum(
        start <= year and (row[5] is None or int(str(row[5])) > year)
        for start, row in zip(begun, partners, strict=True)
    )


@pytest.fixture
def office(tmp_path: Path) -> dict[str, str]:
    environment = {"JUMELAGE_DATA": str(tmp_path / "data"), "JUMELAGE_SECRET_KEY": ""}
    done = run("init", "--home", "Essen", "--country", "DE", "--email", "o@essen.example", environment=environment)
    assert done.returncode == 0, done.stderr
    return environment


def test_officer_imports_200_partners_mends_three_and_asks_for_1989(office: dict[str, str], tmp_path: Path) -> None:
    workbook(tmp_path / "partner.xlsx")

    looked = run("import", str(tmp_path / "partner.xlsx"), environment=office)

    assert looked.returncode == 0, looked.stderr
    assert "200 records: " in looked.stdout
    problems = tmp_path / "partner.problems.csv"
    table = list(csv.reader(io.StringIO(problems.read_text(encoding="utf-8-sig")), delimiter=";"))
    why = {int(row[0]): row[-2] for row in table[1:]}
    assert why[21] == "“05/06/1970” can be two days; write 1970-06-05 or 1970-05-06."
    assert why[51] == "“Partnerschft” is no kind of relation that is known."
    assert why[82] == "“Mittelerde” is no country that is known."
    assert why[111].startswith(f"No place named {rows()[110][1]} is known in ")
    assert why[144] == "Neustadt can be several places."
    assert "Frankreicht" not in {row[2] for row in table}  # the town lies in a country that is written alike

    mended = {
        21: ("Partnerschaft seit", "1970-06-05"),
        51: ("Art der Partnerschaft", "Partnerschaft"),
        144: ("Partnerstadt", "Neustadt an der Weinstraße"),
    }
    for row in table[1:]:
        heading, value = mended.get(int(row[0]), ("Bemerkung", row[7]))
        row[HEADINGS.index(heading)] = value
    with problems.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(table)
    accept = ["--commit", "--by", "o@essen.example", "--accept", "Liste des Amtes, Stand 2024", "--published", "2024"]
    whole = run("import", str(tmp_path / "partner.xlsx"), *accept, environment=office)
    rest = run("import", str(problems), *accept, environment=office)

    left = len(why) - 3
    assert (whole.returncode, rest.returncode) == (0, 0)
    assert f"{len(why)} records were not understood" in whole.stdout
    assert f"{left} records were not understood" in rest.stdout

    answer = run("partners", "Essen", "--as-of", "1989-06-30", "--format", "json", environment=office)
    counted = [partner for partner in json.loads(answer.stdout) if partner["status"] == "active"]
    kept_out = {number for number in why if number not in mended}
    expected = [row for row in rows() if row[0] not in kept_out]
    for row in expected:
        row[4] = "1970" if row[0] == 21 else row[4]
    assert len(counted) == active_in(1989, expected)
    since = {partner["partner"]: partner["since"] for partner in counted}
    assert since["Neustadt an der Weinstraße"] == str(rows()[143][4])[-4:]
    assert run("ledger", "verify", "--documents", environment=office).returncode == 0
