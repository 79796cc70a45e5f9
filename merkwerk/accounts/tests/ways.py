"""What tests of accounts do often."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from merkwerk.accounts.models import Colleague

PASSWORD = "een lang wachtwoord"
LOGIN = reverse("account_login")
ME = reverse("accounts:me")


def sign_in(colleague: Colleague, password: str = PASSWORD) -> Client:
    """A browser in which this colleague signed in with their password."""
    client = Client()
    client.post(LOGIN, {"login": colleague.email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get(ME).status_code == 200


def at_once(press: Callable[[int], object], times: int = 3) -> list[object]:
    """What several presses at the same moment give. The test database in memory answers "locked"
    where the real one waits, so a press that hears that tries again."""
    results: list[object] = []

    def one(number: int) -> None:
        try:
            results.append(patiently(press, number))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def patiently(press: Callable[[int], object], number: int) -> object:
    for _ in range(500):
        try:
            return press(number)
        except OperationalError:
            connection.close()
            time.sleep(0.01)
    raise AssertionError("the database stayed locked")
