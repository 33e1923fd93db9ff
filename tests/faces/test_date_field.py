"""The office's field for a date: EDTF and the phrases of the reader's language, and errors in that language."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from jumelage.core.datephrases import Asked, read
from jumelage.faces.office.forms import EXAMPLES, PUBLISHED_HELP, DateField


@pytest.mark.parametrize(
    ("language", "asked", "typed", "kept"),
    [
        ("de", "since", "14. Mai 1960", "1960-05-14"),
        ("de", "since", "seit Mai 1960", "1960-05"),
        ("de", "since", "1960-05", "1960-05"),
        ("de", "until", "bis 1990", "1990"),
        ("de", "moment", "zwischen 2014 und Mai 2024", "2014/2024-05"),
        ("de", "moment", "2025-11-28/..", "2025-11-28/.."),
        ("de", "period", "3.–7. Mai 1984", "1984-05-03/1984-05-07"),
        ("en", "since", "since around 1960", "1960~"),
        ("en", "moment", "after 28 November 2025", "2025-11-29/.."),
        ("fr", "since", "depuis les années 1950", "195X"),
        ("fr", "moment", "03/04/1960", "1960-04-03"),
        ("fr", "moment", "  ", ""),
    ],
)
def test_typed_date_is_kept_as_edtf(language: str, asked: Asked, typed: str, kept: str) -> None:
    with override(language):
        assert DateField(asked=asked, required=False).clean(typed) == kept


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "03/04/1960", "“03/04/1960” can be 4 March 1960 or 3 April 1960; write the month as a word."),
        ("de", "03/04/1960", "„03/04/1960“ kann 4. März 1960 oder 3. April 1960 heißen; schreiben Sie den Monat als Wort."),
        ("de", "60", "In „60“ fehlt eine Jahreszahl oder ist gekürzt; schreiben Sie jedes Jahr mit vier Ziffern."),
        (
            "fr",
            "début des années 1960",
            "« début des années 1960 » est une partie d’une durée, qui n’a pas de forme exacte ; écrivez « entre … et … », "
            "ou seulement « années 1960 ».",
        ),
        ("fr", "30 février 1960", "« 30 février 1960 » indique un jour, un mois ou une année qui n’existe pas dans le calendrier ; vérifiez les chiffres."),
    ],
)  # fmt: skip
def test_refusal_is_told_in_the_language_of_the_page(language: str, typed: str, said: str) -> None:
    with override(language), pytest.raises(ValidationError) as refused:
        DateField(asked="moment").clean(typed)

    assert refused.value.messages == [said]


@pytest.mark.parametrize("language", ["de", "en", "fr"])
def test_examples_beside_the_field_are_read(language: str) -> None:
    with override(language):
        shown = [example for text in (EXAMPLES, PUBLISHED_HELP) for example in str(text).partition(": ")[2].split(", ")]
        found = [read(example, language, "moment").text for example in shown]

    assert found == ["1960-05-14", "1960-05", "1960~", "195X", "1960-05-14", "2023-10", "2014/2024-05", "2025-11-29/.."]
