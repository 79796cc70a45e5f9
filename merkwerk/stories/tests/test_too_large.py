"""What is too large for one press comes back to who typed it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague

pytestmark = pytest.mark.django_db
Browser = Callable[[Colleague], Client]
WHERE = "/desk/stories/begin/"


@pytest.fixture(autouse=True)
def small(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000


def test_the_words_come_back_and_the_way_back_is_there(
    as_colleague: Browser, sanne: Colleague
) -> None:
    words = "Kade & <b>Kroon</b> " * 200
    answer = as_colleague(sanne).post(
        WHERE, f"title=x&body={words.replace(' ', '+').replace('&', '%26')}",
        content_type="application/x-www-form-urlencoded",
        headers={"referer": "http://testserver/desk/stories/7/"},
    )  # fmt: skip
    told = answer.content.decode()
    assert answer.status_code == 413
    assert "Kade &amp; &lt;b&gt;Kroon&lt;/b&gt; Kade" in told
    assert 'href="/desk/stories/7/"' in told


def test_a_path_with_two_strokes_leads_nowhere_else(
    as_colleague: Browser, sanne: Colleague
) -> None:
    answer = as_colleague(sanne).post(
        WHERE, {"body": "x" * 3000}, headers={"referer": "http://testserver//evil.example/"}
    )
    assert 'href="/evil.example/"' in answer.content.decode()


def test_a_page_of_others_is_no_way_back(as_colleague: Browser, sanne: Colleague) -> None:
    answer = as_colleague(sanne).post(
        WHERE, {"body": "x" * 3000}, headers={"referer": "https://evil.example/"}
    )
    assert answer.status_code == 413
    assert b"evil.example" not in answer.content


def test_nothing_of_a_stranger_is_read(client: Client) -> None:
    answer = client.post(
        "/account/login/", "login=" + "x" * 3000, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    assert b"xxxx" not in answer.content


def test_anything_else_that_cannot_be_read_says_so_as_before(client: Client) -> None:
    assert client.get("/", headers={"host": "evil example"}).status_code == 400
