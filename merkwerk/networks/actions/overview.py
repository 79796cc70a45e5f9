"""Lists of conversations: what one said, who spoke to one, and what came back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from merkwerk.accounts.models import Colleague
from merkwerk.networks.actions.connected import MENTIONS
from merkwerk.networks.models import ConnectedAccount, Message, Post, Sighting


@dataclass(frozen=True, slots=True)
class Said:
    """One's own message, and the newest reply to it that we have."""

    message: Message
    reply: Post | None


@dataclass(frozen=True, slots=True)
class SpokenTo:
    """A post to one of one's own accounts, and the first answer of one of us."""

    post: Post
    answer: Message | None


def spoke(by: Colleague) -> QuerySet[Message]:
    """Everything this colleague said, drafts too, the newest first."""
    mine = Message.objects.visible_to(by).select_related("answers__identity", "account__identity")
    return mine.order_by("-changed", "-pk")


def spoke_to(by: Colleague) -> QuerySet[Post]:
    """Posts that came in through the mentions of this colleague's accounts, the newest first."""
    own = {"source__account__colleague": by, "source__account__removed_at": None}
    seen = Sighting.objects.filter(source__kind__in=MENTIONS.values(), **own).values("post")
    mine = ConnectedAccount.objects.visible_to(by).values("identity")
    posts = Post.objects.visible_to(by).filter(pk__in=seen).exclude(identity__in=mine)
    return posts.select_related("identity").order_by("-written", "-pk")


def with_replies(by: Colleague, mine: Iterable[Message]) -> list[Said]:
    """The messages with the newest reply to each. One query, however many."""
    rows = list(mine)
    uids = [message.uid for message in rows if message.uid]
    own = ConnectedAccount.objects.visible_to(by).values("identity")
    found = Post.objects.visible_to(by).filter(reply_to__in=uids).exclude(identity__in=own)
    newest = {
        post.reply_to: post for post in found.select_related("identity").order_by("written", "pk")
    }
    return [Said(message, newest.get(message.uid) if message.uid else None) for message in rows]


def with_answers(posts: Iterable[Post]) -> list[SpokenTo]:
    """The posts with the first answer that one of us sent for everybody to read. One query,
    however many."""
    rows = list(posts)
    told = Message.objects.published().filter(answers__in=rows).select_related("colleague")
    first = {message.answers_id: message for message in told.order_by("-sent_at")}
    return [SpokenTo(post, first.get(post.pk)) for post in rows]
