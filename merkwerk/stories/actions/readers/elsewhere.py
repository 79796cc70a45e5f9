"""What people do with a story on other sites and servers: their words become reactions, their likes
and shares footnotes (webmentions and the fediverse bring them here)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.utils import timezone

from merkwerk.connectors import content
from merkwerk.engine import spam
from merkwerk.pages import actions as pages
from merkwerk.stories.actions.readers.arriving import settle_in
from merkwerk.stories.actions.readers.marks import plain_mark, words_mark
from merkwerk.stories.models import Reaction, Sign, Story

Network = Literal["web", "fediverse"]
MOST_WORDS, MOST_NAME = 4000, 80
State = Reaction.State
CHOSEN = {State.HIDDEN, State.HELD}
"""Somebody here decided; new words from elsewhere don't undo it."""


@transaction.atomic
def take_in(
    *,
    story: Story,
    kind: Literal["reply", "mention"],
    network: Network,
    name: str,
    address: str,
    words_html: str,
    source_url: str,
    key: str,
    published_at: datetime | None = None,
    answers: str = "",
    now: datetime | None = None,
) -> Reaction | None:
    """Keeps what somebody said elsewhere as a reaction under `story`, cleaned; the same `key` again
    changes its words. `address` and `source_url` are http(s) addresses or fall away. `answers` is
    the key of another reaction from elsewhere (or the `Reaction.key` of one written here) that it
    answers. Held back or shown by the same judgement as reactions written here. Answers None when
    nothing is left to show, or when it was taken away before. Safe to repeat."""
    now = now or timezone.now()
    html = content.clean(words_html[:200_000], near=source_url)
    words = content.block(content.plain(words_html[:200_000]), MOST_WORDS)
    if not words or not story.pk:
        return None
    html = html if len(html) <= 4 * MOST_WORDS else ""
    mark = plain_mark(key)
    told = {
        "name": content.line(name, MOST_NAME) or _host(source_url),
        "address": content.safe_url(address),
        "source_url": content.safe_url(source_url),
        "words": words,
        "html": html,
        "words_mark": words_mark(words),
    }
    there = Reaction.objects.select_for_update().filter(key=mark).first()
    if there is not None:
        return _changed(there, told, now)
    made = Reaction(
        story=story,
        key=mark,
        network=network,
        kind=kind,
        language=story.language,
        at=_believable(published_at, now),
        confirmed_at=now,
        answers=_answered(story, answers),
        **told,
    )
    settle_in(made, now=now)
    return made


@transaction.atomic
def take_away(*, key: str) -> bool:
    """What somebody said or pressed elsewhere is gone there, so it goes here: the words and the
    name are erased. Whether there was anything. Safe to repeat."""
    mark = plain_mark(key)
    gone = False
    for sign in Sign.objects.filter(key=mark):
        pages.touched(f"story:{sign.story_id}")
        sign.delete()
        gone = True
    for reaction in Reaction.objects.filter(key=mark).exclude(state=State.WITHDRAWN):
        erase(reaction)
        gone = True
    return gone


@transaction.atomic
def note_sign(
    *,
    story: Story,
    kind: Literal["like", "share", "mention"],
    name: str,
    address: str,
    key: str,
    network: Network = "web",
    at: datetime | None = None,
    said: str = "",
    now: datetime | None = None,
) -> Sign:
    """Keeps a like, share or mention of `story` by somebody elsewhere as a footnote with their
    name. The same `key` again changes the name. `said` are words that come with it: they are only
    judged, and a footnote that sells something isn't shown. Safe to repeat; `take_away(key=…)`
    removes it."""
    now = now or timezone.now()
    place = content.safe_url(address)
    called = content.line(name, MOST_NAME) or _host(place)
    told = {"kind": kind, "name": called, "address": place, "network": network}
    sells = spam.judge(name=content.line(name, MOST_NAME), words=said, from_web=True).held
    rest = {"story": story, "at": _believable(at, now), "is_hidden": sells}
    sign, _made = Sign.objects.update_or_create(
        key=plain_mark(key), defaults=told, create_defaults=told | rest
    )
    pages.touched(f"story:{story.pk}")
    return sign


def erase(reaction: Reaction) -> None:
    """Its writer takes it away: nothing of who wrote it or what they said stays, only that there
    was something, so that answers to it still hang together."""
    was_shown = reaction.state == State.SHOWN
    for name in ("name", "address", "source_url", "words", "html", "email", "email_mark"):
        setattr(reaction, name, "")
    reaction.words_mark = reaction.kind_note = ""
    reaction.because, reaction.wishes_answer = [], False
    reaction.state = State.WITHDRAWN
    reaction.save()
    if was_shown:
        pages.touched(f"story:{reaction.story_id}")


def _changed(there: Reaction, told: dict[str, str], now: datetime) -> Reaction | None:
    if there.state == State.WITHDRAWN:
        return None
    if all(getattr(there, name) == value for name, value in told.items()):
        return there
    for name, value in told.items():
        setattr(there, name, value)
    there.changed_at = now
    settle_in(there, now=now, keep=there.state in CHOSEN)
    return there


def _answered(story: Story, key: str) -> Reaction | None:
    if not key:
        return None
    return Reaction.objects.filter(story=story, key__in=[key, plain_mark(key)]).first()


def _believable(at: datetime | None, now: datetime) -> datetime:
    """Nothing is said in the future, nor before there was a web."""
    if at is None or timezone.is_naive(at) or at > now or at < now - timedelta(days=366 * 30):
        return now
    return at


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0][:MOST_NAME]
