"""Coming by at a source: politely, one at a time, and never left claimed."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from merkwerk.accounts.models import Colleague
from merkwerk.connectors import feeds
from merkwerk.connectors.http import Http
from merkwerk.connectors.tests.loopback import (
    Asked,
    Reply,
    Server,
    http_to,
    loopback_way,
    serving,
)
from merkwerk.networks import actions
from merkwerk.networks.actions import collecting, way_out
from merkwerk.networks.models import ConnectedAccount, Host, Post, Reaction, Source
from merkwerk.networks.tests.conftest import Connect, MakeSource
from merkwerk.networks.tests.mastodon_stand_in import Mastodon, reply
from merkwerk.notifications.models import Notice

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SAMPLES = Path(feeds.__path__[0]) / "samples"


def feed(*titles: str) -> bytes:
    items = "".join(
        f"<item><guid>{t}</guid><title>{t}</title><link>https://site.example/{t}</link>"
        f"<pubDate>Sun, 01 Nov 2026 09:00:00 GMT</pubDate><description>{t}</description></item>"
        for t in titles
    )
    return (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Site</title>"
        f"<link>https://site.example/</link>{items}</channel></rss>"
    ).encode()


def tells(body: bytes, status: int = 200, **headers: str) -> Callable[[Asked], Reply]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda asked: Reply(status, body, {"Content-Type": "application/rss+xml", **named})


@contextmanager
def at(handler: Callable[[Asked], Reply], monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Every site leads to this one."""
    with serving(handler) as server:
        monkeypatch.setattr(way_out, "http", lambda: http_to(server))
        yield server


def go(source: Source, now: datetime | None = None) -> Source:
    actions.collect(source_id=source.pk, now=now)
    source.refresh_from_db()
    assert (source.claim, source.claimed_until) == ("", None)
    return source


def later(source: Source) -> datetime:
    return source.next_check + timedelta(seconds=1)


