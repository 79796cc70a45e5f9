"""Sending, finding back, changing and taking away one message on a Mastodon-like server."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from merkwerk.connectors import content
from merkwerk.connectors.errors import Gone, NotFound, Rejected, Unreadable
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon import translate
from merkwerk.connectors.mastodon.access import Limits
from merkwerk.connectors.mastodon.calls import Server, part
from merkwerk.connectors.mastodon.translate import Teller
from merkwerk.connectors.shapes import fields, object_of, objects, page_of
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


def length(text: str, limits: Limits, warning: str = "") -> Length:
    """As Mastodon counts (`StatusLengthValidator`): every address the same, `@user@host` as
    `@user`, the rest in signs a reader sees; the warning counts along as it is written."""
    counted = warning + _ADDRESS.sub("x" * limits.characters_reserved_per_url, text)
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
    warning: str = "",
    media: Sequence[str] = (),
    quote_id: str = "",
) -> Sent:
    """Publishes one message, with the pictures brought before (`pictures.bring`) and quoting the
    one that this server knows as `quote_id`, where it can (`Limits.quotes`). The
    same `key` within about an hour is the same message (`Idempotency-Key`); after that look with
    `find_own` first.

    Raises `Rejected` with the server's own reason for a text it will not have.
    """
    if not text.strip() and not media:
        raise Rejected("the message is empty")
    if visibility not in VISIBILITIES:
        raise Rejected(f"not a visibility: {visibility}")
    asked = Server(http, server, token)
    body: dict[str, object] = {"status": text, "visibility": visibility}
    if reply_to_id:
        body["in_reply_to_id"] = reply_to_id
    if language:
        body["language"] = language
    if warning:
        body["spoiler_text"] = warning
    if media:
        body["media_ids"] = list(media)
    if quote_id:
        body["quoted_status_id"] = quote_id
    answer = asked.post("/api/v1/statuses", body, headers={"Idempotency-Key": key})
    return _standing(answer.json(), Teller(server, asked.host))


def _standing(told: object, teller: Teller) -> Sent:
    stands = translate.sent(told, teller)
    if stands is None:
        raise Unreadable("the server does not say where the message stands")
    return stands


def find_own(
    http: Http, *, server: str, token: str, text: str, since: datetime, reply_to_id: str = "",
    media: Sequence[str] = (), now: datetime | None = None,
) -> Sent | None:  # fmt: skip
    """The account's own recent post with this text, written at or after `since`, if there is one;
    with `media`, the one that shows just these pictures, whenever it was.

    Compared without white space, addresses' dress and the domains of mentions, because servers
    write the text anew. Looks at the newest 40 posts. With `now`, our clock at this moment, `since`
    is read on the server's clock, however far the two are apart.
    """
    asked = Server(http, server, token)
    own = object_of(asked.get("/api/v1/accounts/verify_credentials").json(), "own account")
    path = f"/api/v1/accounts/{part(word(own.get('id'), 100))}/statuses"
    teller = Teller(server, asked.host)
    answer = asked.get(path, [("limit", "40")])
    if now is not None and answer.server_time.year > 2000:
        since += answer.server_time - now - timedelta(seconds=1)
    for entry in page_of(answer.json(), "own posts"):
        status = fields(entry)
        found = translate.sent(status, teller)
        said = content.plain(words(status.get("content"), translate.HTML))
        shown = {word(one.get("id"), 100) for one in objects(status.get("media_attachments"), 50)}
        if (
            found
            and found.written
            and (found.written >= since if not media else shown == set(media))
            and word(status.get("in_reply_to_id"), 100) == reply_to_id
            and not status.get("reblog")
            and _bare(said) == _bare(text)
        ):
            return found
    return None


def _bare(text: str) -> str:
    return "".join(_MENTION.sub(r"@\1", text).split()).casefold()


def change(
    http: Http,
    *,
    server: str,
    token: str,
    id: str,
    text: str,
    warning: str = "",
    language: str = "",
    media: Sequence[str] = (),
) -> Sent:
    """Writes a message that stands there anew (`PUT /api/v1/statuses/:id`); `media` are the
    pictures it keeps. The same change twice is one. Readers see that it was edited.

    Raises `NotFound` when it stands there no longer, `Rejected` with the server's own reason.
    """
    if not text.strip() and not media:
        raise Rejected("the message is empty")
    asked = Server(http, server, token)
    body: dict[str, object] = {"status": text, "spoiler_text": warning, "media_ids": list(media)}
    if language:
        body["language"] = language
    answer = asked.put(f"/api/v1/statuses/{part(id)}", body)
    return _standing(answer.json(), Teller(server, asked.host))


def delete(http: Http, *, server: str, token: str, id: str) -> None:
    """Takes a message away; one that is not there any more is fine."""
    try:
        Server(http, server, token).delete(f"/api/v1/statuses/{part(id)}")
    except (NotFound, Gone):
        return
