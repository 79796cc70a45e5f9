"""Addresses, numbers and handles in one form, so that the same ones are seen to be the same."""

from __future__ import annotations

import re

from merkwerk.engine.identities.lists import words_of
from merkwerk.engine.text import fold

_LONGEST = 320
"""Longest address by RFC 5321 (64 + 1 + 255); what is longer is none."""

_SHARED = words_of("shared-mailboxes")
_NOT_A_SIGN = re.compile(r"[^a-z0-9]+")
_NOBODYS = re.compile(r"(?:^|[.-])(?:localhost|localdomain|local|invalid)$|^users\.noreply\.")
_DOTLESS = frozenset(("gmail.com", "googlemail.com"))


def plain_mail(address: str) -> str:
    """The address in lower case without what comes after `+`, "" when it is none. Dots are left out
    for Gmail only, which is known to skip them."""
    if len(address) > 2 * _LONGEST:
        return ""
    address = address.strip().removeprefix("mailto:").strip(" <>\"'").lower()
    local, at, domain = address.rpartition("@")
    local = local.partition("+")[0] or local
    domain = domain.rstrip(".")
    if not at or not local or "@" in local or "." not in domain or len(address) > _LONGEST:
        return ""
    if any(sign.isspace() or not sign.isprintable() for sign in address):
        return ""
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def is_shared(address: str) -> bool:
    """Whether more than one human, or a machine, may sit behind it: info@, sales@, noreply@, an
    address that no mail reaches, and one of fewer than two signs."""
    local, _, domain = address.rpartition("@")
    words = [word for word in _NOT_A_SIGN.split(local) if not word.isdigit()]
    plain = "".join(words).rstrip("0123456789")
    return (
        local in _SHARED
        or plain in _SHARED
        or len(plain) < 2
        or any(len(word) > 3 and word in _SHARED for word in words[:1])
        or any(word in ("noreply", "donotreply", "bounce", "bounces", "bot") for word in words)
        or bool(_NOBODYS.search(domain))
    )


def same_mail(one: str, other: str) -> bool:
    """Whether two addresses reach the same person's box: equal in their plain form, and no shared
    mailbox such as info@ or noreply@."""
    plain = plain_mail(one)
    return bool(plain) and plain == plain_mail(other) and not is_shared(plain)


def plain_phone(number: str) -> str:
    """Digits with the land's number in front (`+31612345678`), "" where it has none or is too short
    or too long to be one: two people in two lands may have the same number without it."""
    if len(number) > 60:
        return ""
    digits = "".join(sign for sign in number.partition(";")[0] if sign.isdecimal())
    international = number.strip().removeprefix("tel:").lstrip("( ").startswith(("+", "00"))
    digits = digits.removeprefix("00")
    return f"+{digits}" if international and 8 <= len(digits) <= 15 and digits.isascii() else ""


def plain_link(link: str) -> str:
    """Host and path in one form: without scheme, `www.`, port, query, fragment and last slash; ""
    for what is no address."""
    if len(link) > 2000:
        return ""
    link = re.sub(r"^[a-z][a-z0-9+.-]*://", "", link.strip().lower())
    host, _, path = re.split(r"[?#]", link)[0].partition("/")
    host = host.rpartition("@")[2].partition(":")[0].removeprefix("www.").rstrip(".")
    if "." not in host or any(sign.isspace() for sign in host):
        return ""
    return f"{host}/{path.rstrip('/')}".rstrip("/")


def plain_handle(handle: str) -> str:
    """A handle as people say it, folded: without `@`, server, network's domain and address.

    `@Joris@social.example`, `joris.bsky.social` and `https://x.example/@joris` are all `joris`; a
    domain of one's own as handle stays whole (`joris.example`).
    """
    handle = handle[:400].strip()
    if "://" in handle:
        handle = handle.partition("?")[0].rstrip("/").rpartition("/")[2]
    handle = fold(handle).lstrip("@").partition("@")[0]
    for server in (".bsky.social", ".substack.com", ".github.io", ".medium.com", ".tumblr.com"):
        handle = handle.removesuffix(server)
    return handle.strip()
