"""Letters, and the posts they become."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from merkwerk.connectors.mail.translate import letter, untracked
from merkwerk.connectors.values import Audience, Network, Post, Refusal

SAMPLES = Path(__file__).parents[1] / "samples"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
CAME = datetime(2026, 11, 20, 6, 31, tzinfo=UTC)


def raw(name: str = "html") -> bytes:
    return (SAMPLES / f"{name}.eml").read_bytes()


def read(told: bytes) -> Post:
    found = letter(told, received=CAME, now=NOW)
    assert isinstance(found, Post)
    return found


def plain(head: str, body: str = "Een zin.") -> bytes:
    return f"From: A <a@site.example>\nList-Id: <x>\n{head}\n\n{body}\n".encode()


def html(body: str, head: str = "") -> Post:
    return read(plain(f"{head}\nContent-Type: text/html; charset=utf-8".strip(), body))


def refusal(told: bytes) -> str:
    found = letter(told, received=CAME, now=NOW)
    assert isinstance(found, Refusal)
    return found.code


def test_a_newsletter_is_a_post_of_the_web() -> None:
    post = read(raw())
    assert (post.network, post.audience, post.language) == (Network.WEB, Audience.PUBLIC, "nl")
    assert post.title == "De brug in Zaltbommel is klaar – en nou"
    assert post.uid == "post.waterweb.example mid:20261120063000.17@post.waterweb.example"
    assert "Dinsdag rijdt de eerste bus eroverheen." in post.text


def test_its_author_is_who_sent_it() -> None:
    author = read(raw()).author
    assert author.name == "Redactie Waterweb – nieuws"
    assert author.uid == "mailto:nieuws@post.waterweb.example"
    assert author.handle == "Redactie Waterweb – nieuws (post.waterweb.example)"


def test_its_date_is_its_own() -> None:
    assert read(raw()).written == datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


def test_its_address_is_where_it_stands_online() -> None:
    assert read(raw()).url == "https://waterweb.example/weekbericht/47"


def test_nothing_in_it_tells_the_sender_who_reads() -> None:
    post = read(raw())
    assert post.pictures == ()
    assert "<img" not in post.html
    assert "open/5f1c9" not in post.html + post.text
    assert "utm_" not in "".join(post.links)


def test_nothing_in_it_ends_the_subscription() -> None:
    post = read(raw())
    assert "/u/5f1c9" not in post.html + post.text + "".join(post.links)
    assert "/p/5f1c9" not in post.html + post.text + "".join(post.links)
    assert "Afmelden" not in post.text


def test_a_plain_letter_is_read_in_its_own_signs() -> None:
    post = read(raw("plain"))
    assert post.text.startswith("Het café aan de kade gaat weer open.\n\nMeer op")
    assert post.links == ("https://dehaven.example/cafe",)
    assert (post.url, post.language) == ("https://dehaven.example/krant/", "nl")


def test_a_letter_to_a_person_is_not_kept() -> None:
    found = letter(raw("personal"), received=CAME, now=NOW)
    assert found == Refusal(code="no-newsletter", where="site.example")


@pytest.mark.parametrize(
    "head", ["List-Unsubscribe: <mailto:x@y.example>", "Precedence: list", "List-Post: NO"]
)
def test_a_list_is_known_by_its_marks(head: str) -> None:
    told = f"From: a@site.example\n{head}\n\nEen zin.\n".encode()
    assert read(told).text == "Een zin."


@pytest.mark.parametrize(
    ("head", "code"),
    [("", "no-author"), ("From: nobody", "no-author"), ("From: <a@->", "no-author")],
)
def test_a_letter_of_nobody_is_refused(head: str, code: str) -> None:
    assert refusal(f"{head}\nList-Id: <x>\n\nEen zin.\n".lstrip().encode()) == code


def test_an_empty_letter_is_refused() -> None:
    assert refusal(plain("X: y", "  ")) == "empty"


def test_a_list_above_its_sender_gives_the_domain() -> None:
    told = raw().replace(b"weekbericht.waterweb.example>", b"waterweb.example>")
    assert read(told).author.handle.endswith("(waterweb.example)")


def test_a_list_of_somebody_else_is_not_believed() -> None:
    told = raw().replace(b"weekbericht.waterweb.example>", b"krant.example>")
    assert read(told).author.handle.endswith("(post.waterweb.example)")


def test_two_senders_never_share_an_identity() -> None:
    one = read(plain("Message-ID: <1@x.example>"))
    told = plain("Message-ID: <1@x.example>").replace(b"a@site", b"b@other")
    assert one.uid != read(told).uid


def test_without_an_identity_its_words_are_one() -> None:
    one, other = read(plain("X: y")), read(plain("X: y", "Iets anders."))
    assert one.uid != other.uid
    assert one.uid == read(plain("X: z")).uid


@pytest.mark.parametrize("date", ["Sat, 21 Nov 2099 09:00:00 +0000", "gisteren", "", "1 Jan 1970"])
def test_a_date_that_cannot_be_is_when_it_came(date: str) -> None:
    assert read(plain(f"Date: {date}")).written == CAME


@pytest.mark.parametrize(
    "place", ["javascript:alert(1)", "ftp://site.example/", "mailto:a@b.example", ""]
)
def test_an_unsafe_place_online_is_not_used(place: str) -> None:
    assert html(f'<p>Een zin <a href="{place}">View in browser</a></p>').url == (
        "https://site.example/"
    )


@pytest.mark.parametrize(
    "words", ["View in your browser", "Bekijk online", "Lees deze mail in je browser", "webversie"]
)
def test_a_place_online_is_known_by_its_words(words: str) -> None:
    post = html(f'<p>Een zin <a href="https://site.example/7?gclid=1">{words}</a></p>')
    assert post.url == "https://site.example/7"


def test_the_archived_place_is_best() -> None:
    post = read(plain("Archived-At: <https://site.example/archief/1>"))
    assert post.url == "https://site.example/archief/1"


@pytest.mark.parametrize(
    "words", ["Unsubscribe", "Uitschrijven", "Afmelden", "Abmelden", "Manage your preferences"]
)
def test_a_way_out_is_left_out(words: str) -> None:
    post = html(f'<p>Een zin</p><a href="https://site.example/x">{words}</a><p>En meer</p>')
    assert post.links == ()
    assert (words in post.text, "En meer" in post.text) == (False, True)


def test_a_link_left_open_loses_nothing() -> None:
    assert "En meer" in html('<a href="https://site.example/uitschrijven">weg<p>En meer</p>').text


def test_a_header_in_any_signs_is_read() -> None:
    assert read("From: Zoë <a@site.example>\nList-Id: <x>\n\nEen zin.\n".encode()).author.name == (
        "Zoë"
    )


def test_an_attachment_is_not_the_letter() -> None:
    told = (
        "Content-Type: multipart/mixed; boundary=g\n\n--g\n"
        "Content-Type: text/html\nContent-Disposition: attachment\n\n<p>bijlage</p>\n--g\n"
        "Content-Type: text/plain\n\nDe brief.\n--g--"
    )
    assert read(plain(told, "")).text == "De brief."


def test_a_letter_cut_off_is_read_as_far_as_it_goes() -> None:
    assert "Dinsdag rijdt" in read(raw()[:2200]).text


@pytest.mark.parametrize("junk", [b"", b"\x00" * 100, b"From: a@b\n" * 1000, b"\xff\xfe", b":\n\n"])
def test_what_is_no_letter_is_refused(junk: bytes) -> None:
    assert refusal(junk)


@pytest.mark.parametrize(
    "body",
    [
        "<a href='x'>" * 30_000,
        "<a" * 200_000,
        "<div>" * 80_000,
        "<" * 400_000,
        "<a href=" * 50_000,
        "&" * 400_000,
        "<!--" * 100_000,
    ],
)
def test_hostile_markup_ends_in_time(body: str) -> None:
    began = time.process_time()
    letter(plain("Content-Type: text/html", body), received=CAME, now=NOW)
    assert time.process_time() - began < 6


def test_deeply_nested_parts_end_in_time() -> None:
    told = b"From: a@site.example\nList-Id: <x>\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000)
    )
    began = time.process_time()
    letter(told, received=CAME, now=NOW)
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("place", "left"),
    [
        ("https://a.example/?utm_source=x&b=1", "https://a.example/?b=1"),
        ("https://a.example/?b=1", "https://a.example/?b=1"),
        ("https://a.example/?mc_eid=1", "https://a.example/"),
        ("https://[", "https://["),
    ],
)
def test_marks_of_campaigns_are_taken_off(place: str, left: str) -> None:
    assert untracked(place) == left
