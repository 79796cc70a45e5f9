"""Kept letters, read as what happened between people."""

from __future__ import annotations

import random
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from merkwerk.connectors.exports.mbox import read
from merkwerk.connectors.exports.values import Event, Owner, Piece, Progress, Trouble

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINE = frozenset({"ik@mijn.example"})
ANNA = "Anna <anna@x.example>"
STAMP = b"From x@y.example Mon Nov 09 10:11:12 2026\n"


def letter(sender: str = ANNA, to: str = "ik@mijn.example", **more: str) -> bytes:
    fields = {
        "From": sender, "To": to, "Subject": "Hoi",
        "Date": "Mon, 9 Nov 2026 11:11:12 +0100", **more,
    }  # fmt: skip
    head = "".join(
        f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items() if value
    )
    return STAMP + head.encode() + b"\nDag.\n\n"


def pieces(
    tmp_path: Path, *letters: bytes, mine: frozenset[str] = MINE, **how: bool
) -> list[Piece]:
    path = tmp_path / "letters.mbox"
    path.write_bytes(b"".join(letters))
    return list(read(path, now=NOW, mine=mine, **how))


def events(tmp_path: Path, *letters: bytes, words: bool = False) -> list[Event]:
    return [one for one in pieces(tmp_path, *letters, words=words) if isinstance(one, Event)]


def troubles(told: list[Piece]) -> dict[str, int | str]:
    return {one.code: dict(one.facts).get("count", 0) for one in told if isinstance(one, Trouble)}


def test_a_letter_that_came_is_theirs(tmp_path: Path) -> None:
    (event,) = events(tmp_path, letter(Message_ID="<a1@x.example>", Cc="joris@y.example"))
    assert (event.key, event.kind, event.direction) == ("a1@x.example", "wrote", "theirs")
    assert [reach.value for reach in event.people] == ["anna@x.example"]
    assert (event.names, event.subject, event.channel) == (("Anna",), "Hoi", "mail")
    assert event.at == datetime(2026, 11, 9, 10, 11, 12, tzinfo=UTC)


def test_a_letter_that_went_is_ours_to_all_it_went_to(tmp_path: Path) -> None:
    (event,) = events(tmp_path, letter("Ik <IK@mijn.example>", "Anna@x.example", Cc="b@y.example"))
    assert event.direction == "ours"
    assert [reach.value for reach in event.people] == ["anna@x.example", "b@y.example"]


def test_the_same_letter_has_the_same_key_without_an_id(tmp_path: Path) -> None:
    first, second = events(tmp_path, letter(), letter())
    assert first.key == second.key
    assert first.key.startswith("digest:")


@pytest.mark.parametrize(
    "fields",
    [
        {"List_Id": "<nieuws.x.example>"},
        {"List_Unsubscribe": "<mailto:weg@x.example>"},
        {"Precedence": "bulk"},
        {"Auto_Submitted": "auto-replied"},
        {"Return_Path": "<>"},
        {"X_Gmail_Labels": "Inbox,Spam"},
        {"X_Gmail_Labels": "=?UTF-8?Q?Ongewenst?="},
        {"Subject": "Automatisch antwoord: weg"},
        {"sender": "no-reply@shop.example"},
        {"sender": "noreply+17@shop.example"},
        {"sender": "MAILER-DAEMON@x.example"},
    ],
)
def test_what_a_machine_sent_is_no_contact(tmp_path: Path, fields: dict[str, str]) -> None:
    told = pieces(tmp_path, letter(**fields))
    assert troubles(told) == {"mail-automatic": 1}


def test_a_letter_to_many_is_no_contact(tmp_path: Path) -> None:
    many = ", ".join(f"p{n}@x.example" for n in range(13))
    assert troubles(pieces(tmp_path, letter(to=many))) == {"mail-many": 1}


def test_a_letter_to_oneself_is_no_contact(tmp_path: Path) -> None:
    assert troubles(pieces(tmp_path, letter("ik@mijn.example"))) == {"mail-nobody": 1}


def test_a_line_that_begins_with_from_begins_no_letter(tmp_path: Path) -> None:
    odd = letter() + b"From nu af om 10:00 in 2026 is alles anders\n\n>From hier ook\n\n"
    assert len(events(tmp_path, odd, letter())) == 2


def test_an_attached_letter_is_no_letter_of_its_own(tmp_path: Path) -> None:
    inner = b"\n----\nContent-Type: message/rfc822\n\nFrom: b@y.example\nTo: c@z.example\n\nHoi\n\n"
    assert len(events(tmp_path, letter() + inner, letter())) == 2


