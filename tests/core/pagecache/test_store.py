"""Memory is bounded, and old pages go when the register moves."""

from datetime import date
from random import Random

from jumelage.core.pagecache.generation import Generation
from jumelage.core.pagecache.page import OVERHEAD, Page
from jumelage.core.pagecache.store import Store

DAY = date(2026, 11, 24)
NOW = Generation(7, DAY)


def page(size: int = 1000) -> Page:
    return Page.of([("Content-Type", "image/png")], bytes(size))


def test_page_is_found_in_its_generation_only() -> None:
    store = Store(1_000_000)
    store.put(NOW, "a", kept := page(), queried=False)

    assert store.get(NOW, "a", queried=False) is kept
    assert store.get(Generation(8, DAY), "a", queried=False) is None
    assert store.get(Generation(7, date(2026, 11, 25)), "a", queried=False) is None


def test_new_generation_takes_the_memory_of_the_old() -> None:
    store = Store(1_000_000)
    for n in range(10):
        store.put(NOW, n, page(), queried=n % 2 == 0)
    store.put(Generation(8, DAY), "a", page(), queried=False)

    state = store.state()
    assert (state["pages"], state["bytes"], state["cleared"]) == (1, 1000 + OVERHEAD, 1)


def test_bytes_never_pass_the_bound() -> None:
    store, random = Store(100_000), Random(1)
    for n in range(500):
        store.put(NOW, random.randrange(40), page(random.randrange(15_000)), queried=random.random() < 0.5)
        held = [shelf.pages for shelf in store.shelves.values()]
        assert store.state()["bytes"] == sum(p.size for pages in held for p in pages.values()) <= 100_000, n

    assert store.state()["evicted"] > 0


def test_what_was_not_asked_for_longest_goes_first() -> None:
    store = Store(2 * 5 * (1000 + OVERHEAD))
    for key in "abcde":
        store.put(NOW, key, page(), queried=False)
    assert store.get(NOW, "a", queried=False)
    store.put(NOW, "f", page(), queried=False)

    assert [key for key in "abcdef" if store.get(NOW, key, queried=False)] == ["a", "c", "d", "e", "f"]


def test_flood_of_queries_leaves_the_pages_without_one() -> None:
    store = Store(200_000)
    store.put(NOW, "home", page(), queried=False)
    for n in range(1000):
        store.put(NOW, n, page(), queried=True)

    assert store.get(NOW, "home", queried=False)
    assert store.state()["evicted"] > 900


def test_page_too_large_for_the_bound_is_not_kept() -> None:
    store = Store(100_000)
    store.put(NOW, "small", page(), queried=False)
    store.put(NOW, "large", page(20_000), queried=False)

    assert (store.get(NOW, "large", queried=False), store.state()["pages"]) == (None, 1)


def test_store_of_nothing_keeps_nothing() -> None:
    store = Store(0)
    store.put(NOW, "a", page(0), queried=False)

    assert store.get(NOW, "a", queried=False) is None
