"""What the pipeline brings: posts, reactions and own messages become moments between two people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from merkwerk.accounts.models import works_here
from merkwerk.engine.questions import is_question
from merkwerk.networks.models import ConnectedAccount, Identity, Message, Post, Reaction
from merkwerk.relationships.actions.noting import Happening, note_all
from merkwerk.relationships.models import Moment

Kind, Direction = Moment.Kind, Moment.Direction
Name = tuple[str, str]
PRESSED = {
    Reaction.Kind.FAVOURITE: Kind.REACTED,
    Reaction.Kind.BOOST: Kind.SHARED,
    Reaction.Kind.FOLLOW: Kind.FOLLOWED,
}


@dataclass(slots=True)
class Ours:
    """The identities of colleagues: `all` ever connected, and whose they are now, by network and
    handle or uid (as mentions name them) and by number."""

    all: set[int] = field(default_factory=set)
    by_name: dict[Name, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_identity: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def _ours() -> Ours:
    ours = Ours()
    rows = ConnectedAccount.objects.filter(works_here("colleague"))
    for colleague, identity, network, handle, uid, removed in rows.values_list(
        "colleague",
        "identity",
        "identity__network",
        "identity__handle",
        "identity__uid",
        "removed_at",
    ):
        ours.all.add(identity)
        if removed is None:
            ours.by_identity[identity].add(colleague)
            for name in (handle, uid):
                ours.by_name[network, _plain(name)].add(colleague)
    return ours


def _plain(name: str) -> str:
    return name.lstrip("@").lower()


def remember_posts(*, posts: Sequence[Post], now: datetime) -> int:
    """Notes a moment for each colleague whom a post answers or mentions, by a contact made where
    there was none; ASKED when it asks something. Answers how many moments are new.

    A post by one of ours makes none (two colleagues talking is no outside contact), nor does a bot
    or a post that was deleted. Somebody's post to the world is no moment between two people. Safe
    to repeat and to do twice at once; a fixed number of questions, whatever the number of posts."""
    ours = _ours()
    if not ours.all:
        return 0
    bots = _bots(posts)
    outside = [
        post
        for post in posts
        if post.identity_id not in ours.all
        and post.identity_id not in bots
        and post.deleted_at is None
    ]
    answered = _answered(outside, ours)
    happenings = [one for post in outside for one in _told(post, answered, ours, now)]
    return note_all(happenings=happenings, now=now)


def _bots(posts: Sequence[Post]) -> set[int]:
    authors = {post.identity_id for post in posts}
    return set(Identity.objects.filter(pk__in=authors, bot=True).values_list("pk", flat=True))


def _answered(posts: Sequence[Post], ours: Ours) -> dict[Name, set[int]]:
    """Whose words stand at each address that these posts answer: as a message sent from here, or
    as a post of a connected identity."""
    addresses = {post.reply_to for post in posts if post.reply_to}
    found: dict[Name, set[int]] = defaultdict(set)
    if not addresses:
        return found
    here = works_here("colleague")
    messages = Message.objects.told().filter(here, uid__in=addresses).order_by()
    for network, uid, colleague in messages.values_list("network", "uid", "colleague"):
        found[network, uid].add(colleague)
    networks = {post.network for post in posts}  # so that the index on (network, uid) serves
    own = Post.objects.filter(
        network__in=networks, uid__in=addresses, identity__in=list(ours.by_identity)
    ).order_by()
    for network, uid, identity in own.values_list("network", "uid", "identity"):
        found[network, uid] |= ours.by_identity[identity]
    return found


def _told(
    post: Post, answered: dict[Name, set[int]], ours: Ours, now: datetime
) -> Iterator[Happening]:
    spoken = dict.fromkeys(_mentioned(post, ours), Kind.MENTIONED)
    if post.reply_to:
        whose = answered.get((post.network, post.reply_to), set())
        spoken |= dict.fromkeys(whose, Kind.ANSWERED)
    if not spoken:
        return
    asks = bool(is_question(post.text))
    for colleague, kind in spoken.items():
        yield _theirs(post, colleague, Kind.ASKED if asks else kind, now)


def _mentioned(post: Post, ours: Ours) -> set[int]:
    names = ((post.network, _plain(str(name))) for name in post.mentions)
    return set().union(*(ours.by_name.get(name, set()) for name in names))


def _theirs(post: Post, colleague: int, kind: str, now: datetime) -> Happening:
    """What a contact said. A clock of a server that runs ahead doesn't make it the future."""
    return Happening(
        colleague=colleague,
        identity=post.identity_id,
        kind=kind,
        direction=Direction.THEIRS,
        at=min(post.written, now),
        channel=post.network,
        key=f"post:{post.pk}",
        post=post.pk,
    )


def remember_message(*, message: Message, now: datetime) -> int:
    """Notes that a colleague answered somebody, and what was answered: the contact is made from the
    post's author. Nothing for what isn't sent, answers nothing, or answers one of ours."""
    post = message.answers
    if post is None or not message.stands or post.identity_id in _ours().all:
        return 0
    kind = Kind.ASKED if is_question(post.text) else Kind.SAID
    answer = Happening(
        colleague=message.colleague_id,
        identity=post.identity_id,
        kind=Kind.ANSWERED,
        direction=Direction.OURS,
        at=min(message.sent_at or now, now),
        channel=message.network,
        key=f"message:{message.pk}",
        message=message.pk,
    )
    said = _theirs(post, message.colleague_id, kind, now)
    return note_all(happenings=[said, answer], now=now)


def remember_reactions(*, reactions: Sequence[Reaction], now: datetime) -> int:
    """Notes who liked, shared or followed what a colleague does on a network, for the colleague
    whose account it was. A follow counts once however often it is undone and done again. Reactions
    of colleagues and bots make none. Answers how many moments are new."""
    ours = _ours()
    rows = Reaction.objects.filter(
        works_here("source__account__colleague"),
        pk__in=[reaction.pk for reaction in reactions],
        identity__bot=False,
    ).exclude(identity__in=ours.all)
    happenings = [
        Happening(
            colleague=colleague,
            identity=identity,
            kind=PRESSED[Reaction.Kind(kind)],
            direction=Direction.THEIRS,
            at=min(at, now),
            channel=network,
            key=f"follow:{identity}" if kind == Reaction.Kind.FOLLOW else f"reaction:{pk}",
        )
        for pk, colleague, identity, kind, at, network in rows.values_list(
            "pk", "source__account__colleague", "identity", "kind", "at", "network"
        )
    ]
    return note_all(happenings=happenings, now=now)
