"""A story while it is written: kept as it is typed, on two devices at once, and nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import without_tricks
from merkwerk.stories.actions.cleaning import clean_body, words_of
from merkwerk.stories.actions.files import forget_files, names_of
from merkwerk.stories.models import Story

TITLE, OPENING, QUESTION = 300, 2_000, 1_000
"""So much is kept while it is written; what is shorter on the site is said when it is published."""
BESIDE = 50_000
OTHERS = 5
MOST_SOURCES = 30
TEXTS = ("title", "opening", "body", "question")
PROMPTS: dict[str, str | Promise] = {
    "hard": _("What was hard?"),
    "wrong": _("What went wrong first?"),
    "disagreed": _("Who disagreed, and what did they say?"),
    "surprised": _("What surprised you?"),
    "small": _("Which small thing do you still see before you?"),
}
"""Asked beside the text, for the edges. What is answered is the author's own material."""
CLOSING: tuple[str | Promise, ...] = (
    _("How do you do this where you are?"),
    _("What would you have done in my place?"),
    _("Who knows a better way?"),
    _("When did this go wrong with you?"),
)
"""Examples of a question to the reader; taken over only by typing it."""


@dataclass(frozen=True)
class Words:
    """The words of a story: `body` is HTML, from wherever it comes."""

    title: str = ""
    opening: str = ""
    body: str = ""
    question: str = ""

    def clean(self) -> Words:
        """As they may be kept. Raises TooLong for a body that is no story any more."""
        return Words(
            " ".join(without_tricks(self.title).split())[:TITLE],
            without_tricks(self.opening).replace("\r\n", "\n").strip()[:OPENING],
            clean_body(self.body),
            " ".join(without_tricks(self.question).split())[:QUESTION],
        )

    def __bool__(self) -> bool:
        return any(getattr(self, name).strip() for name in TEXTS)


def words_in(row: Any) -> Words:
    """The words of a story, a version of it or a proposal."""
    return Words(*(getattr(row, name) for name in TEXTS))


def save(
    *,
    story: Story,
    by: Colleague,
    words: Words,
    prompts: Mapping[str, str] | None = None,
    notes: str | None = None,
    desk: str = "",
    revision: int = 0,
) -> Story:
    """Keeps what is typed; the last that writes wins. `desk` names the open page that writes and
    `revision` is what that page last saw: when another page wrote meanwhile, its words are kept
    beside (`others_of`). What stands on the site stays as it is. Raises PermissionError for another
    colleague's story, TooLong with nothing changed."""
    if story.author_id != by.pk:
        raise PermissionError("a story is its author's alone")
    clean = words.clean()
    with transaction.atomic():
        kept = Story.objects.select_for_update().get(pk=story.pk)
        before = words_in(kept)
        others = [one for one in kept.other_texts if one.get("desk") != desk]
        if kept.desk != desk and kept.revision != revision and before and before != clean:
            told = {name: getattr(before, name) for name in TEXTS}
            others.append({**told, "desk": kept.desk, "at": timezone.now().isoformat()})
        kept.other_texts = others[-OTHERS:]
        kept.desk, kept.revision = desk[:64], kept.revision + 1
        kept.beside = _beside(kept.beside, prompts, notes)
        _put(kept, clean)
    return kept


def put_words(story: Story, words: Words) -> None:
    """Makes these the words of the story, inside a transaction that has it locked. What an open
    page still holds stays beside, since the revision goes on."""
    story.desk, story.revision = "", story.revision + 1
    _put(story, words.clean())


def _put(story: Story, words: Words) -> None:
    for name in TEXTS:
        setattr(story, name, getattr(words, name))
    story.save(update_fields=[*TEXTS, "other_texts", "beside", "desk", "revision", "changed"])


def _beside(
    before: Mapping[str, Any], prompts: Mapping[str, str] | None, notes: str | None
) -> dict[str, Any]:
    beside = dict(before)
    if prompts is not None:
        told = {name: without_tricks(prompts.get(name, ""))[:BESIDE].strip() for name in PROMPTS}
        beside["prompts"] = {name: words for name, words in told.items() if words}
    if notes is not None:
        beside["notes"] = without_tricks(notes)[:BESIDE].strip()
    return beside


def add_source(
    *, story: Story, by: Colleague, words: str = "", whose: str = "", address: str = ""
) -> None:
    """Puts somebody's words, or a page, beside the story; never in it. The newest thirty stay."""
    if story.author_id != by.pk:
        raise PermissionError("a story is its author's alone")
    one = {
        "words": without_tricks(words)[:BESIDE].strip(),
        "whose": " ".join(without_tricks(whose).split())[:200],
        "address": address[:2000],
    }
    with transaction.atomic():
        kept = Story.objects.select_for_update().get(pk=story.pk)
        sources = [*kept.beside.get("sources", []), one] if any(one.values()) else []
        if sources:
            kept.beside = {**kept.beside, "sources": sources[-MOST_SOURCES:]}
            kept.save(update_fields=["beside"])


def leave_source(*, story: Story, by: Colleague, place: int) -> None:
    """Takes what stands at this place, counted from 0, away from beside the story."""
    with transaction.atomic():
        kept = Story.objects.select_for_update().get(pk=story.pk, author=by)
        sources = kept.beside.get("sources", [])
        kept.beside = {
            **kept.beside,
            "sources": [one for number, one in enumerate(sources) if number != place],
        }
        kept.save(update_fields=["beside"])


def others_of(story: Story) -> list[Words]:
    """What the same author wrote on another page at the same time and isn't in the story."""
    found = [Words(*(str(one.get(name, "")) for name in TEXTS)) for one in story.other_texts]
    now = words_in(story)
    return [one for one in found if one and not _inside(one, now)]


def _inside(one: Words, now: Words) -> bool:
    return all(
        getattr(one, name).strip() in getattr(now, name)
        for name in ("title", "opening", "question")
    ) and words_of(one.body).strip() in words_of(now.body)


def forget_others(*, story: Story, by: Colleague) -> None:
    """The author has seen the other texts and does not need them."""
    with transaction.atomic():
        mine = Story.objects.of(by).select_for_update().filter(pk=story.pk).first()
        if mine is not None:
            mine.other_texts = []
            mine.save(update_fields=["other_texts"])


def throw_away(*, story: Story, by: Colleague) -> bool:
    """Removes a story that isn't on the site, with its versions, voice memos and slides, for good.
    False when it stands on the site or isn't one's own."""
    with transaction.atomic():
        own = Story.objects.of(by).select_for_update(of=("self",))
        mine = own.filter(pk=story.pk, public=None).first()
        if mine is None:
            return False
        names = names_of(mine)
        mine.delete()
        forget_files(names)
    return True
