"""The stream of starts, ends and words, held against a browser's parser."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from jumelage.knowledge.sources.extract import ExtractError
from jumelage.knowledge.sources.extract.soup import attributes, events

NAMES = [
    "p",
    "div",
    "ul",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "b",
    "i",
    "a",
    "span",
    "section",
    "blockquote",
    "center",
    "x-y",
]
TAGS = st.sampled_from([tag for name in NAMES for tag in (f"<{name}>", f"</{name}>", f"<{name} title='a>b'>")])
WORDS = st.sampled_from(
    [" Kiel ", " Graz ", " 5 &lt; 6 ", " a & b ", "<!-- no -->", "<br>", "</br>", " < ", "<script>'</p>'</script>"]
)
SOUP = st.lists(st.one_of(TAGS, WORDS), max_size=40).map("".join)
ANY = st.one_of(
    SOUP,
    st.lists(
        st.sampled_from(["<td>", "</table>", "<table>", "<tr>", "<", "'", '"', "=", "/>", "<svg>", "x", "<!"])
    ).map("".join),
)


def words(html: str) -> list[str]:
    return "".join(text for what, name, text in events(html) if what == "words" and not name).split()


def browsers(html: str) -> list[str]:
    tree = LexborHTMLParser(f"<body>{html}")
    for script in tree.css("script"):
        script.decompose()
    assert tree.body
    return tree.body.text().split()


@given(SOUP)
def test_the_words_are_those_that_a_browser_shows(html: str) -> None:
    assert words(html) == browsers(html)


@given(st.one_of(ANY, st.text()))
def test_every_start_has_its_end(html: str) -> None:
    open_ones: list[str] = []
    for what, name, _ in events(html):
        if what == "start":
            open_ones.append(name)
        elif what == "end":
            assert open_ones.pop() == name

    assert open_ones == []


@given(ANY)
def test_no_element_is_made_twice(html: str) -> None:
    made = Counter(what for what, _, _ in events(html))

    assert made["start"] <= html.count("<")


@pytest.mark.parametrize(
    ("html", "nested"),
    [
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", ["ul", "ul li", "ul li ul", "ul li ul li", "ul li"]),
        ("<p>a<b>b<p>c", ["p", "p b", "p"]),
        ("<p>a<b>b</p>c", ["p", "p b"]),
        ("<table><tr><td>a<table><tr><td>b</table><td>c", ["table", "table tr", "table tr td", "table tr td table", "table tr td table tr", "table tr td table tr td", "table tr td"]),
        ("<head><title>a</title><p>b", ["head", "head title", "p"]),
        ("<div><span></div><p>a", ["div", "div span", "p"]),
        ("<svg><path/><g/></svg><p>a", ["svg", "svg path", "svg g", "p"]),
        ("<h2>a<h3>b", ["h2", "h3"]),
        ("<p><b>a</p></b><p>b</p>", ["p", "p b", "p"]),
    ],
)  # fmt: skip
def test_what_is_left_open_ends_where_it_must(html: str, nested: list[str]) -> None:
    found: list[str] = []
    stack: list[str] = []
    for what, name, _ in events(html):
        if what == "start":
            stack.append(name)
            found.append(" ".join(stack))
        elif what == "end":
            stack.pop()

    assert found == nested


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (' class="a b" id=c hidden', {"class": "a b", "id": "c", "hidden": ""}),
        (" CLASS='a' class=b", {"class": "a"}),
        (" title = 'a &amp; b>c' /", {"title": "a & b>c"}),
        (' a="1"b="2"', {"a": "1", "b": "2"}),
        (' a="open', {"a": '"open'}),
    ],
)
def test_attributes_are_read_as_browsers_do(written: str, read: dict[str, str]) -> None:
    assert attributes(written) == read


def test_a_depth_beyond_all_pages_is_refused() -> None:
    with pytest.raises(ExtractError, match="more than 5,000 deep"):
        list(events("<b>" * 5_001))
