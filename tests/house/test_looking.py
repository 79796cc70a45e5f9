"""Looking changes nothing: no page writes when it is opened, whatever its address names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from merkwerk.accounts.models import Colleague
from tests.house.matrix import OWN
from tests.house.secrets import life
from tests.house.test_strangers import PLAIN, where

ROOMS = ("handbook:", "photos:", "relationships:", "today:", "notifications:")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# The session that says who asks; a message that was read goes out of it.
PASSED_OVER = ('"django_session"',)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_writes_nothing(
    sanne: Colleague, as_colleague: Callable[[Colleague], Client], method: str
) -> None:
    numbers = life(sanne)
    browser = as_colleague(sanne)
    places = [where(name, numbers[thing]) for name, thing in OWN.items() if name.startswith(ROOMS)]
    places += [reverse(name) for name in PLAIN if name.startswith(ROOMS)]
    wrote = []
    for place in places:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            getattr(browser, method)(place)
        wrote += [
            (place, query["sql"])
            for query in asked
            if query["sql"].startswith(WRITES) and not any(o in query["sql"] for o in PASSED_OVER)
        ]
    assert not wrote
