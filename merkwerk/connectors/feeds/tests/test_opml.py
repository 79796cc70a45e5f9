"""Lists of feeds, whole, odd and hostile."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from merkwerk.connectors import errors
from merkwerk.connectors.feeds import opml
from merkwerk.connectors.feeds.opml import Listed

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LIST = """<?xml version="1.0" encoding="{encoding}"?>
<opml version="2.0"><head><title>Mijn feeds – café</title></head><body>
 <outline text="Water">
  <outline type="rss" text="Bruggen &amp; meer" title="Bruggen &amp; meer"
    xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
  <outline text="Diep"><outline type="rss" text="Sluis" xmlUrl="https://b.example/rss"/></outline>
 </outline>
 <outline text="Zonder map" XMLURL="feed://c.example/atom.xml"/>
</body></opml>"""


def read(body: str, encoding: str = "utf-8") -> opml.Reading:
    return opml.read(body.encode(encoding))


def outlines(inner: str) -> opml.Reading:
    return read(f"<opml><body>{inner}</body></opml>")


def test_a_list_is_read_with_its_folders() -> None:
    found = read(LIST.format(encoding="utf-8"))
    assert found.title == "Mijn feeds – café"
    assert found.feeds == (
        Listed("https://a.example/feed", "Bruggen & meer", "https://a.example/", ("Water",)),
        Listed("https://b.example/rss", "Sluis", "", ("Water", "Diep")),
        Listed("http://c.example/atom.xml", "Zonder map"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "utf-8-sig"])
def test_a_list_in_any_encoding_is_read(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    assert read(LIST.format(encoding=declared), encoding).title == "Mijn feeds – café"


def test_what_is_written_is_read_again() -> None:
    feeds = (
        Listed("https://a.example/f?x=1&y=<>".replace("<>", "2"), 'Een "titel" & meer', "", ("M",)),
        Listed("https://b.example/f", "B", "https://b.example/"),
    )
    again = opml.read(opml.write(feeds, title="Alles", now=NOW))
    assert again.feeds == feeds
    assert again.title == "Alles"


def test_signs_that_xml_forbids_are_not_written() -> None:
    body = opml.write([Listed("https://a.example/f", "a\x00b\ud800c")], title="\x0b", now=NOW)
    assert len(opml.read(body).feeds) == 1


def test_thousands_are_read() -> None:
    many = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(12_000))
    found = outlines(many)
    assert (len(found.feeds), found.left_out) == (10_000, 2_000)


def test_what_comes_again_is_counted() -> None:
    found = outlines('<outline xmlUrl="https://a.example/"/>' * 3)
    assert (len(found.feeds), found.repeated) == (1, 2)


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "file:///etc/passwd", "mijn krant"])
def test_an_entry_without_a_fetchable_address_is_counted(address: str) -> None:
    found = outlines(f'<outline type="rss" text="x" xmlUrl="{address}"/>')
    assert (found.feeds, found.without_address) == ((), 1)


def test_a_folder_is_no_entry() -> None:
    assert outlines('<outline text="leeg"/>').without_address == 0


@pytest.mark.parametrize(
    "trick",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;">',
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
    ],
)
def test_entities_of_its_own_are_refused(trick: str) -> None:
    with pytest.raises(errors.Unreadable):
        read(f"<!DOCTYPE opml [{trick}]><opml><head><title>&x;</title></head><body/></opml>")


def test_a_document_type_alone_is_nothing_bad() -> None:
    assert read('<!DOCTYPE opml SYSTEM "x.dtd"><opml><body/></opml>').feeds == ()


def test_html_signs_and_stray_ampersands_are_read() -> None:
    found = outlines('<outline text="A&nbsp;B &eacute;" xmlUrl="https://a.example/"/>')
    assert found.feeds[0].title == "A B é"


def test_deep_folders_end_in_time() -> None:
    deep = '<outline text="m">' * 20_000 + '<outline xmlUrl="https://a.example/"/>'
    began = time.process_time()
    found = outlines(deep + "</outline>" * 20_000)
    assert len(found.feeds) == 1
    assert len(found.feeds[0].folders) == opml.DEEPEST
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "body",
    ["", "geen xml", "<html><body>x</body></html>", "<rss><channel/></rss>", "<opml>", "{}",
     "<opml><body><outline></body></opml>"],
)  # fmt: skip
def test_what_is_no_list_is_said(body: str) -> None:
    with pytest.raises(errors.Unreadable):
        read(body)


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(errors.TooLarge):
        opml.read(b" " * (opml.MAX_BYTES + 1))


def test_markup_in_a_name_is_taken_out() -> None:
    found = outlines('<outline text="&lt;b&gt;Vet&lt;/b&gt;" xmlUrl="https://a.example/"/>')
    assert found.feeds[0].title == "Vet"
