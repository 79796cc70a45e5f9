"""Doing what a verified message asks: follows, replies, likes, and their end."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

from merkwerk.connectors.activitypub import heard, translate
from merkwerk.connectors.activitypub.actors import host_of, read_actor
from merkwerk.connectors.activitypub.heard import Reply, Said
from merkwerk.connectors.errors import Unreadable
from merkwerk.fediverse.actions import places
from merkwerk.fediverse.actions.outgoing import say
from merkwerk.fediverse.models import Brought, Follower, Pointer, Remote, SentAnswer
from merkwerk.stories.actions import open_site, readers
from merkwerk.stories.models import PublicStory

MOST_POINTED_OF_A_HOST = 20
SIGNS = {"Like": "like", "EmojiReact": "like", "Announce": "share"}


def take(said: Said, remote: Remote, *, now: datetime) -> None:
    """In the caller's transaction. `remote` is who said it, beyond doubt; what isn't about somebody
    or something here, or is of a sort we don't know, changes nothing."""
    verb = _VERBS.get(said.kind)
    if verb is not None and open_site() is not None:
        verb(said, remote, now)


def _follow(said: Said, remote: Remote, now: datetime) -> None:
    actor = places.actor_at(said.about)
    if actor is None or actor.moved_to:
        return
    Follower.objects.update_or_create(actor=actor, remote=remote, defaults={"asked": said.address})
    asked = {"type": "Follow", "id": said.address, "actor": said.actor, "object": said.about}
    body = translate.says(
        "Accept", address=places.activity_address(secrets.token_hex(16)),
        by=places.actor_address(actor.handle), about=asked, at=now, open_=False,
    )  # fmt: skip
    say(actor, {**body, "to": [said.actor]}, [remote.inbox], now)


def _undo(said: Said, remote: Remote, now: datetime) -> None:
    """Only one's own can be undone: everything is looked for among what `remote` did."""
    kind = said.inner.get("type")
    if kind == "Follow" or not said.inner:
        about = said.inner.get("object")
        actor = places.actor_at(about) if isinstance(about, str) else None
        mine = Follower.objects.filter(remote=remote)
        mine.filter(actor=actor).delete() if actor else mine.filter(asked=said.about).exclude(
            asked=""
        ).delete()
    if kind in SIGNS or not said.inner:
        brought = Brought.objects.filter(remote=remote, activity=said.about).exclude(activity="")
        about = said.inner.get("object")
        if isinstance(about, str) and not brought.exists():
            key = _key(SIGNS.get(str(kind), ""), said.actor, _story_mark(about))
            brought = Brought.objects.filter(remote=remote, key=key)
        take_away_all(list(brought))


def _create(said: Said, remote: Remote, now: datetime) -> None:
    if not said.inner:
        _point(said, remote, now)
        return
    reply = heard.reply(said)
    if reply is None:
        return
    above, story_key = _answered(reply.answers)
    standing = _standing(story_key) if above else places.story_at(reply.answers)
    if standing is not None:
        _take_in(standing, reply, said, remote, above, now)


def _point(said: Said, remote: Remote, now: datetime) -> None:
    """Words that were told by their address: to be fetched from their writer's own server. Of one
    server so many wait at a time; what is more than that isn't taken in."""
    if not said.about or host_of(said.about) != remote.host:
        return
    waiting = Pointer.objects.filter(remote__host=remote.host).count()
    if waiting >= MOST_POINTED_OF_A_HOST:
        return
    told = {"activity": said.address, "next_try": now, "tries": 0, "claimed_until": None}
    Pointer.objects.update_or_create(remote=remote, kind=said.kind, about=said.about, defaults=told)


def _answered(address: str) -> tuple[str, str]:
    """By which key the stories know the reaction at this address, brought from elsewhere or
    answered here, and the key of its story; empty when there is none."""
    found = Brought.objects.filter(about=address, kind="reply").first()
    if found is not None:
        return found.key, found.story_key
    own = SentAnswer.objects.filter(key=places.answer_in(address) or None, gone_at=None).first()
    return (own.key, own.story_key) if own is not None else ("", "")


