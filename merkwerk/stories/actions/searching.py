"""Finding stories on the site by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from merkwerk.engine.folding import fold
from merkwerk.stories.actions.standing import ON_A_PAGE, Listed, listed, newest
from merkwerk.stories.models import PublicStory, StoryWord

LONGEST, MOST_WORDS, RARE = 100, 8, 1_000
_WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> list[bytes]:
    """The different words of a text, folded, in their order, each cut off at forty bytes."""
    words = (word.encode()[: StoryWord.LONGEST] for word in _WORD.findall(fold(text)))
    return list(dict.fromkeys(words))


def note_words(*stories: PublicStory) -> None:
    """Keeps the words by which these public stories are found, in place of those kept before. To
    be called in the transaction that writes their rows."""
    StoryWord.objects.filter(story__in=stories).delete()
    rows = []
    for story in stories:
        title = set(words_in(story.title))
        every = dict.fromkeys([*title, *words_in(story.folded)])
        rows += [StoryWord(story=story, word=one, in_title=one in title) for one in every]
    StoryWord.objects.bulk_create(rows, batch_size=2000)


def found(typed: str, page: int = 1) -> Listed:
    """One page of the stories that hold each typed word, or a word that begins with it: those with
    all of them in the title first, then the newest. Typing nothing finds nothing; words beyond the
    eighth are passed over. The number of queries depends on the words only."""
    words = words_in(typed[:LONGEST])[:MOST_WORDS]
    if not words:
        return Listed([])
    titled, first = _holding(words, in_title=True), (page - 1) * ON_A_PAGE
    rows = list(titled[first : first + ON_A_PAGE + 1])
    if len(rows) <= ON_A_PAGE:
        count = first + len(rows) if rows or not first else titled.count()
        rest, start = _holding(words), max(0, first - count)
        rest = rest.exclude(pk__in=titled.order_by().values("pk")) if count else rest
        rows += rest[start : start + ON_A_PAGE + 1 - len(rows)]
    return Listed(listed(rows[:ON_A_PAGE]), page, page + 1 if len(rows) > ON_A_PAGE else None)


def _holding(words: Sequence[bytes], *, in_title: bool = False) -> QuerySet[PublicStory]:
    """Words that few stories hold, or few hold together, lead to these at once; others are only
    looked up in the stories gone through, newest first."""
    stories, few = newest(), None
    common = []
    for word in words:
        rows = _rows(word, in_title=in_title)
        pks = set(rows.values_list("story_id", flat=True).distinct()[: RARE + 1])
        if len(pks) > RARE:
            common.append(rows)
        else:
            few = pks if few is None else few & pks
    if few is not None:
        stories = stories.filter(pk__in=few)
    for rows in common:
        stories = stories.filter(Exists(rows.filter(story=OuterRef("pk"))))
    return stories


def _rows(word: bytes, *, in_title: bool) -> QuerySet[StoryWord]:
    rows = StoryWord.objects.filter(word__gte=word, word__lt=word + b"\xff")
    return rows.filter(in_title=True) if in_title else rows
