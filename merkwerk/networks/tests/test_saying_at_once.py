"""Two devices press in the same moment."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from merkwerk.accounts.models import Colleague
from merkwerk.networks import actions
from merkwerk.networks.actions import Part
from merkwerk.networks.models import Message
from merkwerk.networks.tests.conftest import Connect


@pytest.mark.django_db(transaction=True)
def test_one_of_them_says_it(connect: Connect, sanne: Colleague) -> None:
    if "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has one writer")
    account = connect(sanne)
    together, fresh = Barrier(4), list[bool]()

    def press(desk: str) -> None:
        together.wait()
        try:
            parts = [Part("Een."), Part("Twee.")]
            spoken = actions.say(by=sanne, account=account, parts=parts, desk=desk, piece="stuk")
            fresh.append(spoken.fresh)
        finally:
            connection.close()

    presses = [Thread(target=press, args=(f"toestel-{n}",)) for n in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(fresh) == [False, False, False, True]
    assert [one.text for one in Message.objects.of_piece("stuk")] == ["Een.", "Twee."]
