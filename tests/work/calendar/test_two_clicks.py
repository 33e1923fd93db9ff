"""The same address made several times in one moment: the last one holds, and nobody sees a fault."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from factories import officer

from jumelage.accounts.models import User
from jumelage.work.calendar.actions import open_feed, open_office_feed
from jumelage.work.calendar.models import Feed
from jumelage.work.calendar.queries import feed_under

CLICKS = 4


@pytest.mark.parametrize("make", [open_feed, open_office_feed])
def test_one_address_holds_of_several_made_at_once(committed_db: str, make: Callable[..., str]) -> None:
    user = User.objects.select_related("office").get(pk=officer().pk)
    together = Barrier(CLICKS)

    def click(_: int) -> str:
        together.wait(30)
        try:
            return make(by=user, language="en")
        finally:
            connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        secrets = list(pool.map(click, range(CLICKS)))

    assert [feed_under(secret) is not None for secret in secrets].count(True) == 1
    assert Feed.objects.count() == 1
