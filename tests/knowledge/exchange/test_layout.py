"""Which column says what: guessed, shown, saved, and read again."""

from pathlib import Path

import pytest

from jumelage.knowledge.exchange.formats.delimited import read_delimited
from jumelage.knowledge.exchange.model import ImportRefused
from jumelage.knowledge.exchange.tables.layout import Layout, layout_of
from jumelage.knowledge.exchange.tables.profile import load_profile, profile_text


def layout(text: str) -> Layout:
    return layout_of(read_delimited(text.encode()))


def roles(text: str) -> dict[str, str]:
    return {column.heading: column.role for column in layout(text).columns}


def test_german_headings_of_an_office() -> None:
    text = (
        "Nr.;Partnerstadt;Land;Art der Partnerschaft;Partnerschaft seit (Jahr);Datum der Unterzeichnung;Stand;Themen;Ansprechperson\n"
        "1;Leeds;Großbritannien;Städtepartnerschaft;1969;14.05.1969;aktiv;Kultur;Frau Muster\n"
    )

    assert roles(text) == {
        "Nr.": "ignore",
        "Partnerstadt": "partner",
        "Land": "country",
        "Art der Partnerschaft": "kind",
        "Partnerschaft seit (Jahr)": "since",
        "Datum der Unterzeichnung": "signing",
        "Stand": "status",
        "Themen": "field",
        "Ansprechperson": "ignore",
    }


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Twin town,Country,Since\nLeeds,UK,1969\n", "en"),
        ("Ville jumelée;Pays;Depuis\nLeeds;Royaume-Uni;1969\n", "fr"),
        ("Partnerstadt;Staat;seit dem\nLeeds;Großbritannien;1969\n", "de"),
    ],
)
def test_three_languages_of_headings(text: str, language: str) -> None:
    found = layout(text)

    assert [column.role for column in found.columns] == ["partner", "country", "since"]
    assert (found.language, found.kind, found.kind_by_heading) == (language, "partnership", True)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Partnerstädte", "partnership"),
        ("Freundschaftsstadt", "friendship"),
        ("Sister cities", "partnership"),
        ("Partner- und Freundesstädte", ""),
        ("Stadt", ""),
    ],
)
def test_heading_of_the_partner_tells_the_kind(heading: str, kind: str) -> None:
    assert layout(f"{heading};Land\nLeeds;GB\n").kind == kind


def test_columns_without_a_telling_heading_are_told_from_their_cells() -> None:
    text = "A;B;C;D\nx1;Leeds;Großbritannien;1969\nx2;Amiens;Frankreich;02.04.1960\nx3;Xi'an;VR China;1991\n"

    found = layout(text)

    assert [(column.role, column.why) for column in found.columns] == [
        ("ignore", ""),
        ("partner", "contents"),
        ("country", "contents"),
        ("since", "contents"),
    ]


def test_town_beside_the_partner_is_whose_partner_it_is() -> None:
    assert roles("Stadt;Partnerstadt;Land\nEssen;Tampere;Finnland\nKöln;Lille;Frankreich\n") == {
        "Stadt": "home",
        "Partnerstadt": "partner",
        "Land": "country",
    }


def test_one_column_has_a_role_and_the_other_is_left_out() -> None:
    found = layout("Partnerstadt;seit;Jahr\nLeeds;1969;1970\n")

    assert [(column.heading, column.role) for column in found.columns] == [
        ("Partnerstadt", "partner"),
        ("seit", "since"),
        ("Jahr", "ignore"),
    ] or found.at("since") == 2


def test_profile_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    text = 'Partnerstadt;"Land ""heute""";seit\nLeeds;GB;1969\n'
    saved = tmp_path / "profile.toml"
    found = layout(text)
    saved.write_text(profile_text(found.profile), encoding="utf-8")

    again = layout_of(read_delimited(text.encode()), load_profile(saved))

    assert [c.role for c in again.columns] == [c.role for c in found.columns]
    assert (again.kind, again.language) == (found.kind, found.language)


def test_profile_chooses_against_the_headings(tmp_path: Path) -> None:
    saved = tmp_path / "profile.toml"
    saved.write_text('kind = "friendship"\n[columns]\n"B" = "partner"\n"A" = "ignore"\n', encoding="utf-8")

    found = layout_of(read_delimited(b"A;B\nLeeds;Amiens\n"), load_profile(saved))

    assert (found.at("partner"), found.kind, found.kind_by_heading) == (1, "friendship", False)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("not toml", "cannot be read"),
        ('[columns]\nA = "town"\n', "the role 'town'; expected one of partner, country"),
        ('kind = "marriage"\n[columns]\nA = "partner"\n', "the kind 'marriage'; expected one of partnership"),
        ('colour = "red"\n[columns]\nA = "partner"\n', "says colour, which is unknown"),
        ("", "names no columns"),
        ('[columns]\nX = "partner"\n', "names the column “X”, which the file does not have"),
        ('[columns]\nA = "country"\n', "No column names the partner"),
    ],
)
def test_profile_that_cannot_be_used_is_refused(content: str, sentence: str, tmp_path: Path) -> None:
    saved = tmp_path / "profile.toml"
    saved.write_text(content, encoding="utf-8")

    with pytest.raises(ImportRefused, match=sentence):
        layout_of(read_delimited(b"A;B\nLeeds;GB\n"), load_profile(saved))


def test_list_without_a_partner_is_refused() -> None:
    with pytest.raises(ImportRefused, match=r"No column names the partner; .* \(headings: Betrag, Datum\)"):
        layout("Betrag;Datum\n100;2020\n")


def test_pairs_of_the_world_are_recognised_by_their_headings(shared: Path) -> None:
    head = (shared / "data/world_edges.csv").read_bytes()[:20_000].rpartition(b"\n")[0]

    found = layout_of(read_delimited(head))

    assert (found.columns[found.at("partner") or 0].heading, found.columns[found.at("home") or 0].heading) == (
        "b_name",
        "a_name",
    )
    assert (found.kind, found.kind_by_heading) == ("partnership", False)
