"""Everything that can go wrong with a network, as types a room can tell a person about.

`code` is stable and lower-case: rooms turn it into a sentence that says what to do. `detail` is
for the health page: it never holds a token and never more than 300 characters of foreign text.
"""

from __future__ import annotations


class ConnectorError(Exception):
    """`wait` is how many seconds the other side asks to wait before the next try, if it said so.
    `lasting` tells whether trying again without a person doing something can help."""

    code = "trouble"
    lasting = False

    def __init__(self, detail: str = "", *, wait: float | None = None) -> None:
        # Strangers' words may hold signs that no column takes (NUL, half signs), or tricks.
        self.detail = "".join(sign if sign.isprintable() else " " for sign in detail[:300])
        super().__init__(self.detail)
        self.wait = wait


class Unreachable(ConnectorError):
    """No connection: name unknown, refused, reset, TLS failed."""

    code = "unreachable"


class TooSlow(ConnectorError):
    """The time limit for the whole answer passed."""

    code = "too-slow"


class TooLarge(ConnectorError):
    """The answer, packed or unpacked, passed the size limit."""

    code = "too-large"


class PrivateAddress(ConnectorError):
    """The name leads to an address that is not public; nothing was sent."""

    code = "private-address"
    lasting = True


class BadAddress(ConnectorError):
    """Not an address this program fetches (scheme, port, spelling)."""

    code = "bad-address"
    lasting = True


class NotFound(ConnectorError):
    """The server answers, but knows nothing there (404, unknown handle)."""

    code = "not-found"
    lasting = True


class Gone(ConnectorError):
    """The server says it will not come back (410, deleted or suspended account)."""

    code = "gone"
    lasting = True


class Forbidden(ConnectorError):
    """The server understood and will not (403, blocked, needs another account)."""

    code = "forbidden"
    lasting = True


class TokenRefused(ConnectorError):
    """The connection of this account is no longer accepted: expired, withdrawn, wrong password."""

    code = "token-refused"
    lasting = True


class RateLimited(ConnectorError):
    """Too many requests (429); `wait` says how long when the server told."""

    code = "rate-limited"


class ServerTrouble(ConnectorError):
    """The server says that it has trouble itself (5xx)."""

    code = "server-trouble"


class Unreadable(ConnectorError):
    """An answer came that is not what it should be (no feed, no JSON, not text)."""

    code = "unreadable"
    lasting = True


class Rejected(ConnectorError):
    """The network read the message and refuses it (400, 422): `detail` is its own reason."""

    code = "rejected"
    lasting = True


class NothingThere(ConnectorError):
    """The address works, but holds nothing to listen to: no feed on this page."""

    code = "nothing-there"
    lasting = True


class GoesRound(ConnectorError):
    """The address leads to another and back to itself: there is no page at the end."""

    code = "goes-round"
    lasting = True


class TooFar(ConnectorError):
    """The address leads on and on to others, further than anybody follows."""

    code = "too-far"
    lasting = True


class UnreadableFile(ConnectorError):
    """A file that a colleague brought cannot be read as a whole; `code` is one of
    `exports.troubles.Whole`. Not among ALL: a room that takes files has sentences of its own."""

    lasting = True

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail)
        self.code = code


ALL: tuple[type[ConnectorError], ...] = (
    Unreachable,
    TooSlow,
    TooLarge,
    PrivateAddress,
    BadAddress,
    NotFound,
    Gone,
    Forbidden,
    TokenRefused,
    RateLimited,
    ServerTrouble,
    Unreadable,
    Rejected,
    NothingThere,
    GoesRound,
    TooFar,
)
