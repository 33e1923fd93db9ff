"""How words are cut, and how alike they are."""

import pytest

from jumelage.knowledge.search.grams import LONGEST, MOST_WORDS, asked, begun, grams, likeness, words


def test_words_are_folded_and_cut_at_what_is_no_letter() -> None:
    assert words("Cluj–Napoca, Xi´an; Łódź") == ["cluj", "napoca", "xian", "lodz"]


def test_grams_begin_before_the_word_and_end_behind_it() -> None:
    assert grams("leeds") == {"  l", " le", "lee", "eed", "eds", "ds "}
    assert begun("lee") == {"  l", " le", "lee"}
    assert begun("l") == {"  l"}


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (("amiens", "amiens"), ("amiens", "amiensville")),
        (("ami", "amiens"), ("mie", "amiens")),
        (("amiens", "amiens"), ("amines", "amiens")),
        (("amines", "amiens"), ("amines", "ankara")),
        (("novi sad", "novi sad"), ("novi sad", "novi pazar")),
    ],
)
def test_likeness_prefers(better: tuple[str, str], worse: tuple[str, str]) -> None:
    of = [likeness(words(wanted), words(said)) for wanted, said in (better, worse)]

    assert of[0] > of[1]


@pytest.mark.parametrize("typo", ["amines", "amien", "ameins", "amienss", "amyens"])
def test_typing_error_is_forgiven(typo: str) -> None:
    assert likeness([typo], ["amiens"]) >= 0.42


@pytest.mark.parametrize(("wanted", "said"), [("leeds", "lille"), ("ulm", "rom"), ("xyzzy", "amiens"), ("", "amiens")])
def test_other_words_are_no_typing_error(wanted: str, said: str) -> None:
    assert likeness(words(wanted), words(said)) < 0.42


def test_question_of_any_length_is_cut() -> None:
    assert len("".join(asked("abc " * 3_000))) <= LONGEST
    assert len(asked("a b c d e f g h i j k l")) == MOST_WORDS
