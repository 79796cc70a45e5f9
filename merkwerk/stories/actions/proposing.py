"""Editors ask and propose; the author reads it, and takes what they want."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.engine.differences import What, taken_over
from merkwerk.engine.prose import read_html, write_html
from merkwerk.engine.text import without_tricks
from merkwerk.notifications.actions import tell
from merkwerk.stories.actions.drafting import TEXTS, Words, put_words, words_in
from merkwerk.stories.actions.versions import changes_of, kept_now
from merkwerk.stories.models import Story, StoryProposal, StoryVersion

REMARK = 5_000
MOST_OPEN = 20
"""Proposals of one editor that wait with one author's story."""
SHORT = ("title", "opening", "question")


class Enough(ValueError):
    """Twenty proposals of one editor wait already."""


@dataclass(frozen=True)
class Taken:
    """What became of a proposal. `missed`: changes that could not be made, since the author had
    changed those paragraphs meanwhile."""

    story: Story
    missed: int = 0


def editors(*, but: Colleague) -> QuerySet[Colleague]:
    """Everybody here who edits, but the author."""
    here = Colleague.objects.here().filter(duties__role=Role.EDITOR)
    return here.exclude(pk=but.pk).distinct()


def show_to_editors(*, story: Story, by: Colleague, now: datetime | None = None) -> int:
    """Lets the editors read the story from now on, and tells them; says how many that are. Raises
    PermissionError for another colleague's story, ValueError while there are no words."""
    if story.author_id != by.pk:
        raise PermissionError("a story is shown by its author")
    now = now or timezone.now()
    with transaction.atomic():
        mine = Story.objects.select_for_update().get(pk=story.pk)
        if not words_in(mine):
            raise ValueError("there are no words to read yet")
        mine.shown_to_editors = True
        mine.save(update_fields=["shown_to_editors"])
        them = list(editors(but=by))
        for editor in them:
            tell(
                colleague=editor,
                kind="story_shown",
                key=f"story-shown-{mine.pk}-{now:%Y%m%d%H}",
                facts={"by": by.name},
                link=reverse("stories:read", args=[mine.pk]),
            )
    return len(them)


def hide_from_editors(*, story: Story, by: Colleague) -> None:
    """The author takes the story back from the editors; what they said stays with the author."""
    Story.objects.of(by).filter(pk=story.pk).update(shown_to_editors=False)


def readable_by(editor: Colleague) -> QuerySet[Story]:
    """The stories that their authors show to this editor."""
    if Role.EDITOR not in editor.roles:
        return Story.objects.none()
    return Story.objects.filter(shown_to_editors=True).exclude(author=editor)


def propose(
    *, story: Story, by: Colleague, remark: str = "", words: Words | None = None
) -> StoryProposal:
    """What an editor asks (`remark`), or would write (`words`). It changes nothing; the text it is
    made over is kept as a version, and the author is told. Raises PermissionError for a story
    that isn't shown, ValueError for nothing at all, Enough when twenty wait, TooLong."""
    remark = without_tricks(remark).strip()[:REMARK]
    with transaction.atomic():
        shown = Story.objects.select_for_update().filter(pk=story.pk)
        mine = shown.filter(pk__in=readable_by(by).values("pk")).first()
        if mine is None or mine.author is None:
            raise PermissionError("an editor reads what its author shows")
        if mine.proposals.filter(by=by, state=StoryProposal.State.ASKED).count() >= MOST_OPEN:
            raise Enough
        clean = words.clean() if words is not None else None
        if clean == words_in(mine):
            clean = None
        if not remark and clean is None:
            raise ValueError("nothing was asked or proposed")
        made = _made(mine, by, remark, clean)
        tell(
            colleague=mine.author,
            kind="story_proposed",
            key=f"story-proposed-{made.pk}",
            facts={"by": by.name},
            link=reverse("stories:proposal", args=[made.pk]),
        )
    return made


def _made(story: Story, by: Colleague, remark: str, words: Words | None) -> StoryProposal:
    over: dict[str, int] = {"revision": story.revision}
    text = {}
    if words is not None and story.author is not None:
        basis = kept_now(story, story.author)
        over["version"] = basis.number if basis else 0
        text = {name: getattr(words, name) for name in TEXTS}
    return StoryProposal.objects.create(story=story, by=by, remark=remark, over=over, **text)


