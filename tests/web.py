"""A web of a few pages, without a network."""

from collections.abc import Iterator

import httpx2

from jumelage.knowledge.sources.visit import Visitor

HTML = {"content-type": "text/html"}


class Once(httpx2.SyncByteStream):
    def __init__(self, text: str) -> None:
        self.text = text

    def __iter__(self) -> Iterator[bytes]:
        yield self.text.encode()


class Web:
    """Answers by address, and remembers what it was asked."""

    def __init__(self, pages: dict[str, httpx2.Response]) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.requests: list[httpx2.Request] = []
        self.slept: list[float] = []
        self.answer_with = self.answer

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(str(request.url))
        self.requests.append(request)
        kept = self.pages.get(str(request.url), httpx2.Response(404))
        text = kept.stream.text if isinstance(kept.stream, Once) else ""
        return httpx2.Response(kept.status_code, headers=kept.headers, stream=Once(text))

    @property
    def transport(self) -> httpx2.MockTransport:
        return httpx2.MockTransport(self.answer_with)

    @property
    def visitor(self) -> Visitor:
        return Visitor(transport=self.transport, sleep=self.slept.append)


def page(text: str = "<p>Leeds", status: int = 200, **headers: str) -> httpx2.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.Response(status, headers=HTML | named, stream=Once(text))
