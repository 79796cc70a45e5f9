"""Sending, finding back and taking away one message on a Mastodon-like server."""

from __future__ import annotations

import re
from datetime import datetime

from merkwerk.connectors import content
from merkwerk.connectors.errors import Gone, NotFound, Rejected, Unreadable
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon import translate
from merkwerk.connectors.mastodon.access import Limits
from merkwerk.connectors.mastodon.calls import Server, part
from merkwerk.connectors.mastodon.translate import Teller
from merkwerk.connectors.shapes import fields, object_of, page_of
from merkwerk.connectors.shapes import text as words
from merkwerk.connectors.shapes import token as word
from merkwerk.connectors.values import Length, Sent
from merkwerk.engine.text import grapheme_count

VISIBILITIES = {"public", "unlisted", "private", "direct"}
_MENTION = re.compile(r"(?<![\w/])@([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*)@[\w.-]+\w(?::\d+)?")
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'”’…]", re.IGNORECASE)


def address_reply(text: str, handle: str, *, own_server: str = "") -> str:
    """The text with `@handle` in front, as servers notify only whom the text names.

    Left as it is when the text names them already; on their own server the short name will do.
    """
    handle = handle.lstrip("@")
    name, _, domain = handle.partition("@")
    known = {f"@{handle}".lower()}
    if domain and own_server.partition("://")[2] == domain:
        known.add(f"@{name}".lower())
    said = {found.rstrip(".,:;!?)").lower() for found in re.findall(r"@[\w@.:-]+", text)}
    return text if not handle or known & said else f"@{handle} {text}"


def length(text: str, limits: Limits) -> Length:
    """As Mastodon counts (`StatusLengthValidator`): every address the same, `@user@host` as
    `@user`, the rest in signs a reader sees."""
    counted = _ADDRESS.sub("x" * limits.characters_reserved_per_url, text)
    used = grapheme_count(_MENTION.sub(r"@\1", counted))
    return Length(used, limits.max_characters)


def send(
    http: Http,
    *,
    server: str,
    token: str,
    text: str,
    key: str,
    reply_to_id: str = "",
    language: str = "",
    visibility: str = "public",
) -> Sent:
    """Publishes one message. The same `key` within about an hour is the same message
    (`Idempotency-Key`); after that look with `find_own` first.

    Raises `Rejected` with the server's own reason for a text it will not have.
    """
    if not text.strip():
        raise Rejected("the message is empty")
    if visibility not in VISIBILITIES:
        raise Rejected(f"not a visibility: {visibility}")
    asked = Server(http, server, token)
    body: dict[str, object] = {"status": text, "visibility": visibility}
    if reply_to_id:
        body["in_reply_to_id"] = reply_to_id
    if language:
        body["language"] = language
    answer = asked.post("/api/v1/statuses", body, headers={"Idempotency-Key": key})
    stands = translate.sent(answer.json(), Teller(server, asked.host))
    if stands is None:
        raise Unreadable("the server does not say where the message stands")
    return stands


def find_own(
    http: Http, *, server: str, token: str, text: str, since: datetime, reply_to_id: str = ""
) -> Sent | None:
    """The account's own recent post with this text, written at or after `since`, if there is one.

    Compared without white space, addresses' dress and the domains of mentions, because servers
    write the text anew. Looks at the newest 40 posts.
    """
    asked = Server(http, server, token)
    own = object_of(asked.get("/api/v1/accounts/verify_credentials").json(), "own account")
    path = f"/api/v1/accounts/{part(word(own.get('id'), 100))}/statuses"
    teller = Teller(server, asked.host)
    for entry in page_of(asked.get(path, [("limit", "40")]).json(), "own posts"):
        status = fields(entry)
        found = translate.sent(status, teller)
        said = content.plain(words(status.get("content"), translate.HTML))
        if (
            found
            and found.written
            and found.written >= since
            and word(status.get("in_reply_to_id"), 100) == reply_to_id
            and not status.get("reblog")
            and _bare(said) == _bare(text)
        ):
            return found
    return None


def _bare(text: str) -> str:
    return "".join(_MENTION.sub(r"@\1", text).split()).casefold()


def delete(http: Http, *, server: str, token: str, id: str) -> None:
    """Takes a message away; one that is not there any more is fine."""
    try:
        Server(http, server, token).delete(f"/api/v1/statuses/{part(id)}")
    except (NotFound, Gone):
        return
