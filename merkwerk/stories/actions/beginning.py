"""Where a story begins: empty, or with something of one's own in it and what it is about beside."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, transaction

from merkwerk.accounts.models import Colleague
from merkwerk.engine.prose import Kind, Line, Run, write_html
from merkwerk.engine.text import shorten, without_tricks
from merkwerk.networks.models import Message
from merkwerk.stories.actions.cleaning import LONGEST
from merkwerk.stories.actions.drafting import BESIDE, add_source
from merkwerk.stories.models import Story

MOST_THREADS = 10
_LOOKED_AT = 200


def begin(
    *,
    by: Colleague,
    kind: str = Story.Kind.STORY,
    own_words: str = "",
    notes: str = "",
    language: str = "",
    key: str = "",
) -> Story:
    """Makes a story of a colleague's `own_words`, which may be none; `notes` stand beside it. The
    same `key` makes one story only; of somebody else's key nothing is told, another one is made."""
    known = {code for code, _name in settings.LANGUAGES}
    wanted = language if language in known else by.language
    told = {
        "author": by,
        "kind": kind if kind in Story.Kind.values else Story.Kind.STORY,
        "language": wanted if wanted in known else "nl",
        "body": body_of_words(own_words),
        "beside": {"notes": without_tricks(notes)[:BESIDE].strip()} if notes.strip() else {},
    }
    named = key[:32] if key.isascii() and key.isalnum() else ""
    try:
        with transaction.atomic():
            return Story.objects.create(**told, **({"key": named} if named else {}))
    except IntegrityError:
        before = Story.objects.of(by).filter(key=named).first()
        if before is not None:
            return before
        return begin(by=by, kind=kind, own_words=own_words, notes=notes, language=language)


def body_of_words(words: str) -> str:
    """Plain words as the body of a story: an empty line between paragraphs, nothing is a mark."""
    text = without_tricks(words)[:LONGEST].replace("\r\n", "\n")
    return write_html(Line(Kind.PARAGRAPH, (Run(part),)) for part in text.split("\n\n"))


def begin_about(
    *,
    by: Colleague,
    kind: str = Story.Kind.STORY,
    words: str = "",
    whose: str = "",
    address: str = "",
    key: str = "",
) -> Story:
    """Begins with somebody's words or a page beside an empty story; others' words are never put
    in the text."""
    story = begin(by=by, kind=kind, key=key)
    add_source(story=story, by=by, words=words, whose=whose, address=address)
    return story


def own_threads(colleague: Colleague) -> list[tuple[int, str, int]]:
    """What this colleague told on networks lately, newest first: the number of its first message,
    how it begins, and of how many messages it is. Own words only; an answer to somebody isn't
    among them."""
    told = Message.objects.visible_to(colleague).told().filter(answers=None, account__brand=None)
    found: dict[str, tuple[int, str, int]] = {}
    for one in told.order_by("-sent_at", "-pk")[:_LOOKED_AT]:
        if not one.text.strip():
            continue
        name = one.piece or f"alone {one.pk}"
        count = found[name][2] + 1 if name in found else 1
        found[name] = (one.pk, shorten(one.text, 100), count)
    return list(found.values())[:MOST_THREADS]


def begin_with_thread(*, by: Colleague, message: Message) -> Story:
    """Begins with a thread of one's own: its messages below each other. Raises PermissionError for
    another colleague's message."""
    if message.colleague_id != by.pk:
        raise PermissionError("only own words become a text")
    parts: Sequence[Message] = [message]
    if message.piece:
        own = Message.objects.visible_to(by).told().filter(account=message.account_id)
        parts = list(own.of_piece(message.piece)) or parts
    story = begin(by=by, own_words="\n\n".join(one.text for one in parts))
    if parts[0].url:
        add_source(story=story, by=by, address=parts[0].url)
    return story
