"""What was written with others, read from a real mail server."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import pytest

from merkwerk.connectors.http import Http
from merkwerk.connectors.mail import drafts, history, moments, own_box
from merkwerk.connectors.mail.client import Mailbox
from merkwerk.connectors.tests.loopback import loopback_way
from merkwerk.connectors.values import Bookmark
from tests.peers.servers import Mail

pytestmark = pytest.mark.peer
NOW = datetime.now(UTC)


@pytest.fixture
def trusting(mail_server: Mail) -> Iterator[Http]:
    made = Http(loopback_way(tls=ssl.create_default_context(cafile=mail_server.certificate)))
    yield made
    made.close()


@pytest.fixture
def box(mail_server: Mail) -> Mailbox:
    user = f"post{uuid4().hex[:8]}@mail.test"
    return Mailbox("127.0.0.1", user, mail_server.password, mail_server.imaps)


def letter(number: int, sender: str, to: str, **more: str) -> bytes:
    extra = "".join(f"{name.replace('_', '-')}: {told}\r\n" for name, told in more.items())
    return (
        f"From: {sender}\r\nTo: {to}\r\nSubject: Nummer {number}\r\nMessage-ID: <{number}@x>\r\n"
        f"Date: Fri, 20 Nov 2026 10:00:0{number % 10} +0000\r\n{extra}\r\nDag.\r\n"
    ).encode()


def bring(peer: Mail, box: Mailbox, *letters: bytes) -> None:
    peer.bring(box.user.partition("@")[0], *letters)


def collect(http: Http, box: Mailbox, mark: Bookmark, limit: int = 1000) -> history.History:
    return history.collect(http, box, mark, mine=frozenset(), now=NOW, limit=limit)


def test_letters_become_what_happened(mail_server: Mail, trusting: Http, box: Mailbox) -> None:
    bring(mail_server, box, letter(1, "Anna <anna@x.example>", box.user),
          letter(2, box.user, "joris@y.example"),
          letter(3, "nieuws@x.example", box.user, List_Id="<nieuws.x.example>"))  # fmt: skip
    found = collect(trusting, box, Bookmark())
    assert [(one.key, one.direction) for one in found.events] == [
        ("1@x", "theirs"),
        ("2@x", "ours"),
    ]
    assert found.passed == (("mail-automatic", 1),)


def test_only_what_is_new_is_read_a_few_at_a_time(
    mail_server: Mail, trusting: Http, box: Mailbox
) -> None:
    bring(mail_server, box, *(letter(n, "anna@x.example", box.user) for n in range(5)))
    first = collect(trusting, box, Bookmark(), limit=3)
    second = collect(trusting, box, first.bookmark, limit=3)
    third = collect(trusting, box, second.bookmark, limit=3)
    assert [(len(one.events), one.more) for one in (first, second, third)] == [
        (3, True), (2, False), (0, False),
    ]  # fmt: skip


def test_folders_are_offered_with_their_roles(
    mail_server: Mail, trusting: Http, box: Mailbox
) -> None:
    with imaplib.IMAP4("127.0.0.1", mail_server.imap) as other:
        word = f"\0{box.user}\0{mail_server.password}".encode()
        other.authenticate("PLAIN", lambda _: word)
        for name in ("Verzonden", '"Caf&AOk- &- Co"'):
            other.create(name)
    found = {one.shown: one.role for one in history.folders(trusting, box)}
    assert found == {"INBOX": "inbox", "Verzonden": "sent", "Café & Co": ""}


def test_moments_come_in(mail_server: Mail, trusting: Http, box: Mailbox) -> None:
    bring(mail_server, box, letter(1, "ik@z.example", "moments+geheim1234@mail.test"),
          letter(2, "ik@z.example", "anders@mail.test"))  # fmt: skip
    read = partial(moments.read, address="moments@mail.test")
    found = own_box.collect(trusting, box, Bookmark(), read=read, now=NOW)
    assert [(one.token, one.sentence) for one in found.told] == [("geheim1234", "Dag.")]
    assert found.missed == (("moment-no-address", 1),)
    again = own_box.collect(trusting, box, found.bookmark, read=read, now=NOW)
    assert (again.told, again.more) == ((), False)


def test_drafts_come_in(mail_server: Mail, trusting: Http, box: Mailbox) -> None:
    bring(mail_server, box, letter(1, "ik@z.example", "write+geheim1234@mail.test"),
          letter(2, "ik@z.example", "moments+geheim1234@mail.test"))  # fmt: skip
    read = partial(drafts.read, address="write@mail.test")
    found = own_box.collect(trusting, box, Bookmark(), read=read, now=NOW)
    assert [(one.token, "Dag." in one.text) for one in found.told] == [("geheim1234", True)]
    assert found.missed == (("writing-no-address", 1),)
