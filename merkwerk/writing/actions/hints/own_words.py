"""What the writer told before, and what is the house's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.engine.promotion import Ours
from merkwerk.networks.models import Brand, Message, Post

MOST = 50
EVERYBODYS = frozenset(
    [
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.nl", "live.com"),
        *("ziggo.nl", "kpnmail.nl", "planet.nl", "xs4all.nl", "home.nl", "casema.nl", "upcmail.nl"),
        *("icloud.com", "me.com", "yahoo.com", "proton.me", "protonmail.com", "gmx.net", "gmx.de"),
        *("skynet.be", "telenet.be", "localhost"),
    ]
)
"""Hosts of mail and of nobody's own: what stands there is no site of the house."""


@dataclass(frozen=True)
class Told:
    """One thing that the writer told. `answer`: it answers somebody."""

    text: str
    links: tuple[str, ...]
    at: datetime
    answer: bool


def told_before(by: Colleague) -> list[Told]:
    """What the writer told lately, newest first, fifty at most: by the outbox or registered, and
    what their own accounts said by another way as far as a source brought it. What they say for a
    brand is not theirs. Two questions."""
    own = Message.objects.visible_to(by).told().filter(account__brand=None)
    messages = list(
        own.exclude(sent_at=None)
        .order_by("-sent_at", "-pk")
        .only("text", "sent_at", "answers_id", "uid", "network")[:MOST]
    )
    posts = Post.objects.filter(
        identity__connected_accounts__colleague=by,
        identity__connected_accounts__removed_at=None,
        identity__connected_accounts__brand=None,
        deleted_at=None,
    ).order_by("-written", "-pk")
    known = {(message.network, message.uid) for message in messages if message.uid}
    told = [
        Told(message.text, (), message.sent_at, message.answers_id is not None)
        for message in messages
        if message.sent_at and message.text.strip()
    ]
    told += [
        Told(post.text, tuple(post.links), post.written, bool(post.reply_to))
        for post in posts.only("text", "links", "written", "reply_to", "uid", "network")[:MOST]
        if (post.network, post.uid) not in known and post.text.strip()
    ]
    return sorted(told, key=lambda one: one.at, reverse=True)[:MOST]


def ours(by: Colleague) -> Ours:
    """The names and sites of the house: of the organisation, its brand accounts, and the place of
    its mail. Two questions."""
    organisation = Organisation.objects.first()
    brands = list(Brand.objects.live().select_related("account__identity"))
    names = [organisation.name] if organisation else []
    names += [brand.name for brand in brands]
    hosts = [urlsplit(settings.SITE_URL).hostname or "", by.email.rpartition("@")[2].lower()]
    for brand in brands:
        hosts += [urlsplit(link).hostname or "" for link in brand.account.identity.links]
    sites = (host.removeprefix("www.") for host in hosts if host and host not in EVERYBODYS)
    return Ours(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(sites)))
