"""A reaction that arrives: held back, kept for the author, or shown; and who is told of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from merkwerk.engine import spam
from merkwerk.notifications import actions as notifications
from merkwerk.pages import actions as pages
from merkwerk.stories.actions.readers.marks import words_mark
from merkwerk.stories.actions.readers.telling import tell_whom_it_answers
from merkwerk.stories.models import Reaction, Site

LATELY = timedelta(days=30)
FREED_BY_AUTHOR: list[list[object]] = [["freed", {"by": "author"}]]
FREED: list[list[object]] = [["freed", {"by": "editor"}]]
"""What stands in place of the reasons once a person said: this is a reader."""
State = Reaction.State


def settle_in(reaction: Reaction, *, now: datetime, keep: bool = False) -> None:
    """Judges a reaction whose writer stands by it, saves it in its place (`keep`: it stays where
    it is), and tells whom it concerns. What a person freed isn't judged again. In the caller's
    transaction; safe to repeat."""
    if not keep and reaction.because in (FREED_BY_AUTHOR, FREED):
        by_author = reaction.because == FREED_BY_AUTHOR
        reaction.state = State.SHOWN if by_author else _place()
    elif not keep:
        verdict = judge(reaction)
        reaction.because = [[one.code, dict(one.facts)] for one in verdict.because]
        reaction.state = State.HELD if verdict.held else _place()
    reaction.save()
    announce(reaction, now=now)


def announce(reaction: Reaction, *, now: datetime) -> None:
    """Lets the page follow, and tells the author and whom it answers; each is told once."""
    if reaction.state == State.SHOWN:
        pages.touched(f"story:{reaction.story_id}")
        tell_whom_it_answers(reaction, now=now)
    author = reaction.story.author
    if author is None or reaction.is_answer or reaction.state not in {State.SHOWN, State.ASKED}:
        return
    waits = reaction.state == State.ASKED
    notifications.tell(
        colleague=author,
        kind="story_reaction_waits" if waits else "story_reacted",
        key=f"reaction:{reaction.pk}",
        facts={"story": reaction.story.title},
        link=reverse("stories:reaction", args=[reaction.pk]),
    )


def judge(
    reaction: Reaction, *, seconds: float | None = None, trap: bool = False
) -> spam.Judgement:
    """What `engine.spam` thinks of it; `seconds`: how long the form was open."""
    since = reaction.at - LATELY
    same = Reaction.objects.filter(words_mark=words_mark(reaction.words), at__gte=since)
    elsewhere = same.exclude(story_id=reaction.story_id).values("story").distinct().count()
    return spam.judge(
        name=reaction.name,
        words=reaction.words,
        seconds=seconds,
        trap=trap,
        elsewhere=elsewhere,
        links=spam.links_of(reaction.words),
        from_web=reaction.network != "site",
    )


def _place() -> State:
    asks = Site.objects.filter(asks_before_showing=True).exists()
    return State.ASKED if asks else State.SHOWN