def test_a_right_length_is_believed_and_a_wrong_one_is_not(tmp_path: Path) -> None:
    body = b"\nregel\n" + STAMP + b"To: niemand\n\nhoi\n"
    right = letter(Content_Length=str(len(body))).removesuffix(b"Dag.\n\n") + body + b"\n"
    wrong = letter(Content_Length="3") + letter(Content_Length="99999999")
    assert len(events(tmp_path, right, wrong, letter())) == 4


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    assert len(events(tmp_path, (letter() + letter()).replace(b"\n", b"\r\n"))) == 2


def test_a_single_letter_is_read(tmp_path: Path) -> None:
    (event,) = events(tmp_path, letter().removeprefix(STAMP))
    assert event.names == ("Anna",)


@pytest.mark.parametrize(
    ("subject", "read_as"),
    [
        ("=?utf-8?b?SGFsbG8g4oCT?= =?utf-8?q?_daar?=", "Hallo – daar"),
        ("=?iso-8859-1?q?Caf=E9?=", "Café"),
        ("=?klingon?q?Caf=C3=A9?=", "Café"),
        ("=?utf-8?b?!!!?=", ""),
        ("a\u202eb\x07c", "abc"),
    ],
)
def test_a_subject_is_decoded(tmp_path: Path, subject: str, read_as: str) -> None:
    assert events(tmp_path, letter(Subject=subject))[0].subject == read_as


def test_a_name_is_decoded(tmp_path: Path) -> None:
    name = "=?utf-8?q?Wit=2C_Anna_de?= <anna@x.example>"
    assert events(tmp_path, letter(name))[0].names == ("Wit, Anna de",)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("ma 9 november 2026 11:11 +0100", "2026-11-09 10:11"),
        ("nonsens", "2026-11-09 10:11"),
        ("Mon, 9 Nov 2099 11:11:12 +0100", "2026-11-09 10:11"),
        ("", "2026-11-09 10:11"),
    ],
)
def test_a_date_is_told_somehow(tmp_path: Path, said: str, at: str) -> None:
    assert f"{events(tmp_path, letter(Date=said))[0].at:%Y-%m-%d %H:%M}" == at


def test_words_are_read_only_when_asked_for(tmp_path: Path) -> None:
    assert events(tmp_path, letter())[0].words == ""
    assert events(tmp_path, letter(), letter(), words=True)[0].words == "Dag."


def test_words_are_cut(tmp_path: Path) -> None:
    long = letter().removesuffix(b"Dag.\n\n") + b"woord " * 200_000 + b"\n\n"
    assert len(events(tmp_path, long, words=True)[0].words) == 4_000


def test_the_owner_is_told_and_stands_for_mine(tmp_path: Path) -> None:
    told = pieces(
        tmp_path, letter(), letter("Ik Zelf <ik@mijn.example>", "joris@y.example"), mine=frozenset()
    )
    assert isinstance(told[0], Owner)
    assert (told[0].name, told[0].reaches[0].value) == ("Ik Zelf", "ik@mijn.example")
    assert [one.direction for one in told if isinstance(one, Event)] == ["theirs", "ours"]


def test_where_nobody_can_tell_whose_it_is_it_says_so(tmp_path: Path) -> None:
    assert troubles(pieces(tmp_path, letter(), mine=frozenset())) == {"owner-unknown": 0}


def test_where_it_was_delivered_tells_whose_it_is(tmp_path: Path) -> None:
    told = pieces(tmp_path, letter(Delivered_To="ik@mijn.example"), mine=frozenset())
    assert len([one for one in told if isinstance(one, Event)]) == 1


@pytest.mark.parametrize("raw", [b"", b"\n\n\n", b"\x00" * 5000, b"From ", STAMP, STAMP * 50])
def test_what_is_no_letters_tells_so(tmp_path: Path, raw: bytes) -> None:
    told = pieces(tmp_path, raw)
    assert not [one for one in told if isinstance(one, Event)]
    assert troubles(told)


def test_a_large_file_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.mbox"
    with path.open("wb") as file:
        for _ in range(3):
            file.write(letter().removesuffix(b"Dag.\n\n") + b"QUJDRA==\n" * 1_200_000 + b"\n")
    tracemalloc.start()
    told = list(read(path, now=NOW, mine=MINE))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len([one for one in told if isinstance(one, Event)]) == 3
    assert [one for one in told if isinstance(one, Progress)][-1].done == path.stat().st_size
    assert peak < 4_000_000


def test_no_bytes_at_all_raise(tmp_path: Path) -> None:
    chance = random.Random(7)
    whole = letter(Message_ID="<a@b>", Content_Length="9") + letter("=?x?q?=?= <a@b.c>, ,;<<>")
    for _ in range(150):
        raw = bytearray(whole * 2)
        for _ in range(chance.randint(1, 60)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        assert pieces(tmp_path, bytes(raw[: chance.randint(0, len(raw))]), words=True)
