"""Readers for tests: what they send, and the letters they get."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.message import Message

from django.core import mail
from django.utils import timezone

from merkwerk.stories.actions import readers
from merkwerk.stories.actions.readers.telling import token_of
from merkwerk.stories.models import PublicStory, Reaction

WORDS = "Wij hebben precies zo'n pomp. Hoe krijg jij hem 's winters aan de praat?"


def typed(story: PublicStory, **other: object) -> dict[str, object]:
    """What a form holds that was fetched a minute ago."""
    then = timezone.now() - timedelta(minutes=1)
    token = readers.sheet_token(story=story.story_id, now=then)
    told = {"sheet": token, "name": "Joris Bakker", "email": "joris@lezer.example", "words": WORDS}
    return {**told, "wishes_answer": "on", **other}


def said(
    story: PublicStory,
    words: str = WORDS,
    *,
    name: str = "Joris Bakker",
    email: str = "joris@lezer.example",
    now: datetime | None = None,
    confirmed: bool = True,
    **more: object,
) -> Reaction:
    """A reader's reaction under a story, confirmed unless told otherwise."""
    now = now or timezone.now()
    token = readers.sheet_token(story=story.story_id, now=now - timedelta(minutes=1))
    sheet = readers.sheet_of(token=token, story=story.story_id, now=now)
    assert sheet is not None
    made = readers.react(
        story=story.story, sheet=sheet, name=name, email=email, words=words, now=now,
        **{"wishes_answer": True, **more},  # type: ignore[arg-type]
    )  # fmt: skip
    if confirmed:
        readers.confirm(token=token_of(made), now=now)
    made.refresh_from_db()
    return made


def letters(to: str = "") -> list[Message]:
    """What goes by mail, oldest first, as it would arrive."""
    return [letter.message() for letter in mail.outbox if not to or to in letter.to]


def words_of(letter: Message) -> str:
    """The plain words of a letter."""
    plain = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    told = plain.get_payload(decode=True)
    assert isinstance(told, bytes)
    return told.decode()


def link_in(letter: Message, word: str) -> str:
    """The path of the link in a letter that has this word in it."""
    found = re.search(rf"https?://[^/\s]+(/\S*{word}\S*)", words_of(letter))
    assert found, words_of(letter)
    return found[1]
