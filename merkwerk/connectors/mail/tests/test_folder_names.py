"""What folders are called, as servers tell."""

import pytest

from merkwerk.connectors.mail.folder_names import FolderName, listed, unshifted


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b'(\\HasNoChildren) "/" INBOX', FolderName("INBOX", "INBOX", "inbox")),
        (b'(\\Sent \\Marked) "." "INBOX.Post"', FolderName("INBOX.Post", "INBOX.Post", "sent")),
        (b'() "/" "Verzonden items"', FolderName("Verzonden items", "Verzonden items", "sent")),
        (b'() "/" "Caf&AOk-"', FolderName("Caf&AOk-", "Café", "")),
        (b'() NIL "a\\"b"', FolderName('a"b', 'a"b', "")),
        ((b'() "/" {4}', b"Werk"), FolderName("Werk", "Werk", "")),
    ],
)
def test_a_folder_is_known(line: object, found: FolderName) -> None:
    assert listed(line) == found


@pytest.mark.parametrize(
    "line", [None, b"", b'(\\Noselect) "/" "[Gmail]"', b'() "/" "\xe9\xff"', 7]
)
def test_what_cannot_be_opened_is_left_out(line: object) -> None:
    assert listed(line) is None


@pytest.mark.parametrize("name", ["a&b", "&&&-", "&AOk", "&A-", "&2AA-"])
def test_an_odd_name_raises_nothing(name: str) -> None:
    assert unshifted(name)
