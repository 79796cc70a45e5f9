"""What is said or shared many times is one item, with its people."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.listening import actions
from merkwerk.listening.actions import echoes
from merkwerk.listening.models import Echo, Topic
from merkwerk.networks.models import Post
from merkwerk.networks.tests.people import account, identity, limited_post, post

pytestmark = pytest.mark.django_db

NEWS = "De nieuwe btw-regels voor platformen gaan in januari in, zegt de Belastingdienst vandaag."


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, sanne: Colleague) -> None:
    monkeypatch.setattr(echoes, "_memory", echoes.Memory())
    Topic.objects.create(colleague=sanne, name="Btw", query="btw OR podcast")


def hear(*posts: Post) -> int:
    now = timezone.now()
    actions.consider(posts=posts, now=now)
    return actions.find_echoes(now=now)


def say(text: str, who: str, **rest: Any) -> Post:
    return post(text, identity(who), **rest)


def test_nearly_the_same_words_are_an_echo() -> None:
    first, second = say(NEWS, "Anna"), say(f"{NEWS} Let op!", "Bram")
    assert hear(first, second) == 1
    echo = Echo.objects.get()
    assert (echo.post, echo.of, echo.kind) == (second, first, Echo.Kind.NEARLY)


def test_sharing_the_same_page_is_an_echo() -> None:
    link = "https://nos.example/artikel/1"
    first = say("Dit over de btw moet je lezen.", "Anna", links=[link])
    second = say("Wat een onzin, die btw.", "Bram", links=[link + "?utm_source=x"])
    assert hear(first, second) == 1
    assert Echo.objects.get().kind == Echo.Kind.SAME_LINK


def test_the_front_page_of_a_site_makes_no_echo() -> None:
    link = ["https://nos.example/"]
    posts = say("Dit over btw.", "Anna", links=link), say("Een podcast!", "Bram", links=link)
    assert hear(*posts) == 0


def test_short_words_are_no_echo() -> None:
    assert hear(say("Ook btw!", "Anna"), say("Ook btw!", "Bram")) == 0


def test_an_echo_of_an_echo_belongs_to_the_first() -> None:
    first, second, third = (say(f"{NEWS} {n}", f"P{n}") for n in range(3))
    hear(first)
    hear(second)
    hear(third)
    assert set(Echo.objects.values_list("post", "of")) == {
        (second.pk, first.pk),
        (third.pk, first.pk),
    }


def test_comparing_twice_finds_once() -> None:
    posts = say(NEWS, "Anna"), say(NEWS, "Bram")
    assert hear(*posts) == 1
    assert hear(*posts) == 0


def test_after_a_new_start_nothing_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    hear(say(NEWS, "Anna"))
    monkeypatch.setattr(echoes, "_memory", echoes.Memory())
    assert hear(say(NEWS, "Bram")) == 1


def test_a_post_for_few_is_compared_with_nothing(sanne: Colleague) -> None:
    assert hear(say(NEWS, "Anna"), limited_post(NEWS, account(sanne))) == 0


def test_one_reads_the_first_and_the_others_stand_behind_it(sanne: Colleague) -> None:
    first, *others = (say(f"{NEWS} {n}", f"P{n}") for n in range(3))
    hear(first, *others)
    (found,) = actions.to_read(by=sanne)
    assert (found.post, found.echoes) == (first, 2)
    assert list(actions.echoes_of(post=first, by=sanne)) == others
    assert list(actions.echoes_of(post=others[1], by=sanne)) == [first, others[0]]


def test_what_was_read_does_not_come_back_as_an_echo(sanne: Colleague) -> None:
    first = say(NEWS, "Anna")
    hear(first)
    actions.rest(posts=[first], by=sanne)
    hear(say(NEWS, "Bram"))
    assert actions.to_read(by=sanne) == []
