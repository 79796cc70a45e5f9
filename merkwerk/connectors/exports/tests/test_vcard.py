"""Contact cards of every age, from every program, and made by somebody who means harm."""

from __future__ import annotations

import io
import time
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from merkwerk.connectors.exports import vcard
from merkwerk.connectors.exports.troubles import Part
from merkwerk.connectors.exports.values import Card, Piece, Progress, Reach, Trouble, Way

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def pieces(body: str | bytes, encoding: str = "utf-8") -> list[Piece]:
    raw = body if isinstance(body, bytes) else body.encode(encoding)
    return list(vcard.of_stream(io.BytesIO(raw), encoding=encoding))


def cards(body: str | bytes, encoding: str = "utf-8") -> list[Card]:
    return [piece for piece in pieces(body, encoding) if isinstance(piece, Card)]


def one(*lines: str, version: str = "3.0", end: str = "\r\n") -> Card:
    whole = ("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", "")
    (card,) = cards(end.join(whole))
    return card


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_line_ends_will_do(end: str) -> None:
    assert one("FN:Anna", "NOTE:een", " twee", end=end).note == "eentwee"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_cards_in_any_encoding_are_read(encoding: str) -> None:
    (card,) = cards("BEGIN:VCARD\r\nVERSION:2.1\r\nN:Dijk;Zoë\r\nEND:VCARD\r\n", encoding)
    assert card.name == "Zoë Dijk"


def test_a_card_of_1991_is_read() -> None:
    card = one("N:Bakker;Anna;;;", "TEL;HOME;VOICE:010 1234567", version="1.0")
    assert (card.name, card.reaches[0].label) == ("Anna Bakker", "home")


def test_a_card_without_a_version_or_an_end_is_read() -> None:
    assert [card.name for card in cards("BEGIN:VCARD\nFN:Anna\nBEGIN:VCARD\nFN:Bram\n")] == [
        "Anna",
        "Bram",
    ]


def test_quoted_printable_goes_on_over_soft_breaks() -> None:
    card = one("FN:Anna", "NOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:caf=E9 =", "en thee",
               version="2.1")  # fmt: skip
    assert card.note == "café en thee"


def test_a_charset_nobody_knows_is_guessed() -> None:
    assert one("FN;CHARSET=x-klingon:Zoë").name == "Zoë"


def test_a_card_within_a_card_is_left_out() -> None:
    found = cards(
        "BEGIN:VCARD\nFN:Baas\nAGENT:\nBEGIN:VCARD\nFN:Hulp\nEND:VCARD\nTEL:0101234567\nEND:VCARD\n"
    )
    assert [card.name for card in found] == ["Baas"]
    assert found[0].reaches[0].value == "+31101234567"


def test_labels_of_a_group_are_found() -> None:
    card = one("FN:A", "item1.EMAIL:a@example.org", "item1.X-ABLabel:_$!<Work>!$_")
    assert card.reaches == (Reach(Way.MAIL, "a@example.org", label="Work"),)


@pytest.mark.parametrize(
    ("line", "network", "value"),
    [
        ("URL:https://social.example/@anna", "mastodon", "anna@social.example"),
        ("URL:https://bsky.app/profile/anna.example", "bluesky", "anna.example"),
        ("URL:https://nl.linkedin.com/in/Anna-Bakker/", "linkedin", "anna-bakker"),
        ("URL:https://x.com/anna", "x", "anna"),
        ("X-SOCIALPROFILE;type=twitter:http://twitter.com/anna", "x", "anna"),
        ("X-SOCIALPROFILE;type=Bluesky;x-user=anna.example:x-apple:anna.example", "bluesky",
         "anna.example"),
        ("SOCIALPROFILE;SERVICE-TYPE=Mastodon:https://social.example/@anna", "mastodon",
         "anna@social.example"),
        ("X-MASTODON:@anna@social.example", "mastodon", "anna@social.example"),
        ("X-TWITTER:anna", "x", "anna"),
        ("IMPP;X-SERVICE-TYPE=Twitter:twitter:anna", "x", "anna"),
        ("IMPP:acct:anna@social.example", "mastodon", "anna@social.example"),
        ("IMPP:xmpp:anna@chat.example", "xmpp", "anna@chat.example"),
    ],
)  # fmt: skip
def test_a_profile_is_a_handle(line: str, network: str, value: str) -> None:
    (reach,) = one("FN:Anna", line).reaches
    assert (reach.way, reach.network, reach.value) == (Way.HANDLE, network, value)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("BDAY:1970-04-12", date(1970, 4, 12)),
        ("BDAY:19700412", date(1970, 4, 12)),
        ("BDAY;VALUE=date:--0412", date(1604, 4, 12)),
        ("BDAY:1970-04-12T00:00:00Z", date(1970, 4, 12)),
        ("BDAY;VALUE=text:rond Kerstmis", None),
        ("BDAY:2023-02-31", None),
    ],
)
def test_a_birthday_is_a_day_or_nothing(told: str, meant: date | None) -> None:
    assert one("FN:Anna", told).birthday == meant