def _update(said: Said, remote: Remote, now: datetime) -> None:
    if said.about == said.actor:
        _renew(said, remote, now)
        return
    before = Brought.objects.filter(remote=remote, about=said.about, kind="reply").first()
    if before is None:
        return
    if not said.inner:
        _point(said, remote, now)
        return
    reply, standing = heard.reply(said), _standing(before.story_key)
    if reply is None:
        take_away_all([before])
    elif standing is not None:
        _take_in(standing, reply, said, remote, "", now)


def _delete(said: Said, remote: Remote, now: datetime) -> None:
    if said.about == said.actor:
        take_away_all(list(remote.brought.all()))
        remote.delete()
        return
    take_away_all(list(Brought.objects.filter(remote=remote, about=said.about, kind="reply")))


def _sign(said: Said, remote: Remote, now: datetime) -> None:
    standing = places.story_at(said.about)
    if standing is None:
        return
    kind = SIGNS[said.kind]
    key = _key(kind, said.actor, standing.story.key)
    readers.note_sign(
        story=standing.story, kind="like" if kind == "like" else "share", name=_name(remote),
        address=remote.page, key=key, network="fediverse", at=now, now=now,
    )  # fmt: skip
    _remember(remote, key, kind, standing.story.key, said.about, said.address)


def _move(said: Said, remote: Remote, now: datetime) -> None:
    """Their new server asks to follow by itself; here only the way there is kept."""
    if said.about == said.actor and said.target:
        Remote.objects.filter(pk=remote.pk).update(moved_to=said.target)


def _block(said: Said, remote: Remote, now: datetime) -> None:
    """Who doesn't want to see somebody here gets nothing of them."""
    actor = places.actor_at(said.about)
    if actor is not None:
        Follower.objects.filter(actor=actor, remote=remote).delete()


def _take_in(
    standing: PublicStory, reply: Reply, said: Said, remote: Remote, answers: str, now: datetime
) -> None:
    key = _key("reply", said.actor, reply.address)
    taken = readers.take_in(
        story=standing.story, kind="reply", network="fediverse", name=_name(remote),
        address=remote.page, words_html=reply.html, source_url=reply.page, key=key,
        published_at=reply.written, answers=answers, now=now,
    )  # fmt: skip
    if taken is not None:
        _remember(remote, key, "reply", standing.story.key, reply.address, said.address)


def _renew(said: Said, remote: Remote, now: datetime) -> None:
    """Their new name and page; keys and inboxes are only ever fetched from their own server."""
    try:
        found = read_actor(said.inner)
    except Unreadable:
        return
    if found.address == remote.address:
        Remote.objects.filter(pk=remote.pk).update(
            name=found.name, handle=found.handle[:255], page=found.page, moved_to=found.moved_to
        )


def _remember(
    remote: Remote, key: str, kind: str, story_key: str, about: str, activity: str
) -> None:
    told = {"remote": remote, "kind": kind, "story_key": story_key}
    Brought.objects.update_or_create(
        key=key, defaults={**told, "about": about, "activity": activity}
    )


def take_away_all(some: Iterable[Brought]) -> None:
    """Takes what these brought away from under the stories. Safe to repeat."""
    for one in some:
        readers.take_away(key=one.key)
        one.delete()


def _standing(story_key: str) -> PublicStory | None:
    near = PublicStory.objects.select_related("story", "person")
    return near.filter(story__key=story_key).first()


def _story_mark(address: str) -> str:
    standing = places.story_at(address)
    return standing.story.key if standing is not None else address


def _name(remote: Remote) -> str:
    return remote.name or remote.handle


def _key(kind: str, actor: str, about: str) -> str:
    """What the room of stories keeps it under: of this actor, so nobody else can touch it."""
    return hashlib.sha256(f"{kind}\n{actor}\n{about}".encode()).hexdigest()


Verb = Callable[[Said, Remote, datetime], None]
_VERBS: dict[str, Verb] = {
    "Follow": _follow,
    "Undo": _undo,
    "Create": _create,
    "Update": _update,
    "Delete": _delete,
    "Move": _move,
    "Block": _block,
    **dict.fromkeys(SIGNS, _sign),
}
