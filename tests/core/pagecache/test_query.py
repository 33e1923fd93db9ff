import pytest

from jumelage.core.pagecache.query import normalised


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("as_of=2013-06-30", "as_of=2013-06-30"),
        ("utm_source=mail&as_of=2013-06-30&fbclid=x", "as_of=2013-06-30"),
        ("utm_source=mail", ""),
        ("as_of=", ""),
        ("kind=b&as_of=1&kind=a", "as_of=1&kind=b&kind=a"),
        ("kind=a&kind=a", "kind=a"),
        ("kind=Gie%C3%9Fen+a%26b", "kind=Gie%C3%9Fen+a%26b"),
        ("kind=%ff", "kind=%EF%BF%BD"),
        ("&&=&kind", ""),
    ],
)
def test_query_keeps_what_the_page_reads_in_one_form(query: str, kept: str) -> None:
    assert normalised(query, {"as_of", "kind"}) == kept


def test_order_makes_no_second_page() -> None:
    assert normalised("b=2&a=1", {"a", "b"}) == normalised("a=1&b=2", {"a", "b"})
