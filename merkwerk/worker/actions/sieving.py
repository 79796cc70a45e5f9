"""What of a stream is kept: what meets a topic, what speaks to us, and whom somebody knows."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from merkwerk.connectors.values import Network, Post
from merkwerk.listening import actions as listening
from merkwerk.networks.models import ConnectedAccount, Identity
from merkwerk.networks.models import Post as Stored

_one_at_a_time = threading.Lock()


def sieve(posts: Sequence[Post]) -> list[bool]:
    """For each post of a stream whether it is kept. A few short queries for a batch, whatever
    comes; safe to call from several threads."""
    if not posts:
        return []
    with _one_at_a_time:
        met = listening.sieve(posts)
    known = _known({(str(post.network), post.author.uid) for post in posts})
    spoken = _spoken_to_us(posts)
    return [
        bool(hit) or (str(post.network), post.author.uid) in known or post.uid in spoken
        for post, hit in zip(posts, met, strict=True)
    ]


def _known(people: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Who of them is a contact of somebody here."""
    uids = {uid for _network, uid in people}
    rows = Identity.objects.filter(uid__in=uids, belongings__isnull=False).distinct()
    return set(rows.values_list("network", "uid")) & people


def _spoken_to_us(posts: Sequence[Post]) -> set[str]:
    """Which posts name one of our accounts, or answer what one of them said. A Jetstream tells so
    itself, so only the others are looked at."""
    others = [post for post in posts if post.network is not Network.BLUESKY]
    if not others:
        return set()
    ours = ConnectedAccount.objects.working().filter(network=Network.MASTODON.value)
    handles = {handle.lower() for handle in ours.values_list("identity__handle", flat=True)}
    answered = {post.reply_to for post in others if post.reply_to}
    own = Stored.objects.filter(uid__in=answered, identity__in=ours.values("identity"))
    said = set(own.values_list("uid", flat=True))
    return {
        post.uid
        for post in others
        if post.reply_to in said
        or any(name.lstrip("@").lower() in handles for name in post.mentions)
    }
