"""One post by one person: its thread, who they are to us, why it is here, and what one can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Audience
from merkwerk.lib.requests import Request
from merkwerk.listening import actions
from merkwerk.listening.actions import Item, Why
from merkwerk.listening.models import Correction, PassedPost, Reading, Topic
from merkwerk.listening.views.reader import KEYS, just_done, reasons
from merkwerk.listening.views.shown import asked_topic, seen_post, show
from merkwerk.networks import actions as networks
from merkwerk.networks.models import Identity, Post
from merkwerk.relationships import actions as relationships

BEFORE, AFTER, LATELY = 3, 5, 3
"""So many posts of the thread are shown around the one that is read, and so many last words."""


@dataclass(frozen=True, slots=True)
class About:
    """One of the topics that a post meets: what was said of it, and what speaks for it."""

    topic: Topic
    wanted: bool | None
    speaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where one is: the item itself, and the posts before and after it."""

    item: Item
    previous: int | None
    following: int | None


def post(request: Request, pk: int) -> HttpResponse:
    """One post to read. One that its author took away says so."""
    try:
        read = seen_post(request, pk)
    except Http404:
        if not _was_there(request, pk):
            raise
        return show(request, "gone.html", 410)
    topic = asked_topic(request)
    here = _neighbours(request, read, topic)
    marks = reasons(here.item)
    thread = networks.thread(post=read, by=request.user)
    facts = {
        "post": here.item.post,
        "item": here.item,
        "here_at": here,
        "topic": topic,
        "marks": marks,
        "title_marks": [(one.start, one.end) for one in marks if one.field == "title"],
        "elsewhere": [one for one in marks if one.field not in {"text", "title"}],
        "done": just_done(request),
        "keys": not request.session.get(KEYS),
        "same": actions.echoes_of(post=read, by=request.user),
        "reading": Reading.objects.filter(colleague=request.user, post=read).first(),
        "may_pass": read.audience == Audience.PUBLIC,
        **_around(thread, read),
        **_of_us(request.user, thread, read),
        **_author(request.user, read.identity, read),
        "abouts": _abouts(request.user, here.item),
    }
    return show(request, "post.html", **facts)


def _was_there(request: Request, pk: int) -> bool:
    """Whether this was a post that the colleague could know of, before its author took it away."""
    gone = Post.objects.filter(pk=pk).exclude(deleted_at=None)
    own = Reading.objects.filter(colleague=request.user, post=pk)
    return gone.filter(audience=Audience.PUBLIC).exists() or (gone.exists() and own.exists())


def _neighbours(request: Request, read: Post, topic: Topic | None) -> Neighbours:
    groups = actions.by_reason(by=request.user, now=timezone.now(), topic=topic)
    items = actions.in_order(groups)
    at = next((n for n, item in enumerate(items) if item.post.pk == read.pk), None)
    if at is None:
        following = items[0].post.pk if items else None
        return Neighbours(_item(request, read), None, following)
    return Neighbours(
        item=items[at],
        previous=items[at - 1].post.pk if at else None,
        following=items[at + 1].post.pk if at + 1 < len(items) else None,
    )


def _item(request: Request, read: Post) -> Item:
    """A post that isn't in the list: one came to it by a link, or has done something with it."""
    meant = PassedPost.objects.filter(to=request.user, post=read).select_related("by").last()
    known = actions.known_people(posts=[read], by=request.user)
    return Item(
        post=read,
        why=Why.PASSED if meant else Why.TOPIC,
        topics=actions.topics_of(post=read, by=request.user),
        relationship=known.get(read.identity_id),
        passed=meant,
    )


def _around(thread: Sequence[Post], read: Post) -> dict[str, Any]:
    """The posts before and after this one in its conversation, and whether there are more."""
    at = next((n for n, one in enumerate(thread) if one.pk == read.pk), 0)
    before, after = thread[:at], thread[at + 1 :]
    return {
        "before": before[-BEFORE:],
        "following": after[:AFTER],
        "thread_goes_on": len(before) > BEFORE or len(after) > AFTER,
    }


def _of_us(by: Colleague, thread: Sequence[Post], read: Post) -> dict[str, Any]:
    """Who of us is in it: answers, what they say it means, who takes it."""
    said = actions.meanings(posts=[read], by=by).get(read.pk, [])
    answer = networks.message_of(read)
    return {
        "ours": answer.colleague if answer else None,
        "of_us": [
            told for told in networks.answers_of_us(list(thread)) if told.colleague_id != by.pk
        ],
        "meanings": said,
        "own": next((one for one in said if one.colleague_id == by.pk), None),
        "claim": actions.claims(posts=[read], by=by, now=timezone.now()).get(read.pk),
    }


def _author(by: Colleague, identity: Identity, read: Post) -> dict[str, Any]:
    """Who they are: how you relate, who else knows them, and their last words that we know of."""
    relationship = relationships.known_people(by=by, identities=[identity.pk]).get(identity.pk)
    others = relationships.others_who_know(by=by, identities=[identity.pk])
    theirs = relationship.contact.identities.all() if relationship else [identity]
    lately = Post.objects.visible_to(by).filter(identity__in=theirs, audience=Audience.PUBLIC)
    return {
        "author": identity,
        "relationship": relationship,
        "warmth": relationships.warmth_in_words(relationship) if relationship else "",
        "others": others,
        "lately": list(lately.exclude(pk=read.pk)[:LATELY]),
    }


def _abouts(by: Colleague, item: Item) -> list[About]:
    told = Correction.objects.visible_to(by).filter(post=item.post, topic__in=item.topics)
    wanted = dict(told.values_list("topic", "wanted"))
    speaks = actions.speaks_for(topics=item.topics, post=item.post)
    return [About(topic, wanted.get(topic.pk), speaks.get(topic.pk, ())) for topic in item.topics]
