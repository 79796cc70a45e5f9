"""Finding stories on the site by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from merkwerk.engine.folding import fold
from merkwerk.stories.actions.standing import ON_A_PAGE, Listed, listed, newest
from merkwerk.stories.models import PublicStory, StoryWord

LONGEST, MOST_WORDS, RARE = 100, 8, 300
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
    every = _holding(words)
    titled = _each(every, words, in_title=True)
    first, count = (page - 1) * ON_A_PAGE, titled.count()
    rows = list(titled[first : first + ON_A_PAGE + 1])
    rest = every.exclude(pk__in=titled.order_by().values("pk")) if count else every
    start = max(0, first - count)
    rows += rest[start : start + ON_A_PAGE + 1 - len(rows)]
    return Listed(listed(rows[:ON_A_PAGE]), page, page + 1 if len(rows) > ON_A_PAGE else None)


def _holding(words: Sequence[bytes]) -> QuerySet[PublicStory]:
    """A word that stands in few stories leads to them at once; other words are only looked up in
    the stories gone through, newest first."""
    stories, few = newest(), None
    common = []
    for word in words:
        pks = list(_rows(word).values_list("story_id", flat=True).distinct()[: RARE + 1])
        if len(pks) > RARE:
            common.append(word)
        else:
            few = set(pks) if few is None else few & set(pks)
    if few is not None:
        stories = stories.filter(pk__in=few)
    return _each(stories, common)


def _each(
    stories: QuerySet[PublicStory], words: Iterable[bytes], in_title: bool = False
) -> QuerySet[PublicStory]:
    for word in words:
        rows = _rows(word).filter(story=OuterRef("pk"))
        stories = stories.filter(Exists(rows.filter(in_title=True) if in_title else rows))
    return stories


def _rows(word: bytes) -> QuerySet[StoryWord]:
    return StoryWord.objects.filter(word__gte=word, word__lt=word + b"\xff")
