"""A colleague's own page on the site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.actions import feel
from merkwerk.stories.actions import person_page_of
from merkwerk.stories.models import PersonPage
from merkwerk.stories.tests.told import open_site

AsColleague = Callable[[Colleague], Client]
TYPED = {
    "name": "Sanne", "work": "Accountant", "introduction": "Ik vertel.", "interests": "zeilen",
    "subjects": "Havens, havens , Brood", "links": "Mastodon https://social.example/@sanne",
    "is_open": "on", "is_followable": "on",
}  # fmt: skip


@pytest.fixture
def own(sanne: Colleague, as_colleague: AsColleague) -> Client:
    return as_colleague(sanne)


def test_it_is_closed_until_it_is_opened(own: Client, sanne: Colleague) -> None:
    assert own.get("/desk/stories/me/").status_code == 200
    assert not person_page_of(sanne).is_open


def test_it_is_opened_in_own_words(own: Client, client: Client, sanne: Colleague) -> None:
    open_site()
    own.post("/desk/stories/me/", TYPED)
    page = client.get("/stories/people/sanne-vos/").content.decode()
    for word in ("Accountant", "Ik vertel.", "zeilen", "Havens", "Brood", "social.example"):
        assert word in page
    assert "@sanne-vos@localhost" in page


def test_it_is_closed_with_one_press(own: Client, client: Client, sanne: Colleague) -> None:
    open_site()
    own.post("/desk/stories/me/", TYPED)
    own.post("/desk/stories/me/close/")
    assert client.get("/stories/people/sanne-vos/").status_code == 404
    assert person_page_of(sanne).introduction == "Ik vertel."


def test_nothing_of_the_map_of_subjects_comes_along(
    own: Client, client: Client, sanne: Colleague
) -> None:
    open_site()
    feel(by=sanne, name="Zebra", feeling="gladly", found=True)
    own.post("/desk/stories/me/", {**TYPED, "subjects": ""})
    assert b"Zebra" not in client.get("/stories/people/sanne-vos/").content


@pytest.mark.parametrize(
    "line", ["Mastodon", "x javascript:alert(1)", "x ftp://a.example", "x data:text/html,x"]
)
def test_an_address_that_leads_nowhere_is_sent_back(own: Client, line: str) -> None:
    answer = own.post("/desk/stories/me/", {**TYPED, "links": line})
    assert answer.status_code == 422
    assert "Ik vertel." in answer.content.decode()
    assert not PersonPage.objects.open().exists()


def test_a_seventh_address_and_a_thirteenth_subject_are_sent_back(own: Client) -> None:
    links = "\n".join(f"a https://a.example/{n}" for n in range(7))
    assert own.post("/desk/stories/me/", {**TYPED, "links": links}).status_code == 422
    many = ",".join(f"s{n}" for n in range(13))
    assert own.post("/desk/stories/me/", {**TYPED, "subjects": many}).status_code == 422


def test_choosing_a_photo_keeps_what_was_typed(own: Client, sanne: Colleague) -> None:
    answer = own.post("/desk/stories/me/", {**TYPED, "then": "pick"})
    assert "/desk/photos/pick/" in answer["Location"]
    assert person_page_of(sanne).introduction == "Ik vertel."


def test_nobody_who_is_not_followable_has_an_address_for_it(own: Client, client: Client) -> None:
    open_site()
    own.post("/desk/stories/me/", {**TYPED, "is_followable": ""})
    assert b"@sanne-vos@" not in client.get("/stories/people/sanne-vos/").content