def proposes_words(proposal: StoryProposal) -> bool:
    """Whether it has a text, and not only a question."""
    return "version" in proposal.over


def basis_of(proposal: StoryProposal) -> Words:
    """The words over which it was made."""
    number = proposal.over.get("version", 0)
    version = StoryVersion.objects.filter(story_id=proposal.story_id, number=number).first()
    return words_in(version) if version else Words()


def proposals_for(colleague: Colleague) -> QuerySet[StoryProposal]:
    """Those about one's own stories, and those one made oneself."""
    mine = Q(story__author_id=colleague.pk) | Q(by_id=colleague.pk)
    return StoryProposal.objects.filter(mine).select_related("story__author", "by")


def take(
    *,
    proposal: StoryProposal,
    by: Colleague,
    short: Collection[str] | None = None,
    lines: Collection[int] | None = None,
    now: datetime | None = None,
) -> Taken:
    """The author takes a proposal over: all of it, or these `short` texts and `lines` (numbers of
    changes) only. The words of before are kept as a version; what the author wrote meanwhile
    stays. Raises PermissionError for another's story, ValueError when it was answered already or
    nothing of it was chosen."""
    with transaction.atomic():
        asked, story = _open(proposal, by)
        kept_now(story, by)
        basis, wanted, current = basis_of(asked), words_in(asked), words_in(story)
        found = changes_of(basis.body, wanted.body)
        changed = {at for at, one in enumerate(found) if one.what is not What.SAME}
        at = changed if lines is None else changed & set(lines)
        differ = [name for name in SHORT if getattr(basis, name) != getattr(wanted, name)]
        names = [name for name in differ if short is None or name in short]
        if not at and not names:
            raise ValueError("nothing was chosen")
        body, missed = taken_over(read_html(current.body), found, at)
        told = {name: getattr(wanted, name) for name in names}
        put_words(story, replace(current, **told, body=write_html(body)))
        whole = not missed and at == changed and names == differ
        state = StoryProposal.State.TAKEN if whole else StoryProposal.State.PARTLY
        _answer(asked, state, now)
    return Taken(story, len(missed))


def decline(*, proposal: StoryProposal, by: Colleague, now: datetime | None = None) -> None:
    """The author leaves the story as it is; a question is answered by that too."""
    with transaction.atomic():
        asked, _story = _open(proposal, by)
        _answer(asked, StoryProposal.State.DECLINED, now)


def have_read(*, proposal: StoryProposal, by: Colleague, now: datetime | None = None) -> None:
    """The author has read a question; how they go on is theirs."""
    with transaction.atomic():
        asked, _story = _open(proposal, by)
        _answer(asked, StoryProposal.State.TAKEN, now)


def take_back(*, proposal: StoryProposal, by: Colleague, now: datetime | None = None) -> bool:
    """The editor takes their own proposal back, as long as it waits."""
    waiting = StoryProposal.objects.filter(pk=proposal.pk, by=by, state=StoryProposal.State.ASKED)
    changed = waiting.update(state=StoryProposal.State.WITHDRAWN, answered_at=now or timezone.now())
    return bool(changed)


def _open(proposal: StoryProposal, by: Colleague) -> tuple[StoryProposal, Story]:
    story = Story.objects.select_for_update().filter(pk=proposal.story_id, author=by).first()
    if story is None:
        raise PermissionError("the author answers")
    asked = StoryProposal.objects.select_for_update().get(pk=proposal.pk)
    if asked.state != StoryProposal.State.ASKED:
        raise ValueError("it was answered already")
    return asked, story


def _answer(proposal: StoryProposal, state: str, now: datetime | None) -> None:
    """Notes the author's answer and tells the editor; no reason is asked."""
    proposal.state, proposal.answered_at = state, now or timezone.now()
    proposal.save(update_fields=["state", "answered_at"])
    author = proposal.story.author
    tell(
        colleague=proposal.by,
        kind="story_answered",
        key=f"story-answered-{proposal.pk}",
        facts={"by": author.name if author else ""},
        link=reverse("stories:proposal", args=[proposal.pk]),
    )
