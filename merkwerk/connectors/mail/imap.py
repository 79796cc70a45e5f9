"""IMAP (RFC 9051, read only) with the standard library, on a socket the guard has opened.

The libraries there are (imap-tools, IMAPClient) open their own connections and read whatever a
server announces; what is needed of them is less than what would have to be taken away.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from merkwerk.connectors.errors import (
    BadAddress,
    ConnectorError,
    NotFound,
    TokenRefused,
    TooLarge,
    TooSlow,
    Unreachable,
    Unreadable,
)
from merkwerk.connectors.http import Way
from merkwerk.connectors.http.addresses import lies_in, literal
from merkwerk.connectors.http.way import certificates
from merkwerk.connectors.http.websocket import open_socket
from merkwerk.connectors.mail import folder_names
from merkwerk.connectors.mail.folder_names import FolderName

TLS_PORT = 993
PLAIN_PORT = 143
TOTAL_SECONDS = 120.0
_SLACK = 64 * 1024
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,12})\b")
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
FOLDERS = 1_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where letters come in. `address` is the name of the server. `tls`: from the first byte
    (usual, port 993); without it the connection must change to TLS before anybody signs in."""

    address: str
    user: str
    password: str = field(repr=False)
    port: int = TLS_PORT
    tls: bool = True
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class Folder:
    """An opened folder: `validity` is the life of its numbers, `letters` how many it holds."""

    validity: int
    letters: int
    following: int = 0
    """The number the next letter will get, 0 where the server does not tell (UIDNEXT)."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as it lies there, cut off at the size asked for. `size` is its whole size."""

    uid: int
    received: datetime | None
    size: int
    raw: bytes


class _Connection(imaplib.IMAP4):
    """The standard library's client, which connects and reads as we do, and is cut off when its
    time is over, wherever it waits."""

    def __init__(
        self, way: Way, mailbox: Mailbox, most: int, seconds: float, late: threading.Event
    ) -> None:
        self._way, self._mailbox, self._most, self._late = way, mailbox, most, late
        self.watch = threading.Timer(seconds, self._cut_off)
        self.watch.daemon = True
        self._line: socket.socket | None = None
        super().__init__(mailbox.address, mailbox.port, timeout=way.connect_seconds)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        mailbox = self._mailbox
        ports = (PLAIN_PORT, TLS_PORT)
        opened = open_socket(self._way, mailbox.address, mailbox.port, ports=ports)
        opened.settimeout(self._way.total_seconds)
        if mailbox.tls:
            secure = _tls(self._way).wrap_socket(
                opened, server_hostname=mailbox.address, do_handshake_on_connect=False
            )
            self._watch_over(secure)
            secure.do_handshake()
            return secure
        self._watch_over(opened)
        return opened

    def read(self, size: int) -> bytes:
        if size > self._most + _SLACK:
            raise TooLarge("a letter came larger than it was asked for")
        return super().read(size)

    def _watch_over(self, line: socket.socket) -> None:
        self._line = line
        self.watch.start()

    def _cut_off(self) -> None:
        self._late.set()
        for line in (self._line, getattr(self, "sock", None)):
            if line is not None:
                with suppress(OSError):
                    socket.socket.shutdown(line, socket.SHUT_RDWR)


def _tls(way: Way) -> ssl.SSLContext:
    return way.tls or certificates()


class Reader:
    """A signed-in, read-only session; see `open_mailbox`."""

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection

    def look(self, folder: str) -> Folder:
        """Opens a folder without changing anything in it. Raises NotFound."""
        if not folder.isascii() or _CONTROL.search(folder):
            raise BadAddress("a folder with an odd name")
        quoted = '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        answer, told = self._connection.select(quoted, readonly=True)
        if answer != "OK":
            raise NotFound(f"there is no folder {folder}")
        validity, following = (
            (self._connection.response(what)[1] or [None])[0] for what in ("UIDVALIDITY", "UIDNEXT")
        )
        return Folder(_number(validity), _number(told[0]), _number(following))

    def folders(self) -> list[FolderName]:
        """The folders that can be opened, at most FOLDERS, in the server's order."""
        answer, told = self._connection.list()
        if answer != "OK":
            raise Unreadable("the mail server does not list its folders")
        return [found for part in told[:FOLDERS] if (found := folder_names.listed(part))]

    def between(self, low: int, high: int, since: datetime) -> list[int]:
        """The numbers of the letters from `low` to `high` that came in since that day."""
        day = f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"
        return [one for one in self._search(f"UID {low}:{high} SINCE {day}") if low <= one <= high]

    def heads(self, uids: list[int], fields: tuple[str, ...], most: int) -> list[Letter]:
        """Of these letters only those fields, `most` bytes each; those that went meanwhile are
        left out. Nothing is marked as read."""
        if not uids:
            return []
        names = " ".join(fields).upper()
        asked = f"(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS ({names})]<0.{most}>)"
        answer, told = self._connection.uid("FETCH", ",".join(map(str, uids)), asked)
        if answer != "OK":
            raise Unreadable("the mail server does not hand out letters")
        wanted = set(uids)
        return [one for one in _heads(told) if one.uid in wanted]

    def after(self, uid: int) -> list[int]:
        """The numbers of all letters that came after `uid`, oldest first."""
        found = self._search(f"UID {uid + 1}:*")
        return [one for one in found if one > uid]

    def last(self, most: int, letters: int) -> list[int]:
        """The numbers of the last so many of all `letters`."""
        return self._search(f"{max(1, letters - most + 1)}:*") if letters else []

    def letter(self, uid: int, most: int) -> Letter | None:
        """One letter, of which at most so many bytes are read; None when it is not there any
        more. It stays unread."""
        asked = f"(INTERNALDATE RFC822.SIZE BODY.PEEK[]<0.{most}>)"
        answer, told = self._connection.uid("FETCH", str(uid), asked)
        if answer != "OK":
            raise Unreadable("the mail server does not hand out a letter")
        for part in told:
            if isinstance(part, tuple) and len(part) == 2:
                return _letter(uid, part[0], part[1])
        return None

    def _search(self, asked: str) -> list[int]:
        answer, told = self._connection.uid("SEARCH", asked)
        if answer != "OK":
            raise Unreadable("the mail server does not search")
        words = b" ".join(part for part in told if isinstance(part, bytes)).split()
        return sorted({_number(word) for word in words} - {0})


