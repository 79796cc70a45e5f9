"""The conversation around a post: what we have of it, who of us is in it, and what is new."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.bluesky import client as bluesky
from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.mastodon import client as mastodon
from merkwerk.connectors.values import Network, Page
from merkwerk.connectors.values import Post as Told
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.receiving import receive
from merkwerk.networks.models import ConnectedAccount, Message, Post

FRESH = timedelta(minutes=2)
ASKED = timedelta(minutes=1)
MOST = 200


def thread(*, post: Post, by: Colleague) -> list[Post]:
    """The stored posts of the conversation that this colleague may see, oldest first, at most
    two hundred; `own` on each says whether they wrote it. Costs one query."""
    visible = Post.objects.visible_to(by).filter(pk__in=Post.objects.in_thread_of(post))
    mine = ConnectedAccount.objects.visible_to(by).filter(identity=OuterRef("identity"))
    rows = visible.select_related("identity").annotate(own=Exists(mine)).order_by("-written")
    return sorted(rows[:MOST], key=lambda row: (row.written, row.pk))


def answers_of_us(posts: list[Post]) -> list[Message]:
    """What colleagues answered to these posts and stands on the network, oldest first: everybody
    here may know, so that one answers and not five. Drafts, waiting ones and answers to what was
    not for everybody are not among them."""
    told = Message.objects.published().filter(answers__in=posts)
    return list(told.select_related("colleague", "answers").order_by("sent_at"))


def message_of(post: Post) -> Message | None:
    """The answer of a colleague that a post is, when everybody here may know of it."""
    told = Message.objects.published().filter(network=post.network, uid=post.uid).exclude(uid="")
    return told.select_related("colleague").first()


def ask_for_thread(*, post: Post, by: Colleague, now: datetime | None = None) -> bool:
    """Asks the worker to read the conversation from the network, unless that was done just now.
    Gives whether something is on its way."""
    now = now or timezone.now()
    if post.network == Network.WEB:
        return False
    if post.thread_read and post.thread_read > now - FRESH:
        return False
    with transaction.atomic():
        stale = Post.objects.filter(Q(thread_asked=None) | Q(thread_asked__lt=now - ASKED))
        if stale.filter(pk=post.pk).update(thread_asked=now):
            tasks.read_thread.enqueue(post.pk, by.pk)
            return True
    asked = post.thread_asked
    return bool(asked and (post.thread_read is None or post.thread_read < asked))


def read_thread(*, post_id: int, colleague_id: int, now: datetime | None = None) -> int:
    """Reads the conversation and stores what is new in it; gives how many posts that were. Uses
    the colleague's own account where they have one. What can't be read is not there: the posts we
    have are shown all the same."""
    now = now or timezone.now()
    post = Post.objects.select_related("identity").filter(pk=post_id).first()
    if post is None:
        return 0
    mine = ConnectedAccount.objects.filter(colleague_id=colleague_id).working()
    account = _own(post, list(mine.filter(network=post.network)))
    new = 0
    try:
        posts = _read(post, account, now)
        new = receive(source=None, page=Page(posts=posts), now=now).new
    except ConnectorError:
        pass
    Post.objects.filter(pk=post.pk).update(thread_read=timezone.now())
    return new


def _own(post: Post, accounts: list[ConnectedAccount]) -> ConnectedAccount | None:
    if post.network == Network.BLUESKY:
        return accounts[0] if accounts else None
    server = post.native.get("server")
    return next((account for account in accounts if account.server == server), None)


def _read(post: Post, account: ConnectedAccount | None, now: datetime) -> tuple[Told, ...]:
    http = way_out.http()
    if post.network == Network.MASTODON:
        return mastodon.thread(
            http,
            server=str(post.native.get("server", "")),
            id=str(post.native.get("id", "")),
            token=way_out.mastodon_token(account),
        )
    if account is None:
        return bluesky.thread(http, uri=post.uid, now=now, server=settings.BLUESKY_PUBLIC)
    with way_out.bluesky_auth(account) as auth:
        return bluesky.thread(http, uri=post.uid, now=now, auth=auth)
