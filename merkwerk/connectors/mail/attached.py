"""Pictures that came along with a letter, as they were sent. Raises nothing, and opens none."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message

PICTURES = 11
"""One more than a draft takes, so that it is seen that some were left out."""
PARTS = 200
DECORATION = 40_000
"""Bytes: a smaller picture that stands within the words is a logo, not what somebody tells."""
_NAMED = re.compile(r"\.(?:jpe?g|png|webp|gif|hei[cf])$", re.IGNORECASE)


def attached_pictures(raw: bytes) -> tuple[bytes, ...]:
    """The pictures of a letter (RFC 5322, RFC 2045) in their order: attached ones, and larger ones
    that stand within its words; none of a letter that lies within it."""
    try:
        return tuple(_found(email.message_from_bytes(raw)))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ()


def _found(told: Message) -> Iterator[bytes]:
    count = 0
    for part in _parts(told):
        if count >= PICTURES:
            return
        if not _is_picture(part):
            continue
        inside = part.get_payload(decode=True)
        if not isinstance(inside, bytes) or not inside:
            continue
        if part.get_content_disposition() == "attachment" or len(inside) > DECORATION:
            count += 1
            yield inside


def _parts(told: Message) -> Iterator[Message]:
    """All parts, but none of another letter."""
    waiting, seen = [told], 0
    while waiting and seen < PARTS:
        part, seen = waiting.pop(0), seen + 1
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting = [one for one in inner if isinstance(one, Message)] + waiting
        elif part.get_content_maintype() != "message":
            yield part


def _is_picture(part: Message) -> bool:
    if part.get_content_maintype() == "image":
        return True
    unnamed = part.get_content_type() == "application/octet-stream"
    return unnamed and bool(_NAMED.search(part.get_filename() or ""))