def _number(word: object) -> int:
    told = word.decode("ascii", "replace") if isinstance(word, bytes) else ""
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= 10 else 0


def _heads(told: list[object]) -> Iterator[Letter]:
    """The letters of an answer; a server may tell a number before or behind the text."""
    for at, part in enumerate(told):
        if isinstance(part, tuple) and len(part) == 2:
            behind = told[at + 1] if at + 1 < len(told) else b""
            around = part[0] + b" " + (behind if isinstance(behind, bytes) else b"")
            found = _UID.search(around)
            if found:
                yield _letter(int(found[1]), around, part[1])


def _letter(uid: int, head: bytes, raw: bytes) -> Letter:
    said = imaplib.Internaldate2tuple(head)
    received = datetime(*said[:6]).astimezone(UTC) if said and said[0] > 1970 else None
    size = _SIZE.search(head)
    return Letter(uid, received, int(size.group(1)) if size else len(raw), raw)


@contextmanager
def open_mailbox(
    way: Way, mailbox: Mailbox, *, most: int, seconds: float = TOTAL_SECONDS
) -> Iterator[Reader]:
    """A session for the block, at most so many seconds in all; `most` bytes at once at the most.

    Raises TokenRefused (wrong name or password), PrivateAddress, BadAddress, Unreachable, TooSlow,
    TooLarge, Unreadable. A password is never sent in the open, but to servers in the `allowed
    networks` of tests and development.
    """
    if _CONTROL.search(mailbox.user + mailbox.password + mailbox.address):
        raise BadAddress("a name or password with control signs in it")
    connection: _Connection | None = None
    late = threading.Event()
    try:
        with _typed(late):
            connection = _Connection(way, mailbox, most, seconds, late)
            _sign_in(way, mailbox, connection)
            yield Reader(connection)
            connection.logout()
    finally:
        if connection is not None:
            connection.watch.cancel()
            with suppress(OSError, imaplib.IMAP4.error):
                connection.shutdown()


def _sign_in(way: Way, mailbox: Mailbox, connection: _Connection) -> None:
    if not mailbox.tls:
        if "STARTTLS" in connection.capabilities:
            connection.starttls(_tls(way))
        elif not _is_ours(way, connection):
            raise Unreachable("the mail server offers no safe connection")
    name, word = mailbox.user.encode(), mailbox.password.encode()
    try:
        if "AUTH=PLAIN" in connection.capabilities:
            connection.authenticate("PLAIN", _plain(name, word))
        else:
            connection.login(mailbox.user, mailbox.password)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, UnicodeError) as trouble:
        raise TokenRefused("the mail server refuses the name or the password") from trouble


def _plain(name: bytes, word: bytes) -> Callable[[bytes], bytes]:
    return lambda _: b"\0" + name + b"\0" + word


def _is_ours(way: Way, connection: _Connection) -> bool:
    found = literal(str(connection.sock.getpeername()[0]))
    return found is not None and lies_in(found, way.allowed_networks)


@contextmanager
def _typed(late: threading.Event) -> Iterator[None]:
    """Every way a session can fail, as one of our own types; TooSlow once it is `late`."""
    try:
        yield
    except ConnectorError:
        raise
    except TimeoutError as trouble:
        raise TooSlow("the mail server does not answer") from trouble
    except (imaplib.IMAP4.abort, OSError, EOFError) as trouble:
        if late.is_set():
            raise TooSlow("the mail server took too long") from trouble
        raise Unreachable("no connection to the mail server") from trouble
    except imaplib.IMAP4.error as trouble:
        raise Unreadable(f"the mail server says: {trouble}") from trouble
    except (ValueError, IndexError, TypeError) as trouble:
        raise Unreadable("this is no mail server") from trouble
