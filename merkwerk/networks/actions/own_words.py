"""What of a colleague's own message stands on its network, and how much of it fits there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from merkwerk.connectors.bluesky import pictures as bluesky_pictures
from merkwerk.connectors.bluesky import writing as bluesky
from merkwerk.connectors.mastodon import writing as mastodon
from merkwerk.connectors.mastodon.access import Limits
from merkwerk.connectors.values import Audience, Length, Network
from merkwerk.networks.models import ConnectedAccount, Message, Post

MOST_PARTS = 25


@dataclass(frozen=True, slots=True)
class Room:
    """What a message through one account may hold: `characters` as its network counts them, how
    many pictures, and the signs of a picture's description. `editable`: what stands can be changed.
    `quotes`: another message can be shown inside it (else its address stands below the words).
    `warning_hides`: the words show only to who opens the warning (else it is their first line)."""

    characters: int
    pictures: int
    picture_bytes: int
    description: int
    editable: bool
    quotes: bool
    warning_hides: bool


def room_of(account: ConnectedAccount) -> Room:
    """The room that this account's server gave when it was connected, and its network always."""
    if account.network == Network.BLUESKY:
        return Room(
            bluesky.LIMIT, bluesky_pictures.MOST, bluesky_pictures.BYTES,
            bluesky_pictures.DESCRIPTION, editable=False, quotes=True, warning_hides=False,
        )  # fmt: skip
    usual, told = Limits(), account.abilities
    return Room(
        account.limit,
        int(told.get("pictures", usual.max_pictures)),
        int(told.get("picture_bytes", usual.picture_bytes)),
        int(told.get("description", usual.description)),
        editable=True,
        quotes=bool(told.get("quotes")),
        warning_hides=True,
    )


def abilities(limits: Limits) -> dict[str, int | bool]:
    """What is kept on an account of a server's own word."""
    return {
        "pictures": limits.max_pictures,
        "picture_bytes": limits.picture_bytes,
        "description": limits.description,
        "quotes": limits.quotes,
    }


def is_shown_inside(post: Post, account: ConnectedAccount) -> bool:
    """Whether this account's network shows the quoted post itself, not only its address."""
    if post.network != account.network or post.audience != Audience.PUBLIC:
        return False
    if account.network == Network.BLUESKY:
        return bool(post.native.get("cid"))
    return room_of(account).quotes


def whole_text(
    text: str, *, account: ConnectedAccount, warning: str = "", quotes: Post | None = None,
    place: int = 1,
) -> str:  # fmt: skip
    """What will stand there of one part: on Bluesky, which hides no words, the warning is the first
    line of the first part; a post that can't be shown inside is named by its address below it."""
    if place > 1:
        return text
    if warning and account.network == Network.BLUESKY:
        text = f"{warning}\n\n{text}".rstrip()
    if quotes is not None and not is_shown_inside(quotes, account):
        text = f"{text}\n\n{quotes.url or quotes.uid}".lstrip()
    return text


def words_of(message: Message, text: str, account: ConnectedAccount) -> str:
    """`whole_text` for a message, whose text this is or was."""
    return whole_text(
        text, account=account, warning=message.warning, quotes=message.quotes, place=message.place
    )


def measured_part(
    text: str, *, account: ConnectedAccount, warning: str = "", quotes: Post | None = None,
    place: int = 1,
) -> Length:  # fmt: skip
    """How long one part is for its network, with all that stands there because of it."""
    whole = whole_text(text, account=account, warning=warning, quotes=quotes, place=place)
    if account.network == Network.BLUESKY:
        return bluesky.length(whole)
    return mastodon.length(whole, Limits(account.limit, account.link_length), warning)


def measured_parts(
    texts: Sequence[str], *, account: ConnectedAccount, warning: str = "",
    quotes: Post | None = None,
) -> list[Length]:  # fmt: skip
    """How long each part of a thread is for its network; a single text is a thread of one."""
    return [
        measured_part(text, account=account, warning=warning, quotes=quotes, place=place)
        for place, text in enumerate(texts, 1)
    ]
