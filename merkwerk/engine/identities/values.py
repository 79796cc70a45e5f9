"""What is known of somebody in one place, and the proposal that two of them are one human."""

from __future__ import annotations

from dataclasses import dataclass

from merkwerk.engine.because import Because


@dataclass(frozen=True, slots=True)
class Known:
    """All that one identity or one card tells. `key` is the caller's own and is only handed back.

    `handles`: (network, handle) as (`"mastodon"`, `"joris@social.example"`); `links`: only those
    the network has verified (`rel=me` both ways, a domain as handle); `phones` with their land's
    number (`+31…`) where known. Everything may be empty, odd or hostile.
    """

    key: str
    names: tuple[str, ...] = ()
    handles: tuple[tuple[str, str], ...] = ()
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Two keys that may be one human. `certainty` from 0 to 1: of a hundred proposals with .9 some
    ninety are right. `sure`: above the strict bar, may be joined without asking. `because`: the
    reasons, strongest first (codes: see `engine.identities`)."""

    left: str
    right: str
    certainty: float
    because: tuple[Because, ...]
    sure: bool
