"""Kept pages of one generation, bounded in bytes: what was not asked for longest goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import asdict, dataclass
from threading import Lock

from jumelage.core.pagecache.generation import Generation
from jumelage.core.pagecache.page import Page


@dataclass(slots=True)
class Counts:
    """Since the process started. passed: to Django, never kept; stale: rendered while the register moved, not kept."""

    hits: int = 0
    misses: int = 0
    passed: int = 0
    stale: int = 0
    evicted: int = 0
    cleared: int = 0


class Shelf:
    """One bound of bytes. A page larger than a quarter of it is not kept."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self.pages: OrderedDict[Hashable, Page] = OrderedDict()

    def put(self, key: Hashable, page: Page) -> int:
        """Returns how many others had to go."""
        if page.size > self.limit // 4:
            return 0
        self.drop(key)
        self.pages[key] = page
        self.size += page.size
        gone = 0
        while self.size > self.limit:
            self.drop(next(iter(self.pages)))
            gone += 1
        return gone

    def drop(self, key: Hashable) -> None:
        if key in self.pages:
            self.size -= self.pages.pop(key).size

    def clear(self) -> None:
        self.pages.clear()
        self.size = 0


class Store:
    """Two shelves, half of the bytes each: whoever asks for ever new queries cannot push out the pages without one."""

    def __init__(self, limit: int) -> None:
        self.shelves = {False: Shelf(limit // 2), True: Shelf(limit // 2)}
        self.generation: Generation | None = None
        self.counts, self.lock = Counts(), Lock()

    def get(self, generation: Generation, key: Hashable, *, queried: bool) -> Page | None:
        with self.lock:
            if generation != self.generation:
                return None
            pages = self.shelves[queried].pages
            page = pages.get(key)
            if page:
                pages.move_to_end(key)
                self.counts.hits += 1
            return page

    def put(self, generation: Generation, key: Hashable, page: Page, *, queried: bool) -> None:
        """generation must be the one that holds after the page was rendered as it did before."""
        with self.lock:
            if generation != self.generation:
                self._turn_to(generation)
            self.counts.evicted += self.shelves[queried].put(key, page)

    def _turn_to(self, generation: Generation) -> None:
        for shelf in self.shelves.values():
            shelf.clear()
        self.counts.cleared += self.generation is not None
        self.generation = generation

    def state(self) -> dict[str, int]:
        shelves = self.shelves.values()
        held = {"pages": sum(len(shelf.pages) for shelf in shelves), "bytes": sum(shelf.size for shelf in shelves)}
        return held | {"bytes_at_most": sum(shelf.limit for shelf in shelves)} | asdict(self.counts)
