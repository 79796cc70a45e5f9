"""LinkedIn's tables, in the shapes of several years."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import linkedin
from merkwerk.connectors.exports.tests.making import zip_of
from merkwerk.connectors.exports.troubles import Part, Whole
from merkwerk.connectors.exports.values import Card, Event, Owner, Piece, Trouble

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LETTERS = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n"
    "1,,Sanne de Wit,https://www.linkedin.com/in/sanne,Joris Berg,"
    "2020-05-01 09:00:00 UTC,,Dag,INBOX\n"
    "1,,Joris Berg,https://www.linkedin.com/in/joris,Sanne de Wit,"
    "2020-05-01 10:00:00 UTC,,Ja,INBOX\n"
    '2,,Anna Bakker,https://www.linkedin.com/in/anna,"Sanne de Wit, Jane Doe, Ph.D.",'
    "2020-05-02 10:00:00 UTC,,Allen,INBOX\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def pieces(file: Path, body: str, mine: frozenset[str] = frozenset()) -> list[Piece]:
    file.write_text(body, "utf-8")
    return list(linkedin.read(file, now=NOW, mine=mine))


def events(found: list[Piece]) -> list[Event]:
    return [piece for piece in found if isinstance(piece, Event)]


def test_connections_without_notes_or_profiles_are_read(file: Path) -> None:
    found = pieces(
        file,
        "First Name,Last Name,Email Address,Company,Position,Connected On\n"
        "Joris,Berg,joris@example.org,Water BV,Baas,4-Apr-21\n",
    )
    assert isinstance(found[0], Card)
    assert found[0].since == datetime(2021, 4, 4, 12, tzinfo=UTC)
    assert found[0].reaches[0].value == "joris@example.org"


@pytest.mark.parametrize(
    "told", ["12 Mar 2024", "12 mrt. 2024", "2024-03-12", "3/12/24, 12:00 PM", "03/12/2024"]
)
def test_the_day_of_connecting_is_read_however_written(file: Path, told: str) -> None:
    body = f'First Name,Last Name,URL,Connected On\nA,B,https://www.linkedin.com/in/ab,"{told}"\n'
    (card, _) = pieces(file, body)
    assert isinstance(card, Card)
    assert card.since == datetime(2024, 3, 12, 12, tzinfo=UTC)


def test_who_closed_their_profile_is_counted(file: Path) -> None:
    found = pieces(file, "First Name,Last Name,Connected On\n,,12 Mar 2024\n,,13 Mar 2024\n")
    assert found[0] == Trouble(Part.NAMELESS, "", (("count", 2),))


def test_the_owner_is_who_has_a_part_in_every_letter(file: Path) -> None:
    found = events(pieces(file, LETTERS))
    assert [one.direction for one in found] == ["ours", "theirs", "theirs"]
    assert [one.names for one in found] == [("Joris Berg",), ("Joris Berg",), ("Anna Bakker",)]


def test_letters_with_one_other_only_do_not_tell_the_owner(file: Path) -> None:
    found = pieces(file, "".join(LETTERS.splitlines(keepends=True)[:3]))
    assert found[0] == Owner()
    assert isinstance(found[1], Trouble)
    assert found[1].code == Part.OWNER_UNKNOWN


@pytest.mark.parametrize("own", ["https://www.linkedin.com/in/joris", "joris"])
def test_ones_own_profile_tells_the_owner(file: Path, own: str) -> None:
    body = "".join(LETTERS.splitlines(keepends=True)[:3])
    found = pieces(file, body, frozenset((own,)))
    assert [one.direction for one in events(found)] == ["theirs", "ours"]
    assert isinstance(found[0], Owner)
    assert found[0].reaches[0].value == "joris"


def test_the_archive_says_who_the_owner_is(file: Path) -> None:
    zip_of(
        file,
        {
            "Profile.csv": "First Name,Last Name,Headline\nJoris,Berg,x\n",
            "messages.csv": "".join(LETTERS.splitlines(keepends=True)[:3]),
        },
    )
    found = list(linkedin.read(file, now=NOW))
    assert isinstance(found[0], Owner)
    assert (found[0].name, found[0].reaches[0].value) == ("Joris Berg", "joris")
    assert [one.direction for one in events(found)] == ["theirs", "ours"]


def test_a_letter_has_the_same_key_each_time(file: Path) -> None:
    assert pieces(file, LETTERS) == pieces(file, LETTERS)
    assert len({one.key for one in events(pieces(file, LETTERS))}) == 3


def test_the_words_of_a_letter_are_words_only(file: Path) -> None:
    first = events(pieces(file, LETTERS))[0]
    assert (first.words, first.subject, first.place) == ("Dag", "", "")


def test_a_draft_is_no_letter(file: Path) -> None:
    body = LETTERS.replace(",FOLDER\n", ",FOLDER,IS MESSAGE DRAFT\n").replace("INBOX", "INBOX,Yes")
    assert not events(pieces(file, body))


def test_another_table_is_refused(file: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        pieces(file, "Naam,Mail\nAnna,a@example.org\n")
    assert refused.value.code == Whole.UNKNOWN


def test_a_damaged_table_costs_itself_only(file: Path) -> None:
    zip_of(file, {"Connections.csv": "x" * 5000, "messages.csv": LETTERS})
    raw = bytearray(file.read_bytes())
    raw[46:50] = b"\xff\xff\xff\xff"
    file.write_bytes(raw)
    assert len(events(list(linkedin.read(file, now=NOW)))) == 3
