"""Heads of a mail folder, from servers played on the loopback. A real one is asked in
tests/peers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.http import Http
from merkwerk.connectors.mail.history import History, collect, folders
from merkwerk.connectors.mail.tests.test_imap import answering, box, playing
from merkwerk.connectors.tests.loopback import loopback_way
from merkwerk.connectors.values import Bookmark

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINE = frozenset({"ik@mijn.example"})
OPENED = b"* 2 EXISTS\r\n* OK [UIDVALIDITY 5] x\r\n* OK [UIDNEXT 12] x\r\nTAG OK done\r\n"


def head(number: int, behind: bool = False) -> bytes:
    text = (
        b"From: Anna <anna@x.example>\r\nTo: ik@mijn.example\r\nMessage-ID: <%d@x>\r\n\r\n" % number
    )
    size = b"BODY[HEADER.FIELDS (FROM)]<0> {%d}\r\n" % len(text)
    told = b' INTERNALDATE "09-Nov-2026 10:11:12 +0000" '
    uid = b"UID %d" % number
    if behind:
        return b"* 1 FETCH (" + told.strip() + b" " + size + text + b" " + uid + b")\r\n"
    return b"* 1 FETCH (" + uid + told + size + text + b")\r\n"


def asked(fetched: bytes, found: bytes = b"7 9", mark: str = "") -> History:
    answers = {
        b"EXAMINE": OPENED,
        b"UID SEARCH": b"* SEARCH " + found + b"\r\nTAG OK done\r\n",
        b"UID FETCH": fetched + b"TAG OK done\r\n",
    }
    with playing(answering(answers)) as port:
        http = Http(loopback_way())
        return collect(http, box(port), Bookmark(cursor=mark), mine=MINE, now=NOW)


def test_letters_become_what_happened() -> None:
    found = asked(head(7) + head(9, behind=True))
    assert [(one.key, one.direction, one.at.hour) for one in found.events] == [
        ("7@x", "theirs", 10), ("9@x", "theirs", 10),
    ]  # fmt: skip
    assert (found.bookmark.cursor, found.more) == ("5 11", False)


def test_what_is_no_contact_is_counted() -> None:
    raw = head(7).replace(b"anna@x.example", b"noreply@x.exam")
    assert asked(raw).passed == (("mail-automatic", 1),)


def test_a_letter_nobody_asked_for_is_left() -> None:
    assert asked(head(7) + head(8)).events[0].key == "7@x"
    assert len(asked(head(7) + head(8)).events) == 1


def test_nothing_new_is_nothing() -> None:
    assert asked(b"", b"", mark="5 11").events == ()


def test_a_folder_numbered_anew_is_read_anew() -> None:
    assert len(asked(head(7), mark="4 11").events) == 1


def test_folders_are_listed() -> None:
    told = b'* LIST (\\Sent) "/" Verzonden\r\n* LIST () "/" INBOX\r\nTAG OK done\r\n'
    with playing(answering({b"LIST": told})) as port:
        found = folders(Http(loopback_way()), box(port))
    assert [one.role for one in found] == ["sent", "inbox"]


def test_a_head_larger_than_asked_for_is_not_read() -> None:
    with pytest.raises(errors.TooLarge):
        asked(b"* 1 FETCH (UID 7 BODY[HEADER.FIELDS (FROM)]<0> {999999999}\r\n")


@pytest.mark.parametrize("told", [b"* 1 FETCH ()\r\n", b"* 1 FETCH (UID x BODY[] {3}\r\nabc)\r\n"])
def test_an_odd_answer_is_no_crash(told: bytes) -> None:
    assert asked(told).events == ()