def test_a_note_with_tricks_is_plain_text() -> None:
    note = one("FN:A", "NOTE:<script>alert(1)</script>\\n\u202etxt.exe\x00\x1b[2J\u2066").note
    assert note == "<script>alert(1)</script>\ntxt.exe[2J"


def test_a_note_of_megabytes_is_cut() -> None:
    started = time.process_time()
    card = one("FN:A", "NOTE:" + "ab " * 2_000_000, "EMAIL:a@example.org")
    assert (len(card.note), card.reaches[0].value) == (20_000, "a@example.org")
    assert time.process_time() - started < 2


def test_a_note_folded_into_a_hundred_thousand_lines_is_cut() -> None:
    started = time.process_time()
    assert len(one("FN:A", "NOTE:", *([" " + "x" * 74] * 100_000)).note) == 20_000
    assert time.process_time() - started < 4


@pytest.mark.parametrize("photo", ["PHOTO;ENCODING=b;TYPE=JPEG:", "PHOTO;BASE64:", "PHOTO:data:"])
def test_a_photo_is_passed_over(photo: str) -> None:
    card = one("FN:A", photo + "QUJD" * 18, *([" " + "QUJD" * 18] * 20_000), "TITLE:Bakker")
    assert card.function == "Bakker"


def test_a_photo_without_folds_is_passed_over() -> None:
    card = one("FN:A", "PHOTO;ENCODING=BASE64:", *(["QUJD" * 18] * 100), "", "TITLE:Bakker",
               version="2.1")  # fmt: skip
    assert card.function == "Bakker"


def test_an_odd_line_costs_only_itself() -> None:
    found = pieces("BEGIN:VCARD\nFN:Anna\n!!! geen regel\nTITLE:Bakker\nEND:VCARD\n")
    assert isinstance(found[0], Card)
    assert found[0].function == "Bakker"
    assert found[1] == Trouble(Part.BAD_LINE, "card 1")


def test_a_card_with_nobody_in_it_is_a_trouble() -> None:
    assert pieces("BEGIN:VCARD\nNOTE:leeg\nEND:VCARD\n") == [Trouble(Part.BAD_CARD, "card 1")]


def test_a_group_is_a_trouble() -> None:
    found = pieces("BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Club\nEND:VCARD\n")
    assert found == [Trouble(Part.NO_GROUP, "card 1")]


def test_a_thousand_addresses_are_few() -> None:
    assert len(one("FN:A", *(f"EMAIL:a{n}@example.org" for n in range(1000))).reaches) == 60


def test_cards_with_large_photos_are_streamed(tmp_path: Path) -> None:
    file = tmp_path / "upload"
    photo = "PHOTO;ENCODING=b:" + "QUJD" * 18 + ("\r\n " + "QUJD" * 18) * 300
    with file.open("w", newline="") as stream:
        stream.writelines(
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Iemand {n}\r\n{photo}\r\nEND:VCARD\r\n"
            for n in range(300)
        )
    tracemalloc.start()
    found = vcard.read(file, now=NOW)
    kinds = [type(piece) for piece in found]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kinds.count(Card) == 300
    assert kinds.count(Progress) == 2
    assert peak < 5_000_000 < file.stat().st_size