def test_the_second_collection_adds_nothing_and_costs_a_304(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == '"1"':
            return Reply(304)
        return Reply(200, feed("een", "twee"), {"ETag": '"1"'})

    with at(answer, monkeypatch) as server:
        source = go(source_of("http://site.example/feed"))
        assert Post.objects.count() == 2
        go(source, later(source))
    assert Post.objects.count() == 2
    assert len(server.asked) == 2
    assert source.error == ""


def test_a_source_that_is_not_due_is_left_alone(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    with at(tells(feed("een")), monkeypatch) as server:
        go(source_of("http://site.example/feed", next_check=now + HOUR), now)
    assert not server.asked


def test_a_source_in_another_workers_hands_is_left_alone(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    with at(tells(feed("een")), monkeypatch) as server:
        source = source_of("http://site.example/feed", claim="x", claimed_until=now + HOUR)
        assert actions.collect(source_id=source.pk, now=now) == 0
    assert not server.asked


def test_a_dead_workers_claim_runs_out(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    with at(tells(feed("een")), monkeypatch):
        go(source_of("http://site.example/feed", claim="x", claimed_until=now - HOUR), now)
    assert Post.objects.count() == 1


def test_one_server_is_asked_once_a_second(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    with at(tells(feed("een")), monkeypatch) as server:
        go(source_of("http://site.example/a"), now)
        second = go(source_of("http://site.example/b"), now)
        assert len(server.asked) == 1
        assert now < second.next_check <= now + timedelta(seconds=2)
        go(second, later(second))
        assert len(server.asked) == 2


def test_a_server_that_wants_rest_gets_it_for_all_its_sources(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    with at(tells(b"", 429, Retry_After="1800"), monkeypatch):
        source = go(source_of("http://site.example/a"), now)
    assert source.error == "rate-limited"
    assert source.next_check >= now + timedelta(seconds=1800)
    assert Host.objects.get().free_at >= now + timedelta(seconds=1800)


TROUBLES: dict[str, tuple[str, Callable[[Asked], Reply]]] = {
    "a server error": ("server-trouble", tells(b"", 500)),
    "something that is no feed": ("unreadable", tells(b"<html><p>hallo")),
    "a page that is not there": ("not-found", tells(b"", 404)),
    "a closed door": ("forbidden", tells(b"", 403)),
    "a redirect to this machine": ("private-address", tells(b"", 302, Location="http://127.0.0.1/")),
    "a redirect to the cloud's secrets": (
        "private-address", tells(b"", 302, Location="http://169.254.169.254/latest/meta-data/"),
    ),
    "a bomb in gzip": (
        "too-large", tells(gzip.compress(b"0" * 40_000_000), Content_Encoding="gzip"),
    ),
    "a broken line": ("unreachable", lambda asked: Reply(raw=iter(()))),
}  # fmt: skip


@pytest.mark.parametrize("what", TROUBLES)
def test_it_says_what_is_wrong_and_comes_back_later_and_later(
    what: str, source_of: MakeSource, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    code, handler = TROUBLES[what]
    with at(handler, monkeypatch):
        source = go(source_of("http://site.example/feed"), now)
        assert (source.error, source.errors_in_a_row) == (code, 1)
        assert source.trouble is not None
        assert source.trouble.do
        first = source.next_check - now
        again = later(source)
        go(source, again)
    assert source.errors_in_a_row == 2
    assert source.next_check - again > first * 1.5


def dripping() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    for _ in range(100):
        time.sleep(0.05)
        yield b" "


def endless() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n\r\n<rss>"
    while True:
        yield b"<item>" * 10_000


@pytest.mark.parametrize(("kind", "code"), [(dripping, "too-slow"), (endless, "too-large")])
def test_neither_a_dripping_nor_an_endless_answer_holds_a_worker(
    kind: Callable[[], Iterator[bytes]], code: str, source_of: MakeSource,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with serving(lambda asked: Reply(raw=kind())) as server:
        way = loopback_way(total_seconds=0.5, max_bytes=1_000_000)
        monkeypatch.setattr(way_out, "http", lambda: Http(way))
        assert go(source_of(f"{server.address}/feed")).error == code


def test_a_good_answer_forgets_the_errors(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(tells(feed("een")), monkeypatch):
        source = go(source_of("http://site.example/f", error="too-slow", errors_in_a_row=4))
    assert (source.error, source.errors_in_a_row, source.trouble) == ("", 0, None)


def test_what_is_gone_stops_and_who_added_it_hears_so(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch, sanne: Colleague
) -> None:
    with at(tells(b"", 410), monkeypatch):
        source = go(source_of("http://site.example/f", added_by=sanne))
    assert (source.state, source.error) == ("stopped", "gone")
    assert Notice.objects.get(colleague=sanne).kind == "source_stopped"


def test_what_is_not_found_thrice_stops(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(tells(b"", 404), monkeypatch):
        source = source_of("http://site.example/f")
        states = [go(source, later(source)).state for _ in range(3)]
    assert states == ["active", "active", "stopped"]


def test_a_permanent_move_is_believed_the_second_time(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/oud":
            return Reply(301, headers={"Location": "http://nieuw.example/feed"})
        return Reply(200, feed("een"))

    with at(answer, monkeypatch):
        source = go(source_of("http://site.example/oud"))
        assert source.address == "http://site.example/oud"
        go(source, later(source))
    assert (source.address, source.host) == ("http://nieuw.example/feed", "nieuw.example")


def test_a_mistake_of_ours_leaves_the_source_free_and_says_so(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("oeps")

    monkeypatch.setattr(collecting, "receive", broken)
    source = source_of("http://site.example/f")
    with at(tells(feed("een")), monkeypatch), pytest.raises(KeyError):
        actions.collect(source_id=source.pk, now=now)
    source.refresh_from_db()
    assert (source.claim, source.error, source.bookmark) == ("", "unexpected", {})
    assert source.next_check > now


def test_the_servers_cache_time_is_kept(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    with at(tells(feed("een"), Cache_Control="max-age=43200"), monkeypatch):
        source = go(source_of("http://site.example/f"), now)
    assert source.next_check >= now + timedelta(hours=12)


def test_a_busy_source_is_looked_at_more_often_than_a_quiet_one(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, quiet = source_of("http://a.example/f"), source_of("http://b.example/f")
    now = datetime.fromisoformat("2026-11-01T09:10:00+00:00")
    for source, minutes in ((busy, 3), (quiet, 60 * 24 * 9)):
        dates = [now - timedelta(minutes=minutes * n) for n in range(1, 8)]
        items = [
            {"id": f"{source.pk}-{n}", "content_text": "x", "date_published": d.isoformat()}
            for n, d in enumerate(dates)
        ]
        body = json.dumps(
            {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": items}
        )
        Source.objects.update(next_check=now, host=source.address)
        with at(tells(body.encode()), monkeypatch):
            go(source, now)
    assert busy.rhythm == 300
    assert quiet.rhythm == 24 * 3600


def test_entries_that_cannot_be_read_stand_on_the_source(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = (SAMPLES / "nothing-to-tell-apart.xml").read_bytes()
    with at(tells(body), monkeypatch):
        source = go(source_of("http://site.example/f"))
    assert source.refused
    assert all(reason.says for reason, _ in source.refused)


def test_where_a_bad_entry_stands_can_be_kept_by_every_database(
    source_of: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "a\x00\ud800b"}]}
    with at(tells(json.dumps(told).encode()), monkeypatch):
        source = go(source_of("http://site.example/f"))
    assert [entry["where"] for entry in source.refused_entries] == ["a\ufffdb"]


# --- through an account ------------------------------------------------------------------------


@pytest.fixture
def mentions(connect: Connect, source_of: MakeSource, sanne: Colleague) -> Source:
    account = connect(sanne)
    return source_of(account.identity.handle, "mastodon-mentions", account=account, host="social")


def test_pages_are_read_until_there_is_no_more(mastodon: Mastodon, mentions: Source) -> None:
    mastodon.notes("mention", "joris", mastodon.says("@sanne eerste"))
    go(mentions)
    for number in range(95):
        mastodon.notes("mention", "joris", mastodon.says(f"@sanne vraag {number}"))
    go(mentions, later(mentions))
    assert Post.objects.count() == 96
    assert mentions.rhythm == 90


def test_a_collection_killed_halfway_goes_on_where_it_stopped(
    mastodon: Mastodon, mentions: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    mastodon.notes("mention", "joris", mastodon.says("@sanne eerste"))
    go(mentions)
    for number in range(95):
        mastodon.notes("mention", "joris", mastodon.says(f"@sanne vraag {number}"))
    calls = {"n": 0}

    def dies(asked: Asked) -> Reply | None:
        if asked.path.startswith("/api/v1/notifications"):
            calls["n"] += 1
            if calls["n"] >= 2:
                return Reply(raw=iter(()))
        return None

    mastodon.trouble = dies
    go(mentions, later(mentions))
    assert Post.objects.count() == 41
    mastodon.trouble = lambda asked: None
    go(mentions, later(mentions))
    assert Post.objects.count() == 96


def test_reactions_come_in_with_the_mentions(mastodon: Mastodon, mentions: Source) -> None:
    mastodon.notes("favourite", "joris", mastodon.says("van ons", by="sanne"))
    mastodon.notes("follow", "els", None)
    go(mentions)
    assert sorted(Reaction.objects.values_list("kind", "about")) == [
        ("favourite", mastodon.statuses[0]["uri"]), ("follow", ""),
    ]  # fmt: skip


def test_a_refused_token_stops_all_sources_of_the_account_and_asks_once(
    mastodon: Mastodon, mentions: Source, source_of: MakeSource, sanne: Colleague
) -> None:
    home = source_of("x@y", "mastodon-home", account=mentions.account)
    mastodon.trouble = lambda asked: reply({"error": "The access token was revoked"}, 401)
    go(mentions)
    home.refresh_from_db()
    account = ConnectedAccount.objects.get()
    assert (mentions.state, home.state, account.state) == ("stopped", "stopped", "refused")
    assert [notice.kind for notice in Notice.objects.filter(colleague=sanne)] == ["account_refused"]


# --- the sweep ---------------------------------------------------------------------------------


def test_the_sweep_asks_for_one_job_a_server_and_not_twice(
    source_of: MakeSource, now: datetime
) -> None:
    for name in ("a", "b", "c"):
        source_of(f"https://x.example/{name}", host="x.example")
    source_of("https://y.example/", host="y.example")
    assert actions.collect_due(now=now) == 2
    assert DBTaskResult.objects.count() == 2
    actions.collect_due(now=now)
    assert DBTaskResult.objects.count() == 2


def test_the_sweep_finds_again_what_a_lost_job_left(source_of: MakeSource, now: datetime) -> None:
    source_of()
    actions.collect_due(now=now)
    DBTaskResult.objects.all().delete()
    assert actions.collect_due(now=now + timedelta(minutes=11)) == 1


def test_links_added_by_hand_are_never_collected(source_of: MakeSource, now: datetime) -> None:
    source_of("", "feed")
    Source.objects.update(kind="link")
    assert actions.collect_due(now=now) == 0
