"""What people do with a story on other sites and servers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.stories.actions import readers
from merkwerk.stories.models import PublicStory, Reaction, Sign
from merkwerk.stories.tests.told import open_site, teller, told

State = Reaction.State


@pytest.fixture
def story(sanne: Colleague) -> PublicStory:
    open_site()
    return told(teller(sanne))


def reply(
    story: PublicStory, words: str = "<p>Dat <b>herken</b> ik.</p>", **other: object
) -> Reaction | None:
    given: dict[str, object] = {
        "story": story.story, "kind": "reply", "network": "fediverse", "name": "Mira",
        "address": "https://social.example/@mira", "words_html": words,
        "source_url": "https://social.example/@mira/1", "key": "https://social.example/1",
    }  # fmt: skip
    return readers.take_in(**{**given, **other})  # type: ignore[arg-type]


def page(client: Client, story: PublicStory) -> str:
    return client.get(f"/stories/{story.slug}/").content.decode()


def test_a_reply_stands_under_the_story(client: Client, story: PublicStory) -> None:
    reply(story)
    shown = page(client, story)
    assert "Dat <b>herken</b> ik." in shown
    assert 'href="https://social.example/@mira"' in shown


def test_the_same_key_again_changes_the_words(story: PublicStory) -> None:
    reply(story)
    reply(story, "<p>Anders.</p>")
    assert Reaction.objects.get().words == "Anders."


def test_scripts_and_pictures_fall_away(client: Client, story: PublicStory) -> None:
    reply(story, '<p onclick=x()>Hoi<script>x()</script><img src="https://spy.example/1.png"></p>')
    shown = page(client, story)
    assert "spy.example" not in shown
    assert "onclick" not in shown


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "x" * 3000])
def test_an_address_that_is_none_falls_away(story: PublicStory, address: str) -> None:
    taken = reply(story, address=address)
    assert taken is not None
    assert taken.address == ""


def test_without_words_there_is_nothing(story: PublicStory) -> None:
    assert reply(story, "<img src=x>") is None


def test_a_date_in_the_future_is_now(story: PublicStory) -> None:
    now = timezone.now()
    taken = reply(story, published_at=now + timedelta(days=400), now=now)
    assert taken is not None
    assert taken.at == now


def test_a_date_without_a_zone_is_not_believed(story: PublicStory) -> None:
    now = timezone.now()
    taken = reply(story, published_at=datetime(2020, 1, 1), now=now)  # noqa: DTZ001
    assert taken is not None
    assert taken.at == now


def test_what_goes_there_goes_here(client: Client, story: PublicStory) -> None:
    reply(story)
    assert readers.take_away(key="https://social.example/1")
    assert "herken" not in page(client, story)
    assert Reaction.objects.get().words == ""


def test_a_message_sent_again_brings_nothing_back(story: PublicStory) -> None:
    reply(story)
    readers.take_away(key="https://social.example/1")
    assert reply(story) is None


def test_what_the_author_hid_stays_hidden(sanne: Colleague, story: PublicStory) -> None:
    taken = reply(story)
    assert taken is not None
    readers.hide(reaction=taken, by=sanne)
    reply(story, "<p>Toch nog eens.</p>")
    assert Reaction.objects.get().state == State.HIDDEN


def test_an_answer_stands_below_what_it_answers(story: PublicStory) -> None:
    reply(story)
    reply(story, "<p>Ik ook.</p>", key="https://b.example/2", answers="https://social.example/1")
    (top,) = readers.under(story.story_id).reactions
    assert [one.words for one in top.answers] == ["Ik ook."]


def test_rings_of_answers_end(story: PublicStory) -> None:
    first = reply(story)
    second = reply(story, "<p>Ik ook.</p>", key="b", answers="https://social.example/1")
    assert first is not None
    Reaction.objects.filter(pk=first.pk).update(answers=second)
    assert readers.under(story.story_id).count == 2


def test_likes_are_a_footnote_with_names(client: Client, story: PublicStory) -> None:
    for name in ("Joris", "Mira", "نور"):
        readers.note_sign(
            story=story.story, kind="like", name=name, address="https://a.example/", key=name
        )
    shown = page(client, story)
    assert "<bdi>Joris</bdi> en 2 anderen" in shown or "<bdi>Joris</bdi> and 2 others" in shown
    assert "<bdi><a" in shown


def test_the_same_like_counts_once(story: PublicStory) -> None:
    for _ in range(2):
        readers.note_sign(story=story.story, kind="like", name="Joris", address="", key="x")
    assert Sign.objects.count() == 1


def test_a_like_taken_back_goes(story: PublicStory) -> None:
    readers.note_sign(story=story.story, kind="share", name="Joris", address="", key="x")
    assert readers.take_away(key="x")
    assert not Sign.objects.exists()


def test_a_mention_that_sells_is_not_shown(story: PublicStory) -> None:
    readers.note_sign(
        story=story.story, kind="mention", name="Bonus", address="https://a.example/", key="x",
        said="Online casino, free spins, jackpot: klik hier",
    )  # fmt: skip
    assert not readers.under(story.story_id).footnotes
