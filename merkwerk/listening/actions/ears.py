"""A post as topics hear it, and a topic as the matcher holds it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from merkwerk.connectors import values
from merkwerk.engine.languages import guess
from merkwerk.engine.topics import Listened, Query, QueryError, Reason, because, parse
from merkwerk.engine.topics.dutch.kept import with_forms
from merkwerk.listening.models import Topic
from merkwerk.networks.models import Post

GUESSED_FROM = 500
_HANDLE = re.compile(r"(?<![\w@])@[\w.-]+(?:@[\w.-]+\w)?")


def heard(post: Post, *, in_full: bool = True) -> Listened:
    """A stored post as the engine listens to it. Needs `identity` to be loaded. Not in full, only
    its tags, the handles in it and who wrote it can be heard: their wish."""
    return Listened(
        text=post.text if in_full else handles(post.text),
        title=post.title if in_full else "",
        author=post.identity.handle,
        tags=tuple(post.tags),
        links=tuple(post.links) if in_full else (),
        language=post.language or (_guessed(post.title, post.text) if in_full else ""),
        url=post.url if in_full else "",
        pictures=tuple(str(one.get("kind", "")) for one in post.pictures),
        reply=bool(post.reply_to),
    )


def told(post: values.Post) -> Listened:
    """A post that is not stored yet, as the engine listens to it, with its author's wish kept."""
    in_full = post.author.indexable
    return Listened(
        text=post.text if in_full else handles(post.text),
        title=post.title if in_full else "",
        author=post.author.handle,
        tags=post.tags,
        links=post.links if in_full else (),
        language=post.language or (_guessed(post.title, post.text) if in_full else ""),
        url=post.url if in_full else "",
        pictures=tuple(picture.kind for picture in post.pictures),
        reply=bool(post.reply_to),
    )


@lru_cache(maxsize=4_096)
def _guessed(title: str, text: str) -> str:
    """The language of a post whose author names none; "" when it can't be told."""
    return guess(f"{title}\n{text}"[:GUESSED_FROM]).language


def handles(text: str) -> str:
    """The handles that a text names, and nothing else of it."""
    return " ".join(_HANDLE.findall(text))


@lru_cache(maxsize=4_096)
def compiled(query: str) -> Query | None:
    """The query of a saved topic, as it was typed; None when it was saved under rules that hold no
    longer, so that one topic can't keep all others from hearing."""
    try:
        return parse(query)
    except QueryError:
        return None


def query_of(topic: Topic) -> Query | None:
    """What a topic listens for, with the word forms that it adds; None as for `compiled`."""
    query = compiled(topic.query)
    if query is None or not (topic.word_forms and topic.added_forms):
        return query
    forms: dict[str, list[str]] = defaultdict(list)
    for one in topic.added_forms:
        forms[one["word"]] += one["forms"]
    return with_forms(query, forms)


def reasons(*, topic: Topic, post: Post) -> tuple[Reason, ...]:
    """Which words of the post meet the topic; worked out when somebody asks."""
    query = query_of(topic)
    return because(query, heard(post)) if query else ()
