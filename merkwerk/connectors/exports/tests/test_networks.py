"""What Mastodon, Bluesky and X hand out, where their samples leave something open."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import bluesky, mastodon, x
from merkwerk.connectors.exports.tests.making import (
    FATIMA,
    JORIS,
    SANNE,
    repository,
    sannes_records,
    zip_of,
)
from merkwerk.connectors.exports.troubles import Part, Whole
from merkwerk.connectors.exports.values import Card, Event, Owner, Piece, Progress, Trouble

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ME = "https://social.example/users/sanne"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def followed(file: Path, body: str, name: str) -> list[tuple[str, str]]:
    file.write_text(body)
    found = mastodon.read(file, now=NOW, name=name)
    return [(one.name, one.following) for one in found if isinstance(one, Card)]


@pytest.mark.parametrize(
    ("name", "whose"),
    [("following_accounts.csv", "ours"), ("followers.csv", "theirs"), ("Volgers 2.csv", "theirs")],
)
def test_a_list_without_columns_is_told_by_its_name(file: Path, name: str, whose: str) -> None:
    assert followed(file, "@a@b.example\nC@d.example\n", name) == [
        ("a@b.example", whose),
        ("c@d.example", whose),
    ]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("blocked_accounts.csv", "a@b.example\n"),
        ("muted_accounts.csv", "Account address,Hide notifications\na@b.example,true\n"),
        ("lijst.csv", "Account address,Hide notifications\na@b.example,true\n"),
    ],
)
def test_a_list_of_the_blocked_is_refused(file: Path, name: str, body: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        followed(file, body, name)
    assert refused.value.code == Whole.NOT_PEOPLE


def said(file: Path, note: dict[str, object], *, actor: bool = True) -> list[Event]:
    item = {"type": "Create", "id": f"{ME}/1", "actor": ME, "published": "2024-01-01T00:00:00Z"}
    whole = {"orderedItems": [item | {"object": {"to": [PUBLIC], **note}}]}
    members = {"outbox.json": json.dumps(whole)}
    if actor:
        members["actor.json"] = json.dumps({"id": ME, "preferredUsername": "sanne"})
    zip_of(file, members)
    return [one for one in mastodon.read(file, now=NOW) if isinstance(one, Event)]


def mention(name: str, uid: str) -> dict[str, str]:
    return {"type": "Mention", "name": name, "href": uid}


def test_an_answer_to_oneself_is_between_nobody(file: Path) -> None:
    assert not said(file, {"inReplyTo": f"{ME}/statuses/1"})
    assert not said(file, {"inReplyTo": f"{ME}/statuses/1"}, actor=False)


def test_an_answer_to_an_address_that_tells_nobody_is_to_who_is_mentioned(file: Path) -> None:
    uid = "https://other.example/ap/users/17"
    (event,) = said(
        file, {"inReplyTo": "https://other.example/x/9", "tag": [mention("@jo@other.example", uid)]}
    )
    assert (event.kind, event.people[0].value, event.people[0].uid) == (
        "answered",
        "jo@other.example",
        uid,
    )


def test_what_only_followers_read_is_no_letter(file: Path) -> None:
    tag = [mention("@jo@other.example", "https://other.example/users/jo")]
    (event,) = said(file, {"to": [f"{ME}/followers"], "tag": tag})
    assert event.kind == "mentioned"


def read(file: Path, body: bytes) -> list[Piece]:
    file.write_bytes(body)
    return list(bluesky.read(file, now=NOW))


def test_a_repository_cut_off_is_read_as_far_as_it_goes(file: Path) -> None:
    whole = repository(SANNE, sannes_records())
    found = read(file, whole[: len(whole) - 300])
    assert isinstance(found[0], Owner)
    assert any(isinstance(one, Card) for one in found)
    assert [one.code for one in found if isinstance(one, Trouble)] == [Part.DAMAGED]


def test_a_block_that_is_not_its_hash_is_left_out(file: Path) -> None:
    whole = repository(SANNE, sannes_records())
    at = whole.index(b"Goedemorgen")
    found = read(file, whole[:at] + b"X" + whole[at + 1 :])
    assert [one.code for one in found if isinstance(one, Trouble)] == [Part.DAMAGED]


def test_a_record_that_the_tree_does_not_name_is_left_out(file: Path) -> None:
    records, follow = sannes_records(), "app.bsky.graph.follow/3kaaaaaaaaa2b"
    only = repository(SANNE, {follow: records[follow]})
    block = only[only.rindex(b"\x01\x71\x12\x20") :]
    size = bytes((len(block) & 0x7F | 0x80, len(block) >> 7))
    found = read(file, repository(SANNE, {}) + size + block)
    assert [type(one) for one in found] == [Owner, Progress]


def test_a_repository_without_a_commit_is_broken(file: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(file, repository(SANNE, {})[:70])
    assert refused.value.code == Whole.BROKEN


def test_a_mention_tells_the_handle(file: Path) -> None:
    found = read(file, repository(SANNE, sannes_records()))
    names = {one.key: one.name for one in found if isinstance(one, Card)}
    assert names == {JORIS: JORIS, FATIMA: "fatima.bsky.social"}


def test_many_records_are_streamed(file: Path) -> None:
    follow = "app.bsky.graph.follow/3k{:011}"
    letters = "abcdefghijklmnopqrstuvwxyz"
    records: dict[str, dict[str, object]] = {
        follow.format(n): {
            "subject": "did:plc:" + "".join(letters[n // 26**k % 26] for k in range(24)),
            "createdAt": "2024-05-01T10:00:00Z",
        }
        for n in range(3000)
    }
    found = read(file, repository(SANNE, records))
    assert sum(isinstance(one, Card) for one in found) == 3000


def archive(file: Path, **members: object) -> list[Piece]:
    account = [{"account": {"accountId": "1", "username": "sanne", "accountDisplayName": "Sanne"}}]
    told = {"account": account, **members}
    zip_of(
        file,
        {
            f"data/{name.replace('_', '-')}.js": f"window.YTD.{name}.part0 = {json.dumps(value)}"
            for name, value in told.items()
        },
    )
    return list(x.read(file, now=NOW))


def test_an_answer_without_a_name_is_to_a_number(file: Path) -> None:
    tweet = {
        "id_str": "9",
        "full_text": "a &amp; b",
        "created_at": "Wed Oct 10 20:19:24 +0000 2018",
        "in_reply_to_user_id_str": "77",
    }
    (event,) = [one for one in archive(file, tweet=[tweet]) if isinstance(one, Event)]
    assert (event.words, event.people[0].value, event.people[0].uid) == ("a & b", "77", "77")


def test_parts_are_read_and_heads_are_not(file: Path) -> None:
    tweet = {"id_str": "9", "full_text": "x", "created_at": "geen"}
    body = f"window.YTD.tweets.part0 = {json.dumps([{'tweet': tweet}])}"
    account = 'window.YTD.account.part0 = [{"account": {"accountId": "1", "username": "sanne"}}]'
    names = ("tweets.js", "tweets-part1.js", "tweet-headers.js", "deleted-tweets.js")
    zip_of(file, {"data/account.js": account} | {f"data/{name}": body for name in names})
    found = [one.where for one in x.read(file, now=NOW) if isinstance(one, Trouble)]
    assert found == ["tweets.js, 1", "tweets-part1.js, 1"]


def test_a_damaged_part_costs_itself_only(file: Path) -> None:
    account = 'window.YTD.account.part0 = [{"account": {"accountId": "1", "username": "sanne"}}]'
    zip_of(file, {"data/account.js": account, "data/tweets.js": "window.YTD = ["})
    found = [one.code for one in x.read(file, now=NOW) if isinstance(one, Trouble)]
    assert found == [Part.DAMAGED]


@pytest.mark.parametrize("reader", [mastodon.read, x.read])
def test_an_archive_of_something_else_is_refused(reader: object, file: Path) -> None:
    zip_of(file, {"a.txt": "x"})
    with pytest.raises(UnreadableFile):
        list(reader(file, now=NOW))  # type: ignore[operator]
