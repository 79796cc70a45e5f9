"""One message and its network: going there, and looking whether it is there already."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from merkwerk.connectors.bluesky import client as bluesky
from merkwerk.connectors.bluesky import writing as bluesky_writing
from merkwerk.connectors.bluesky.translate import POST
from merkwerk.connectors.mastodon import client as mastodon
from merkwerk.connectors.mastodon import writing as mastodon_writing
from merkwerk.connectors.values import Audience, Network, Person, Sent
from merkwerk.connectors.values import Post as Told
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.answering import full_text
from merkwerk.networks.actions.bringing import media_of, shown
from merkwerk.networks.actions.fitting import told_again
from merkwerk.networks.actions.own_words import is_shown_inside, words_of
from merkwerk.networks.models import ConnectedAccount, Message, Post

SKEW = timedelta(minutes=2)
A_DAY = timedelta(days=1)


def go(message: Message, account: ConnectedAccount) -> Sent:
    """Asks the network to publish it, under its key; raises what the network says against it."""
    text = _text(message, message.text, account)
    quotes = message.quotes if message.quotes and is_shown_inside(message.quotes, account) else None
    if account.network == Network.BLUESKY:
        with way_out.bluesky_auth(account) as auth:
            return bluesky_writing.send(
                way_out.http(),
                auth=auth,
                text=text,
                key=message.record,
                now=message.first_try or message.started,
                reply_to=_above(message, account),
                language=message.language,
                pictures=shown(message),
                quotes=told_again(quotes) if quotes else None,
            )
    return mastodon_writing.send(
        way_out.http(),
        server=account.server,
        token=way_out.mastodon_token(account),
        text=text,
        key=message.key,
        reply_to_id=_above_id(message, account),
        language=message.language,
        visibility=_visibility(message.answers),
        warning=message.warning,
        media=media_of(message),
        quote_id=_local_id(quotes, message, account, "quote") if quotes else "",
    )


def stands_already(message: Message, account: ConnectedAccount) -> Sent | None:
    """Where an earlier try put it, or None when none of them arrived."""
    if account.network == Network.BLUESKY:
        return _record(message, account)
    now = timezone.now()
    gone_by = now - (message.first_try or message.started)
    if gone_by < timedelta(0):
        gone_by = A_DAY  # our clock was set back since: nobody can say how long ago it was
    found = mastodon_writing.find_own(
        way_out.http(),
        server=account.server,
        token=way_out.mastodon_token(account),
        text=_text(message, message.tried_text or message.text, account),
        since=now - gone_by - SKEW,
        reply_to_id=_above_id(message, account),
        media=message.native.get("tried_media", []),
        now=now,
    )
    if found is None or Message.objects.filter(uid=found.uid).exclude(pk=message.pk).exists():
        return None
    return found


def _text(message: Message, text: str, account: ConnectedAccount) -> str:
    if message.answers is not None:
        return full_text(text, account=account, post=message.answers)
    return words_of(message, text, account)


def _record(message: Message, account: ConnectedAccount) -> Sent | None:
    uri = f"at://{account.identity.uid}/{POST}/{message.record}"
    found = bluesky.post(
        way_out.http(),
        uri=uri,
        now=timezone.now(),
        plc=settings.PLC_DIRECTORY,
        resolver=settings.BLUESKY_PUBLIC,
    )
    if found is None:
        return None
    return Sent(
        uid=found.uid,
        url=found.url,
        written=found.written,
        revision=found.revision,
        native=found.native,
    )


def _visibility(post: Post | None) -> str:
    """An answer is never told wider than what it answers."""
    if post is None:
        return "public"
    if post.audience == Audience.LIMITED:
        return "direct"
    return "unlisted" if post.native.get("visibility") == "unlisted" else "public"


def _above(message: Message, account: ConnectedAccount) -> Told | None:
    """What it stands below on Bluesky: the part before it, or the post it answers."""
    before = message.after
    if before is None:
        return told_again(message.answers) if message.answers else None
    own = account.identity
    return Told(
        network=Network.BLUESKY,
        uid=before.uid,
        url=before.url,
        author=Person(network=Network.BLUESKY, uid=own.uid, handle=own.handle),
        text="",
        written=before.sent_at or datetime.now(timezone.get_current_timezone()),
        native={str(k): str(v) for k, v in before.native.items()},
    )


def _above_id(message: Message, account: ConnectedAccount) -> str:
    if message.after is not None:
        return str(message.after.native.get("id", ""))
    return _local_id(message.answers, message, account, "reply_to")


def _local_id(post: Post | None, message: Message, account: ConnectedAccount, what: str) -> str:
    """The id on the account's own server of a post of another; asked for once, then kept."""
    if post is None:
        return ""
    if post.native.get("server") == account.server and post.native.get("id"):
        return str(post.native["id"])
    if message.native.get(f"{what}_server") != account.server:
        found = mastodon.local_id(
            way_out.http(),
            server=account.server,
            token=way_out.mastodon_token(account),
            url=post.uid,
        )
        message.native |= {f"{what}_server": account.server, f"{what}_id": found}
        Message.objects.filter(pk=message.pk).update(native=message.native)
    return str(message.native[f"{what}_id"])
