"""A card of how people talk in a place."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from merkwerk.engine.tone import FEWEST, Card, Figure, Heard, measure

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def place(number: int = 60) -> list[Heard]:
    """Posts by six people, an hour apart; every third asks something."""
    return [
        Heard(
            key=at,
            text="Weet je hoe dit werkt? 🐝 #imker" if at % 3 == 0 else f"Dit is bericht {at} " * 3,
            at=START + timedelta(hours=at),
            language="nl",
            tags=("imker",) if at % 3 == 0 else (),
            links=("https://a.example/1",) if at % 4 == 0 else (),
            pictures=("image", "image") if at % 5 == 0 else (),
            reply=at % 2 == 0,
            author=f"a{at % 6}",
            answered=at % 10 == 1,
        )
        for at in range(number)
    ]


def card(posts: list[Heard]) -> Card:
    found = measure(posts)
    assert found
    return found


def figure(code: str, posts: list[Heard] | None = None) -> Figure:
    found = card(posts or place()).figure(code)
    assert found
    return found


def test_below_fifty_it_does_not_know_yet() -> None:
    assert measure(place(FEWEST - 1)) is None
    assert measure(place(FEWEST)) is not None


def test_a_post_heard_twice_counts_once() -> None:
    assert measure([*place(49), *place(49)]) is None


def test_the_card_says_what_it_was_made_from() -> None:
    found = card(place())
    assert (found.posts, found.authors) == (60, 6)
    assert (found.since, found.until) == (START, START + timedelta(hours=59))


@pytest.mark.parametrize(
    ("code", "has", "of"),
    [
        ("length", 60, 60),
        ("questions", 20, 60),
        ("hashtags", 20, 60),
        ("emoji", 20, 60),
        ("links", 15, 60),
        ("pictures", 12, 60),
        ("replies", 30, 60),
        ("answered", 6, 30),
        ("address", 20, 60),
        ("languages", 60, 60),
        ("authors", 30, 60),
        ("formality", 60, 60),
    ],
)
def test_each_figure_counts_the_posts_that_speak_for_it(code: str, has: int, of: int) -> None:
    found = figure(code)
    assert (found.has, found.of, found.share) == (has, of, has / of)


def test_each_figure_opens_to_at_most_five_examples_that_show_it() -> None:
    posts = {post.key: post for post in place()}
    for found in card(place()).figures:
        assert len(found.examples) == min(5, found.has)
    assert all(posts[key].pictures for key in figure("pictures").examples)
    assert all(posts[key].reply for key in figure("replies").examples)


def test_examples_come_from_different_people_first() -> None:
    posts = [replace(post, author="loud") if post.key < 50 else post for post in place()]
    keys = figure("length", posts).examples
    assert sum(1 for key in keys if key < 50) <= 1


def test_the_length_is_the_middle_with_half_of_the_posts_around() -> None:
    posts = [replace(post, text="x" * (post.key + 1)) for post in place(59)]
    assert figure("length", posts).facts == {"median": 30, "low": 16, "high": 44}


def test_a_family_of_emoji_is_one_sign() -> None:
    posts = [replace(post, text="👨‍👩‍👧") for post in place()]
    assert figure("length", posts).facts["median"] == 1
    assert figure("emoji", posts).facts["median"] == 1


def test_hours_are_told_in_the_time_of_the_place() -> None:
    posts = [replace(post, at=START + timedelta(days=post.key)) for post in place()]
    found = measure(posts, ZoneInfo("Europe/Amsterdam"))
    assert found
    hours = found.figure("hours")
    assert hours
    assert (hours.facts["from"], hours.facts["until"], hours.facts["h09"]) == (9, 10, 60)


def test_busy_hours_reach_over_midnight() -> None:
    late = [START.replace(hour=hour) + timedelta(days=1) for hour in (23, 0)]
    posts = [replace(post, at=late[post.key % 2]) for post in place()]
    spread = [replace(post, key=100 + post.key) for post in place(40)]
    facts = figure("hours", posts + spread).facts
    assert (facts["from"], facts["until"]) == (23, 1)


def test_address_is_told_for_each_language_that_has_it() -> None:
    german = [replace(post, key=100 + post.key, text="Haben Sie Zeit?", language="de")
              for post in place(20)]  # fmt: skip
    found = [one for one in card(place() + german).figures if one.code == "address"]
    assert [one.facts["language"] for one in found] == ["nl", "de"]
    assert found[1].facts["formal"] == 20


def test_few_who_address_anybody_say_nothing_about_it() -> None:
    posts = [replace(post, text="Dag jij" if post.key < 4 else "Dag") for post in place()]
    assert card(posts).figure("address") is None


def test_examples_of_address_show_how_most_do_it() -> None:
    posts = [
        replace(post, text="Komt u ook?" if post.key % 4 else "Kom je ook?") for post in place()
    ]
    found = figure("address", posts)
    assert (found.facts["formal"], found.facts["informal"]) == (45, 15)
    assert all(key % 4 for key in found.examples)


def test_what_cannot_be_known_is_left_out() -> None:
    posts = [replace(post, language="", text="👍", answered=None, author="") for post in place()]
    codes = {found.code for found in card(posts).figures}
    assert codes.isdisjoint({"languages", "address", "formality", "answered", "authors"})


def test_a_post_that_names_no_language_is_listened_to() -> None:
    text = "Weet jij waar ik een goede imker kan vinden in de buurt?"
    posts = [replace(post, language="", text=text) for post in place()]
    assert figure("languages", posts).facts == {"nl": 60}
    assert figure("address", posts).facts["informal"] == 60


def test_the_order_of_the_posts_changes_nothing() -> None:
    posts = place()
    assert measure(Random(1).sample(posts, len(posts))) == measure(posts)


def test_facts_can_be_kept_as_json() -> None:
    for found in card(place()).figures:
        assert all(isinstance(fact, int | float | str) for fact in found.facts.values())
