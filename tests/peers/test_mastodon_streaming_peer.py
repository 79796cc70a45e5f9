"""What happens on a Mastodon-like server is heard while it happens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon import writing
from merkwerk.connectors.mastodon.streaming import Streaming
from merkwerk.connectors.values import Page, SourceKind
from tests.peers.servers import Mastodon

pytestmark = pytest.mark.peer


def opened(stream: Streaming) -> Iterator[Page]:
    """The pages, once the stream stands: the first, empty one is taken off."""
    pages = stream.batches(wait=0.2, beat=0.3)
    next(pages)
    return pages


def heard(pages: Iterator[Page], what: str) -> Any:
    return next(found for page in pages if (found := getattr(page, what)))


def say(http: Http, peer: Mastodon, text: str, key: str) -> str:
    sent = writing.send(http, server=peer.server, token=peer.token, text=text, key=key)
    return sent.native["id"]


def test_a_post_is_heard_and_so_is_its_end(http: Http, mastodon_mock: Mastodon) -> None:
    stream = Streaming(
        http, server=mastodon_mock.server, token=mastodon_mock.token,
        kind=SourceKind.MASTODON_PUBLIC, address="public@social.example",
    )  # fmt: skip
    pages = opened(stream)
    number = say(http, mastodon_mock, "Wie weet iets van #bruggen?", "stream-1")
    posts = heard(pages, "posts")
    writing.delete(http, server=mastodon_mock.server, token=mastodon_mock.token, id=number)
    gone = heard(pages, "deleted_ids")
    stream.close()
    assert posts[0].text == "Wie weet iets van #bruggen?"
    assert gone == (number,)


def test_only_posts_with_the_tag_are_heard(http: Http, mastodon_mock: Mastodon) -> None:
    stream = Streaming(
        http, server=mastodon_mock.server, token=mastodon_mock.token,
        kind=SourceKind.MASTODON_HASHTAG, address="bruggen@social.example",
    )  # fmt: skip
    pages = opened(stream)
    say(http, mastodon_mock, "Iets anders", "stream-2")
    say(http, mastodon_mock, "Een brug! #bruggen", "stream-3")
    posts = heard(pages, "posts")
    stream.close()
    assert [post.text for post in posts] == ["Een brug! #bruggen"]


def test_what_one_writes_comes_home(http: Http, mastodon_mock: Mastodon) -> None:
    stream = Streaming(
        http, server=mastodon_mock.server, token=mastodon_mock.token,
        kind=SourceKind.MASTODON_HOME, address="me@social.example",
    )  # fmt: skip
    pages = opened(stream)
    say(http, mastodon_mock, "Thuis", "stream-4")
    posts = heard(pages, "posts")
    stream.close()
    assert posts[0].text == "Thuis"
