"""What a colleague does with one post: keep, rest, give it meaning, pass it to one person."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from merkwerk.accounts.models import Colleague
from merkwerk.listening.models import Match, PassedPost
from merkwerk.networks.models import Message, Post
from merkwerk.notifications.actions import tell


def _mark(match: Match, by: Colleague, state: Match.State) -> None:
    Match.objects.visible_to(by).filter(post=match.post_id).update(state=state)
    match.state = state


@transaction.atomic
def keep(*, match: Match, by: Colleague) -> None:
    """Keeps a post for later: it stays in the list of kept ones, for every topic that met it."""
    _mark(match, by, Match.State.KEPT)


@transaction.atomic
def rest(*, match: Match, by: Colleague) -> None:
    """Lets a post rest: it leaves the list, for every topic of `by` that met it."""
    _mark(match, by, Match.State.RESTED)


@transaction.atomic
def interpret(*, match: Match, by: Colleague, meaning: str) -> None:
    """Writes down what a post means according to `by`, in their own words, at their own match."""
    match.interpretation = meaning.strip()
    own = Match.objects.visible_to(by).filter(pk=match.pk)
    own.update(interpretation=match.interpretation)


@transaction.atomic
def pass_on(*, post: Post, by: Colleague, to: Colleague, sentence: str) -> PassedPost:
    """Passes one post to one colleague with a sentence why, and tells them. Passing the same post
    to the same person again changes the sentence. Raises ValueError for a post that was not
    public, for oneself, and for somebody who left."""
    if post.audience != "public":
        raise ValueError("A post for a few people is not passed on.")
    if to == by or not to.is_active or to.left_at:
        raise ValueError("A post is passed on to a colleague who works here.")
    passed, _ = PassedPost.objects.update_or_create(
        post=post, by=by, to=to, defaults={"sentence": sentence.strip()}
    )
    Match.objects.visible_to(by).filter(post=post).update(state=Match.State.PASSED)
    tell(
        colleague=to,
        kind="passed_post",
        key=f"passed:{passed.pk}",
        facts={"by": by.name, "who": post.identity.called},
        link=reverse("networks:conversation", args=[post.pk]),
    )
    return passed


@transaction.atomic
def note_message(*, message: Message) -> None:
    """A sent answer settles the matches of its writer with the post that it answers."""
    if message.answers_id:
        own = Match.objects.visible_to(message.colleague).filter(post=message.answers_id)
        own.exclude(state=Match.State.RESTED).update(state=Match.State.ANSWERED)
