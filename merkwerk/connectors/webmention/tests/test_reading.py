"""The page that says it links to ours: whether it does, and what it says."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime

import pytest

from merkwerk.connectors.errors import Gone, PrivateAddress, TooLarge, Unreadable
from merkwerk.connectors.http import Http, Way
from merkwerk.connectors.tests.loopback import AGENT, Reply, http_to, serving
from merkwerk.connectors.webmention import Mention, NoLink, read_source

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TARGET = "https://verhalen.kade.example/stories/de-sluis/"
SOURCE = "http://blog.example/antwoord"
AUTHOR = '<a class="p-author h-card" href="http://blog.example/">Joris Bakker</a>'


def told(body: str, kind: str = "text/html; charset=utf-8", status: int = 200) -> Mention:
    """What a page like this says about the story."""
    reply = Reply(status, body.encode(), {"Content-Type": kind})
    with serving(lambda asked: reply) as server:
        return read_source(http_to(server), source=SOURCE, target=TARGET, now=NOW)


def entry(inside: str) -> str:
    return f'<!doctype html><html><article class="h-entry">{AUTHOR}{inside}</article></html>'


def test_a_reply_brings_its_writer_and_words() -> None:
    said = told(entry(
        f'<a class="u-in-reply-to" href="{TARGET}">over</a>'
        '<div class="e-content"><p>Dat <b>herken</b> ik.</p></div>'
        '<time class="dt-published" datetime="2026-11-20T10:00:00+01:00">x</time>'
    ))  # fmt: skip
    assert (said.kind, said.name, said.address) == ("reply", "Joris Bakker", "http://blog.example/")
    assert said.words_html == "<p>Dat <b>herken</b> ik.</p>"
    assert said.published == datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(("name", "kind"), [("like-of", "like"), ("repost-of", "share")])
def test_a_like_and_a_share_have_no_words(name: str, kind: str) -> None:
    said = told(entry(f'<a class="u-{name}" href="{TARGET}">x</a><p class="e-content">y</p>'))
    assert (said.kind, said.words_html) == (kind, "")


def test_nobody_speaks_in_the_name_of_another_site() -> None:
    named = '<a class="u-url" href="https://krant.example/stuk">x</a>'
    reply = f'<a class="u-in-reply-to" href="{TARGET}">over</a><p class="e-content">ja</p>'
    assert told(entry(named + reply)).url == SOURCE
    own = f'<a class="u-url" href="{SOURCE}?eigen">x</a>'
    assert told(entry(own + reply)).url == f"{SOURCE}?eigen"


def test_a_page_without_microformats_is_a_mention() -> None:
    page = f'<html><title>Een stuk</title><a href="{TARGET}#slot">zie</a></html>'
    assert told(page).kind == "mention"


def test_a_citation_as_reply_is_seen() -> None:
    cite = f'<div class="u-in-reply-to h-cite"><a class="u-url" href="{TARGET}">x</a></div>'
    assert told(entry(cite)).kind == "reply"


@pytest.mark.parametrize(
    "page",
    [
        "<html><p>Niets.</p></html>",
        f"<html><p>{TARGET}</p></html>",
        f'<html><!-- <a href="{TARGET}">x</a> --></html>',
        f'<html><a href="{TARGET}andere/">x</a></html>',
    ],
)
def test_a_page_that_does_not_link_is_refused(page: str) -> None:
    with pytest.raises(NoLink):
        told(page)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(Unreadable):
        told("{}", "application/json")


def test_a_page_that_has_gone_says_so() -> None:
    with pytest.raises(Gone):
        told("", status=410)


def test_a_page_that_is_too_large_is_left() -> None:
    with pytest.raises(TooLarge):
        told("<html>" + "x" * 1_100_000)


def test_a_private_address_is_never_asked() -> None:
    http = Http(Way(user_agent=AGENT))
    with pytest.raises(PrivateAddress):
        read_source(http, source="http://127.0.0.1/x", target=TARGET, now=NOW)


def test_scripts_in_its_words_fall_away() -> None:
    said = told(entry(
        f'<a class="u-in-reply-to" href="{TARGET}">x</a>'
        '<div class="e-content">Mooi<script>alert(1)</script><img src="http://spy.example/1"></div>'
    ))  # fmt: skip
    assert said.words_html == "Mooi"


@pytest.mark.parametrize(
    "sign", ["<div>", "<", "&", "<!--", '<a class="h-entry" href="', "<svg>", "<p class='h-entry'>"]
)
def test_hostile_markup_takes_no_time(sign: str) -> None:
    page = f'<html><a href="{TARGET}">x</a>' + sign * (900_000 // len(sign))
    began = time.process_time()
    with contextlib.suppress(NoLink):
        told(page)
    assert time.process_time() - began < 5
