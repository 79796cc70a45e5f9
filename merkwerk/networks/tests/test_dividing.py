"""A long text divided for a network, to the last sign and never inside a word."""

from __future__ import annotations

import random
import time

import pytest

from merkwerk.connectors.mastodon.access import Limits
from merkwerk.connectors.values import Network
from merkwerk.networks.actions import measured_parts, room_of, split
from merkwerk.networks.actions.own_words import abilities
from merkwerk.networks.models import ConnectedAccount, Identity, Post

MASTODON = ConnectedAccount(network=Network.MASTODON, limit=500)
BLUESKY = ConnectedAccount(network=Network.BLUESKY, limit=300)
WORDS = [
    "de",
    "huid",
    "van",
    "een",
    "huis",
    "is,",
    "👩\u200d👩\u200d👧\u200d👦",
    "mooi.",
    "https://voorbeeld.example/een/heel/lang/pad",
    "@joris@social.example",
    "#samen",
    "o.a.",
    "bijv.",
    "waarom?",
    "Zo!",
    "…",
    "🇳🇱",
    "é",
    "é",
    "漢字",
    "\u200f",
]


def some_text(seed: int, words: int = 400) -> str:
    dice = random.Random(seed)
    gaps = [" ", " ", " ", "  ", "\n", "\n\n", "\t"]
    return "".join(dice.choice(WORDS) + dice.choice(gaps) for _ in range(words))


@pytest.mark.parametrize("account", [MASTODON, BLUESKY])
@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_lost_and_each_piece_fits(account: ConnectedAccount, seed: int) -> None:
    text = some_text(seed)
    pieces = split(text, account=account)
    assert "".join(pieces) == text
    assert all(one.fits for one in measured_parts([p.strip() for p in pieces], account=account))


@pytest.mark.parametrize("seed", range(20))
def test_no_word_address_or_emoji_is_cut(seed: int) -> None:
    text = some_text(seed)
    words = [word for piece in split(text, account=BLUESKY) for word in piece.split()]
    assert words == text.split()


def test_it_is_cut_after_a_paragraph_where_that_fills_a_part() -> None:
    first, second = "Een alinea. " * 20, "Nog een alinea. " * 25
    assert split(f"{first.strip()}\n\n{second}", account=MASTODON)[0] == f"{first.strip()}\n\n"


def test_it_is_cut_after_a_sentence_otherwise() -> None:
    pieces = split("Dit is een zin van niets. " * 40, account=BLUESKY)
    assert all(piece.strip().endswith("niets.") for piece in pieces)


def test_a_shortened_word_ends_no_sentence() -> None:
    text = "woord " * 40 + "o.a. " + "woord " * 30
    assert not split(text, account=BLUESKY)[0].strip().endswith("o.a.")


def test_a_short_text_stays_whole() -> None:
    assert split("Kort.", account=BLUESKY) == ["Kort."]
    assert split("", account=BLUESKY) == []
    assert "".join(split(" \n ", account=BLUESKY)) == " \n "


def test_a_word_longer_than_a_part_is_left_whole() -> None:
    pieces = split("Zie " + "x" * 400 + " daar.", account=BLUESKY)
    assert "x" * 400 in "".join(piece for piece in pieces if len(piece) >= 400)


def test_the_first_part_leaves_room_for_its_warning_and_quote() -> None:
    author = Identity(network="web", uid="x")
    quoted = Post(network="web", uid="x", url="https://site.example/" + "p" * 60, identity=author)
    pieces = split("woord " * 100, account=BLUESKY, warning="Over verlies", quotes=quoted)
    lengths = measured_parts(
        [piece.strip() for piece in pieces], account=BLUESKY, warning="Over verlies", quotes=quoted
    )
    assert all(one.fits for one in lengths)
    assert len(pieces[0]) < len(pieces[1])


def test_a_draft_of_200_kb_is_divided_in_a_moment() -> None:
    text = ("Een lange zin met allerlei woorden erin. " * 5 + "\n\n") * 1000
    begin = time.process_time()
    pieces = split(text, account=MASTODON)
    assert time.process_time() - begin < 2
    assert "".join(pieces) == text


def test_the_room_is_the_servers_own() -> None:
    told = abilities(Limits(max_pictures=6, description=900, picture_bytes=99_000, quotes=True))
    account = ConnectedAccount(network=Network.MASTODON, limit=5000, abilities=told)
    room = room_of(account)
    assert (room.characters, room.pictures, room.description, room.quotes) == (5000, 6, 900, True)
    assert (room.picture_bytes, room.editable, room.warning_hides) == (99_000, True, True)


def test_bluesky_says_honestly_what_it_has_not() -> None:
    room = room_of(BLUESKY)
    assert (room.characters, room.pictures, room.editable, room.warning_hides) == (
        300, 4, False, False,
    )  # fmt: skip
