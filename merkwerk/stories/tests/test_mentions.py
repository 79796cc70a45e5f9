"""Webmentions that come in and go out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.http import Http, Way
from merkwerk.connectors.tests.loopback import AGENT, Asked, Reply, http_to, serving
from merkwerk.stories.actions import readers
from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.models import (
    MentionIn,
    MentionOut,
    PublicStory,
    Reaction,
    Sign,
    Site,
    StoryEvent,
)
from merkwerk.stories.tests.told import open_site, teller, told

HTML = {"Content-Type": "text/html; charset=utf-8"}
SOURCE = "http://blog.example/antwoord"
What = StoryEvent.What


@pytest.fixture
def story(sanne: Colleague) -> PublicStory:
    open_site()
    return told(teller(sanne), body='<p>Lees <a href="http://other.example/stuk">dit stuk</a>.</p>')


def target(story: PublicStory) -> str:
    return site_address(f"/stories/{story.slug}/")


def send(client: Client, story: PublicStory, **other: str) -> int:
    told = {"source": SOURCE, "target": target(story), **other}
    return client.post("/stories/webmention/", told).status_code


def look(body: str = "", status: int = 200) -> None:
    """The worker looks, and finds this there."""
    reply = Reply(status, body.encode(), HTML)
    with serving(lambda asked: reply) as server:
        readers.mentions_due(now=timezone.now(), way=http_to(server))


def answer(story: PublicStory, words: str = "Mooi gezegd.", kind: str = "in-reply-to") -> str:
    return (
        f'<html><div class="h-entry"><a class="p-author h-card" href="http://blog.example/">Joris</a>'
        f'<a class="u-{kind}" href="{target(story)}">x</a>'
        f'<p class="e-content">{words}</p></div></html>'
    )


def test_a_story_says_where_it_takes_them(client: Client, story: PublicStory) -> None:
    page = client.get(f"/stories/{story.slug}/")
    assert 'rel="webmention"' in page["Link"]
    assert 'rel="webmention"' in page.content.decode()


def test_it_is_taken_in_and_looked_at_later(client: Client, story: PublicStory) -> None:
    assert send(client, story) == 202
    assert MentionIn.objects.get().state == "waiting"


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "ftp://blog.example/"},
        {"source": ""},
        {"target": "http://elders.example/stories/x/"},
        {"target": "http://localhost:8000/stories/none/"},
        {"target": "http://localhost:8000/today/"},
        {"source": "http://blog.example/" + "x" * 5000},
    ],
)
def test_what_cannot_be_one_is_refused_at_once(
    client: Client, story: PublicStory, wrong: dict[str, str]
) -> None:
    assert send(client, story, **wrong) == 400
    assert not MentionIn.objects.exists()


def test_a_page_is_no_mention_of_itself(client: Client, story: PublicStory) -> None:
    assert send(client, story, source=target(story)) == 400


def test_a_closed_site_takes_none(client: Client, story: PublicStory) -> None:
    Site.objects.update(is_open=False)
    assert send(client, story) == 404


def test_a_reply_becomes_a_reaction(client: Client, story: PublicStory) -> None:
    send(client, story)
    look(answer(story))
    reaction = Reaction.objects.get()
    assert (reaction.name, reaction.words, reaction.network) == ("Joris", "Mooi gezegd.", "web")
    assert MentionIn.objects.get().state == "taken"


@pytest.mark.parametrize(
    ("kind", "sign"), [("like-of", "like"), ("repost-of", "share"), ("x", "mention")]
)
def test_everything_else_is_a_footnote(
    client: Client, story: PublicStory, kind: str, sign: str
) -> None:
    send(client, story)
    look(answer(story, kind=kind))
    assert Sign.objects.get().kind == sign
    assert not Reaction.objects.exists()


def test_sent_again_it_changes(client: Client, story: PublicStory) -> None:
    send(client, story)
    look(answer(story))
    later(MentionIn)
    send(client, story)
    look(answer(story, "Bij nader inzien: prachtig."))
    assert Reaction.objects.get().words == "Bij nader inzien: prachtig."


@pytest.mark.parametrize(
    ("body", "status"), [("", 410), ("", 404), ("<html>Geen link.</html>", 200)]
)
def test_a_link_that_has_gone_takes_it_away(
    client: Client, story: PublicStory, body: str, status: int
) -> None:
    send(client, story)
    look(answer(story))
    later(MentionIn)
    send(client, story)
    look(body, status)
    assert Reaction.objects.get().state == Reaction.State.WITHDRAWN


def test_a_link_that_comes_back_brings_it_back(client: Client, story: PublicStory) -> None:
    for page in (answer(story), "<html>Geen link.</html>", answer(story)):
        send(client, story)
        look(page)
        later(MentionIn)
    assert Reaction.objects.get().state == Reaction.State.SHOWN


def test_a_page_without_the_link_is_refused(client: Client, story: PublicStory) -> None:
    send(client, story)
    look("<html>Niets.</html>")
    assert (MentionIn.objects.get().state, MentionIn.objects.get().error) == ("refused", "no-link")


def test_a_private_address_is_never_asked(client: Client, story: PublicStory) -> None:
    with serving(lambda asked: Reply()) as server:
        send(client, story, source=f"{server.address}/x")
        readers.mentions_due(now=timezone.now(), way=Http(Way(user_agent=AGENT)))
        assert not server.asked
    assert MentionIn.objects.get().error == "private-address"


def test_a_redirect_that_goes_round_is_left(client: Client, story: PublicStory) -> None:
    send(client, story)
    with serving(lambda asked: Reply(302, b"", {"Location": asked.path})) as server:
        readers.mentions_due(now=timezone.now(), way=http_to(server))
        assert len(server.asked) < 6
    assert MentionIn.objects.get().error == "unreachable"


def test_trouble_that_may_pass_is_tried_again(client: Client, story: PublicStory) -> None:
    send(client, story)
    look("", 503)
    mention = MentionIn.objects.get()
    assert (mention.state, mention.tries) == ("waiting", 1)
    assert mention.next_try > timezone.now()


def test_a_worker_that_died_leaves_it_to_another(client: Client, story: PublicStory) -> None:
    send(client, story)
    now = timezone.now()
    MentionIn.objects.update(next_try=now + timedelta(minutes=5), tries=1)
    assert not readers.is_due(now)
    assert readers.is_due(now + timedelta(minutes=6))


def event(story: PublicStory, what: str = What.PUBLISHED) -> StoryEvent:
    path = f"/stories/{story.slug}/"
    key = story.story.key
    return StoryEvent.objects.create(story=story.story, story_key=key, what=what, path=path)


def tell(answers: Callable[[Asked], Reply]) -> list[Asked]:
    with serving(answers) as server:
        readers.mentions_due(now=timezone.now() + timedelta(seconds=1), way=http_to(server))
        return server.asked


def takes(asked: Asked) -> Reply:
    if asked.method == "POST":
        return Reply(202)
    return Reply(200, b'<html><link rel="webmention" href="/wm"></html>', HTML)


def later(model: type[MentionIn]) -> None:
    """Time goes by."""
    model.objects.update(received_at=timezone.now() - timedelta(hours=1))


def test_a_page_that_a_story_links_to_is_told(story: PublicStory) -> None:
    readers.hear(event(story), timezone.now())
    asked = tell(takes)
    assert [one.method for one in asked] == ["GET", "POST"]
    assert b"target=http%3A%2F%2Fother.example%2Fstuk" in asked[1].body
    assert MentionOut.objects.get().state == "told"


def test_an_event_heard_twice_tells_once(story: PublicStory) -> None:
    told = event(story)
    readers.hear(told, timezone.now())
    tell(takes)
    readers.hear(told, timezone.now())
    assert not tell(takes)


def test_a_link_that_left_the_story_is_told_too(story: PublicStory) -> None:
    readers.hear(event(story), timezone.now())
    tell(takes)
    PublicStory.objects.filter(pk=story.pk).update(body="<p>Zonder link.</p>")
    readers.hear(event(story, What.CHANGED), timezone.now())
    assert len(tell(takes)) == 2
    assert not MentionOut.objects.get().is_linked


def test_a_story_taken_down_tells_everybody(story: PublicStory) -> None:
    readers.hear(event(story), timezone.now())
    tell(takes)
    gone = event(story, What.TAKEN_DOWN)
    story.delete()
    readers.hear(gone, timezone.now())
    assert len(tell(takes)) == 2


def test_a_page_that_takes_none_is_left_in_peace(story: PublicStory) -> None:
    readers.hear(event(story), timezone.now())
    tell(lambda asked: Reply(200, b"<html></html>", HTML))
    assert MentionOut.objects.get().state == "nothing"


def test_our_own_pages_are_not_told(sanne: Colleague, story: PublicStory) -> None:
    body = f'<p><a href="{target(story)}">eerder</a></p>'
    own = told(teller(sanne), "Vervolg", body=body)
    readers.hear(event(own), timezone.now())
    assert not MentionOut.objects.exists()


def test_a_site_that_is_down_is_told_later(story: PublicStory) -> None:
    readers.hear(event(story), timezone.now())
    tell(lambda asked: Reply(503))
    out = MentionOut.objects.get()
    assert (out.state, out.error) == ("waiting", "server-trouble")


def test_only_the_author_sees_who_was_told(
    as_colleague: Callable[[Colleague], Client], sanne: Colleague, karim: Colleague,
    story: PublicStory,
) -> None:  # fmt: skip
    readers.hear(event(story), timezone.now())
    page = f"/desk/stories/{story.story_id}/told/"
    assert b"other.example/stuk" in as_colleague(sanne).get(page).content
    assert as_colleague(karim).get(page).status_code == 404
