"""Versions of a story that its author kept: what differs between them, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from merkwerk.accounts.models import Colleague
from merkwerk.engine.differences import Change, Piece, What, changes, differing
from merkwerk.engine.prose import Kind, Line, read_html
from merkwerk.stories.actions.cleaning import words_of
from merkwerk.stories.actions.drafting import TEXTS, Words, put_words, words_in
from merkwerk.stories.models import Story, StoryVersion

MOST_VERSIONS = 500
"""Of one story; the oldest that was never on the site makes room."""


@dataclass(frozen=True)
class Shown:
    """One line of a text or of two: `kind` for how it stands there, `pieces` for what differs.
    `number` says which change it is; `photo` is the picture that stands there."""

    kind: str
    what: str
    pieces: tuple[Piece, ...]
    number: int = 0
    photo: int = 0


@dataclass(frozen=True)
class Differences:
    """What differs between two texts: the short ones word by word, the body line by line."""

    title: tuple[Piece, ...]
    opening: tuple[Piece, ...]
    question: tuple[Piece, ...]
    body: tuple[Shown, ...]

    @property
    def any(self) -> bool:
        """Whether anything differs at all."""
        short = any(
            one.what is not What.SAME for one in (*self.title, *self.opening, *self.question)
        )
        return short or any(one.what != What.SAME for one in self.body)


def keep_version(*, story: Story, by: Colleague) -> StoryVersion | None:
    """Keeps the story as it is now, as a version that doesn't change any more. The same words
    twice are one version; None while there are no words. Raises PermissionError for another
    colleague's story."""
    if story.author_id != by.pk:
        raise PermissionError("a version is kept by its author")
    with transaction.atomic():
        mine = Story.objects.select_for_update().get(pk=story.pk)
        return kept_now(mine, by)


def kept_now(story: Story, by: Colleague) -> StoryVersion | None:
    """Keeps the words of a locked story, when they differ from the newest version."""
    words = words_in(story)
    newest = story.versions.first()
    if not words or (newest is not None and words_in(newest) == words):
        return newest
    made = new_version(story, by)
    _make_room(story)
    return made


def new_version(
    story: Story, by: Colleague, *, published_at: datetime | None = None
) -> StoryVersion:
    """A version of a locked story as it is now, under the next number."""
    newest = story.versions.aggregate(number=Max("number"))["number"] or 0
    return StoryVersion.objects.create(
        story=story,
        number=newest + 1,
        **{name: getattr(story, name) for name in TEXTS},
        cover=story.cover,
        made_by=by,
        published_at=published_at,
        words=len(words_of(story.body).split()),
    )


def _make_room(story: Story) -> None:
    kept = story.versions.filter(published_at=None).values_list("pk", flat=True)
    StoryVersion.objects.filter(pk__in=list(kept[MOST_VERSIONS:])).delete()


def go_back(*, story: Story, by: Colleague, version: StoryVersion) -> Story:
    """Makes a kept version the words being written again; those of now are kept as a version
    first. What stands on the site stays. Raises PermissionError for another colleague's story."""
    if story.author_id != by.pk or version.story_id != story.pk:
        raise PermissionError("a story is its author's alone")
    with transaction.atomic():
        mine = Story.objects.select_for_update().get(pk=story.pk)
        kept_now(mine, by)
        put_words(mine, words_in(version))
    return mine


def differences_of(before: Words, after: Words) -> Differences:
    """What differs between two texts of a story, for a page."""
    short = {
        name: tuple(differing(getattr(before, name), getattr(after, name)))
        for name in ("title", "opening", "question")
    }
    found = changes_of(before.body, after.body)
    return Differences(**short, body=tuple(shown(found)))


def changes_of(before: str, after: str) -> list[Change[Line]]:
    """What differs between two bodies, line by line."""
    return changes(read_html(before), read_html(after), _words)


def shown(found: Iterable[Change[Line]]) -> list[Shown]:
    """Changes as a page shows them; each has the number it has among all."""
    lines = []
    for number, change in enumerate(found):
        line = change.after or change.before
        assert line is not None  # noqa: S101
        pieces = change.pieces or ()
        lines.append(Shown(str(line.kind), str(change.what), pieces, number, line.photo))
    return lines


def _words(line: Line) -> str:
    return "" if line.kind is Kind.RULE else line.words
