"""Our own file: what was written comes back, all of it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import own
from merkwerk.connectors.exports.drafts import Draft
from merkwerk.connectors.exports.own import Relationship
from merkwerk.connectors.exports.tests.making import zip_of
from merkwerk.connectors.exports.tests.test_vcards import CARDS, JORIS
from merkwerk.connectors.exports.troubles import Part, Whole
from merkwerk.connectors.exports.values import (
    Card,
    Event,
    Kept,
    Owner,
    Piece,
    Progress,
    Reach,
    Result,
    Trouble,
    Way,
)
from merkwerk.engine.text import without_tricks

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SANNE = Owner("Sanne", (Reach(Way.MAIL, "sanne@merkwerk.example"),))
KEPT = Kept(
    key=JORIS.key,
    how_met="Op de markt\nvan Ons Dorp",
    interests="Water",
    could_give="Een boek",
    met_through="Anna",
    stage="met",
    rhythm_days=30,
    rests_for_good=True,
    outcomes=(Result(kind="idea", title="Een sluis", on=date(2024, 1, 2), told="Zo ging het"),),
)
MET = Event(
    key="hand:1",
    at=datetime(2024, 3, 19, 9, 30, 15, 123456, tzinfo=UTC),
    kind="met",
    direction="both",
    channel="coffee",
    people=JORIS.reaches,
    names=("Joris", "Anna"),
    place="Café",
    subject="btw",
    words="Twee\nregels",
    given="Een naam",
    asked="Een rapport",
    card=JORIS.key,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def told(file: Path) -> list[Piece]:
    return [one for one in own.read(file, now=NOW) if not isinstance(one, Progress)]


def written(file: Path, *relationships: Relationship) -> list[Piece]:
    file.write_text("".join(own.write(SANNE, relationships)), "utf-8")
    return told(file)


def without_where(piece: Piece) -> Piece:
    if not isinstance(piece, Card):
        return piece
    return Card(**{name: getattr(piece, name) for name in Card.__slots__} | {"where": "card 1"})


def test_everything_comes_back(file: Path) -> None:
    found = written(file, Relationship(JORIS, KEPT, [MET]))
    assert list(map(without_where, found)) == [SANNE, JORIS, KEPT, MET]


def test_it_is_json(file: Path) -> None:
    written(file, Relationship(JORIS, KEPT, [MET]), Relationship(JORIS, KEPT))
    whole = json.loads(file.read_text("utf-8"))
    assert whole["merkwerk"] == 1
    assert [one["name"] for one in whole["relationships"]] == [JORIS.name] * 2


def test_a_file_without_anybody_is_read(file: Path) -> None:
    assert written(file) == [SANNE]


def test_a_file_laid_out_otherwise_is_read(file: Path) -> None:
    before = written(file, Relationship(JORIS, KEPT, [MET]))
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")), indent=2), "utf-8")
    assert told(file) == before


def test_it_is_read_out_of_an_archive(file: Path) -> None:
    before = written(file, Relationship(JORIS, KEPT, [MET]))
    zip_of(file, {own.MEMBER: file.read_bytes(), "lees mij.txt": "x"})
    assert told(file) == before


def test_a_file_cut_off_is_read_as_far_as_it_goes(file: Path) -> None:
    written(file, *[Relationship(JORIS, KEPT)] * 3)
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:3]) + lines[3][:40], "utf-8")
    found = told(file)
    assert sum(isinstance(one, Card) for one in found) == 2
    assert [one.code for one in found if isinstance(one, Trouble)] == [
        Part.BAD_RECORD,
        Part.DAMAGED,
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"merkwerk": 2, "relationships": []}', Whole.NEWER),
        ('{"iets": 1}', Whole.UNKNOWN),
        ("[1]", Whole.BROKEN),
        ("", Whole.BROKEN),
    ],
)
def test_what_is_not_ours_is_refused(file: Path, body: str, code: str) -> None:
    file.write_text(body)
    with pytest.raises(UnreadableFile) as refused:
        told(file)
    assert refused.value.code == code


def test_a_moment_that_makes_no_sense_is_a_trouble(file: Path) -> None:
    moments = [{"key": "a", "at": "ooit", "kind": "met", "direction": "both"}]
    file.write_text(
        json.dumps({"merkwerk": 1, "relationships": [{"name": "Anna", "moments": moments}]})
    )
    assert told(file)[-1] == Trouble(Part.BAD_RECORD, "relationship 1, moment 1")


WORDS = st.text(max_size=80).map(lambda text: "\n".join(without_tricks(text).split()))
EVENTS = st.builds(
    Event,
    key=st.from_regex(r"[a-z:0-9]{1,20}", fullmatch=True),
    at=st.datetimes(datetime(1990, 1, 2), datetime(2200, 1, 1)).map(  # noqa: DTZ001
        lambda one: one.replace(tzinfo=UTC)
    ),
    kind=st.sampled_from(["met", "wrote", "other"]),
    direction=st.sampled_from(["ours", "theirs", "both"]),
    channel=st.sampled_from(["mail", "coffee"]),
    people=st.just(()),
    words=WORDS,
    given=WORDS,
    asked=WORDS,
    card=st.just(""),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(CARDS, st.lists(EVENTS, max_size=3), WORDS)
def test_whatever_is_kept_comes_back(draft: Draft, moments: list[Event], words: str) -> None:
    card = draft.card()
    if card is None:
        return
    kept = Kept(key=card.key, how_met=words, interests=words)
    with NamedTemporaryFile() as file:
        again = written(Path(file.name), Relationship(card, kept, moments))
    events = [
        Event(**{name: getattr(one, name) for name in Event.__slots__} | {"card": card.key})
        for one in moments
    ]
    assert list(map(without_where, again)) == [SANNE, card, kept, *events]
