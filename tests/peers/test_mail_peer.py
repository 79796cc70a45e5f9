"""Newsletters, delivered to a real mail server and read from it."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.http import Http
from merkwerk.connectors.mail import client
from merkwerk.connectors.mail.client import Mailbox
from merkwerk.connectors.tests.loopback import loopback_way
from merkwerk.connectors.values import Bookmark, Page
from tests.peers.servers import Mail

pytestmark = pytest.mark.peer
SAMPLES = Path(client.__file__).parent / "samples"
NEWS, PERSONAL = ((SAMPLES / f"{name}.eml").read_bytes() for name in ("html", "personal"))
NOW = datetime.now(UTC)


@pytest.fixture
def trusting(mail_server: Mail) -> Iterator[Http]:
    """A way out that trusts the certificate of this run."""
    made = Http(loopback_way(tls=ssl.create_default_context(cafile=mail_server.certificate)))
    yield made
    made.close()


def mailbox(peer: Mail, **changes: object) -> Mailbox:
    told: dict[str, object] = {
        "address": "127.0.0.1", "port": peer.imaps, "user": f"post{uuid4().hex[:8]}@mail.test",
        "password": peer.password, **changes,
    }  # fmt: skip
    return Mailbox(**told)  # type: ignore[arg-type]


def numbered(number: int) -> bytes:
    return NEWS.replace(b"20261120063000.17@", b"20261120063000.%d@" % number)


def bring(peer: Mail, box: Mailbox, *letters: bytes) -> None:
    peer.bring(box.user.partition("@")[0], *letters)


def collect(http: Http, box: Mailbox, page: Page | None = None, limit: int = 20) -> Page:
    return client.collect(http, box, page.bookmark if page else Bookmark(), now=NOW, limit=limit)


def test_a_newsletter_comes_in(mail_server: Mail, trusting: Http) -> None:
    box = mailbox(mail_server)
    bring(mail_server, box, NEWS)
    page = collect(trusting, box)
    assert [post.title for post in page.posts] == ["De brug in Zaltbommel is klaar – en nou"]
    assert client.check(trusting, box) == 1


def test_an_empty_mailbox_is_empty(mail_server: Mail, trusting: Http) -> None:
    page = collect(trusting, mailbox(mail_server))
    assert (page.posts, page.more, page.unchanged) == ((), False, True)


def test_only_what_is_new_is_read(mail_server: Mail, trusting: Http) -> None:
    box = mailbox(mail_server)
    bring(mail_server, box, numbered(1))
    first = collect(trusting, box)
    second = collect(trusting, box, first)
    bring(mail_server, box, numbered(2), PERSONAL)
    third = collect(trusting, box, second)
    assert (len(first.posts), second.unchanged, second.bookmark) == (1, True, first.bookmark)
    assert ".2@" in third.posts[0].uid
    assert [refusal.code for refusal in third.refused] == ["no-newsletter"]


def test_many_letters_come_a_few_at_a_time(mail_server: Mail, trusting: Http) -> None:
    box = mailbox(mail_server)
    bring(mail_server, box, *(numbered(n) for n in range(6)))
    page = collect(trusting, box, limit=2)
    assert (len(page.posts), page.more) == (2, False)
    bring(mail_server, box, *(numbered(n) for n in range(6, 11)))
    seen = []
    for _ in range(3):
        page = collect(trusting, box, page, limit=2)
        seen.append((len(page.posts), page.more))
    assert seen == [(2, True), (2, True), (1, False)]


def test_nothing_in_the_mailbox_changes(mail_server: Mail, trusting: Http) -> None:
    box = mailbox(mail_server)
    bring(mail_server, box, NEWS)
    collect(trusting, box)
    with imaplib.IMAP4("127.0.0.1", mail_server.imap) as other:
        word = mail_server.password.encode()
        other.authenticate("PLAIN", lambda _: b"\0" + box.user.encode() + b"\0" + word)
        other.select("INBOX", readonly=True)
        assert other.search(None, "UNSEEN")[1] == [b"1"]


def test_a_mailbox_made_anew_is_read_anew(mail_server: Mail, trusting: Http) -> None:
    box = mailbox(mail_server)
    bring(mail_server, box, NEWS)
    page = client.collect(trusting, box, Bookmark(cursor="12345 99999"), now=NOW)
    assert len(page.posts) == 1
    assert not page.bookmark.cursor.startswith("12345 ")


def test_a_connection_that_begins_in_the_open_changes_to_tls(
    mail_server: Mail, trusting: Http
) -> None:
    box = mailbox(mail_server, port=mail_server.imap, tls=False)
    bring(mail_server, box, NEWS)
    assert len(collect(trusting, box).posts) == 1


def test_a_certificate_nobody_vouches_for_is_not_trusted(mail_server: Mail, http: Http) -> None:
    with pytest.raises(errors.Unreachable):
        collect(http, mailbox(mail_server))


def test_a_wrong_password_is_told(mail_server: Mail, trusting: Http) -> None:
    with pytest.raises(errors.TokenRefused):
        collect(trusting, mailbox(mail_server, password="anders"))


def test_a_folder_that_is_not_there_is_told(mail_server: Mail, trusting: Http) -> None:
    with pytest.raises(errors.NotFound):
        client.check(trusting, mailbox(mail_server, folder='Niet "hier"'))


def test_a_huge_letter_is_read_to_the_limit(mail_server: Mail, trusting: Http) -> None:
    box = mailbox(mail_server)
    rest = b"\r\n--=_grens\r\nContent-Type: image/png\r\n\r\n" + b"QUJD\r\n" * 400_000
    bring(mail_server, box, NEWS.replace(b"--=_grens--", rest))
    assert "Dinsdag rijdt" in collect(trusting, box).posts[0].text
