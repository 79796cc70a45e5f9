"""What colleagues type and paste, and what is found behind it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from merkwerk.connectors import addresses
from merkwerk.connectors.addresses import Form, Guess
from merkwerk.connectors.errors import BadAddress, ConnectorError, NotFound
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving
from merkwerk.connectors.values import Finding, SourceKind

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DID = "did:plc:l43phxojkypah3r2wqrhq76w"
LIST = f"at://{DID}/app.bsky.graph.list/3k"


def mastodon(handle: str) -> Guess:
    return Guess(Form.MASTODON_HANDLE, handle)


def account(who: str) -> Guess:
    return Guess(Form.BLUESKY_ACCOUNT, who)


def site(address: str) -> Guess:
    return Guess(Form.SITE, address)


def search(words: str) -> Guess:
    return Guess(Form.BLUESKY_SEARCH, words)


def tag(name: str, server: str = "") -> Guess:
    return Guess(Form.MASTODON_TAG, name, server)


@pytest.mark.parametrize(
    ("text", "guesses"),
    [
        ("@joris@social.example", [mastodon("joris@social.example")]),
        ("joris@Social.Example.", [mastodon("joris@social.example")]),
        ("acct:joris@social.example", [mastodon("joris@social.example")]),
        ("@joris@bücher.example", [mastodon("joris@xn--bcher-kva.example")]),
        ("@joris@ＳＯＣＩＡＬ.example", [mastodon("joris@social.example")]),
        ("anna.bsky.social", [account("anna.bsky.social")]),
        ("@anna.bsky.social", [account("anna.bsky.social")]),
        ("@anna.example", [account("anna.example")]),
        (DID, [account(DID)]),
        (f"at://{DID}", [account(DID)]),
        (f"at://{DID}/app.bsky.feed.post/3k", [account(DID)]),
        (LIST, [Guess(Form.BLUESKY_LIST, LIST)]),
        ("#tuin", [tag("tuin"), search("#tuin")]),
        ("#tuin@social.example", [tag("tuin", "social.example")]),
        ("#Één_2", [tag("Één_2"), search("#Één_2")]),
        ("https://bsky.app/profile/anna.example", [account("anna.example")]),
        (f"https://bsky.app/profile/{DID}/post/3k", [account(DID)]),
        (f"https://bsky.app/profile/{DID}/lists/3k", [Guess(Form.BLUESKY_LIST, LIST)]),
        ("https://bsky.app/hashtag/tuin", [search("#tuin")]),
        ("https://bsky.app/about", [site("https://bsky.app/about")]),
        ("https://social.example/@joris",
         [mastodon("joris@social.example"), site("https://social.example/@joris")]),
        ("https://social.example/@joris@ander.example",
         [mastodon("joris@ander.example"), site("https://social.example/@joris@ander.example")]),
        ("https://social.example/users/joris",
         [mastodon("joris@social.example"), site("https://social.example/users/joris")]),
        ("https://social.example/tags/tuin",
         [tag("tuin", "social.example"), site("https://social.example/tags/tuin")]),
        ("https://Krant.example/nieuws?a=b", [site("https://Krant.example/nieuws?a=b")]),
        ("krant.example", [site("https://krant.example"), account("krant.example")]),
        ("krant.example/feed.xml", [site("https://krant.example/feed.xml")]),
        ("  <https://krant.example>  ", [site("https://krant.example")]),
    ],
)  # fmt: skip
def test_what_a_text_looks_like(text: str, guesses: list[Guess]) -> None:
    assert addresses.what_is(text) == tuple(guesses)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "hallo", "twee woorden", "#", "##", "#a/b", "@", "@@", "@a@", "at://", "at://x", "https://",
     "http://[", "x" * 3_000, "a@b@c@d e", "\x00", "#a@\u2488", "@a@" + "x" * 80 + ".example"],
)  # fmt: skip
def test_what_cannot_be_an_address_is_refused(text: str) -> None:
    with pytest.raises(BadAddress):
        addresses.what_is(text)


def reply(told: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json"})


PROFILE = {
    "id": "7", "acct": "joris", "url": "http://social.example/@joris", "display_name": "Joris",
    "uri": "http://social.example/users/joris",
}  # fmt: skip


def status(number: int) -> dict[str, Any]:
    return {
        "id": str(number), "uri": f"http://social.example/{number}", "account": PROFILE,
        "created_at": f"2026-11-2{number}T12:00:00Z", "content": f"<p>{number}</p>",
        "visibility": "public",
    }  # fmt: skip


def mastodon_server(asked: Asked) -> Reply:
    if "webfinger" in asked.path:
        link = {"rel": "self", "type": "application/activity+json", "href": PROFILE["uri"]}
        return reply({"links": [link]})
    if "lookup" in asked.path:
        return reply(PROFILE)
    if "statuses" in asked.path or "/tag/" in asked.path:
        return reply([status(number) for number in (1, 0, 2, 3)])
    return reply({"error": "not found"}, 404)


def find(handler: Handler, text: str, **asked: str) -> tuple[Finding, ...]:
    with serving(handler) as server:
        return addresses.find(
            http_to(server), text, now=NOW, appview="http://a.example", plc="http://plc.example",
            scheme="http", **asked,
        )  # fmt: skip


def test_a_handle_is_found_with_its_three_latest_posts() -> None:
    (found,) = find(mastodon_server, "@joris@social.example")
    assert (found.kind, found.address) == (SourceKind.MASTODON_ACCOUNT, "joris@social.example")
    assert (found.title, found.server) == ("Joris", "http://social.example")
    assert [post.text for post in found.recent] == ["3", "2", "1"]


def test_the_page_of_an_account_is_not_found_twice() -> None:
    (found,) = find(mastodon_server, "http://social.example/@joris")
    assert found.kind is SourceKind.MASTODON_ACCOUNT


def test_an_account_whose_posts_are_shut_is_found_without_them() -> None:
    def shut(asked: Asked) -> Reply:
        return reply({}, 401) if "statuses" in asked.path else mastodon_server(asked)

    (found,) = find(shut, "@joris@social.example")
    assert found.recent == ()


def test_a_tag_is_read_on_the_own_server() -> None:
    found = find(mastodon_server, "#tuin", server="http://social.example", token="t")
    assert found[0].address == "tuin@social.example"
    assert len(found[0].recent) == 3


def test_a_token_goes_to_the_own_server_only() -> None:
    with serving(mastodon_server) as server:
        addresses.find(
            http_to(server), "#tuin@ander.example", now=NOW, server="http://social.example",
            token="geheim", scheme="http",
        )  # fmt: skip
        assert not [asked for asked in server.asked if "authorization" in asked.headers]


def bluesky_world(asked: Asked) -> Reply:
    document = {
        "id": DID,
        "service": [{"id": "#atproto_pds", "serviceEndpoint": "http://p.example"}],
    }
    value = {"text": "ja", "createdAt": "2026-11-20T12:00:00Z"}
    record = {"uri": f"at://{DID}/app.bsky.feed.post/3n2ty3atr2c2d", "cid": "bafy", "value": value}
    told: dict[str, object] = {
        "resolveHandle": {"did": DID}, "getRecord": {"value": {"displayName": "Anna"}},
        "listRecords": {"records": [record]}, f"/{DID}": document,
    }  # fmt: skip
    return next(
        (reply(answer) for part, answer in told.items() if part in asked.path), reply({}, 404)
    )


def test_a_bluesky_handle_is_found_under_its_lasting_name() -> None:
    (found,) = find(bluesky_world, "@anna.example")
    assert (found.kind, found.address) == (SourceKind.BLUESKY_ACCOUNT, DID)
    assert (found.title, [post.text for post in found.recent]) == ("Anna", ["ja"])


def test_nothing_behind_a_handle_is_told_as_such() -> None:
    with pytest.raises(NotFound):
        find(lambda asked: reply({}, 404), "@joris@social.example")


@pytest.mark.parametrize("told", [[], None, "x", 3, {"links": [3]}, {"links": [{"rel": "self"}]}])
def test_junk_behind_a_handle_is_a_typed_trouble(told: object) -> None:
    with pytest.raises(ConnectorError):
        find(lambda asked: reply(told), "@joris@social.example")


def test_a_domain_with_a_feed_and_no_bluesky_account_is_its_feed() -> None:
    feed = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Krant</title>'
        "<link>http://krant.example/</link><item><guid>a</guid><title>Nieuws</title>"
        "<link>http://krant.example/a</link></item></channel></rss>"
    )

    def news(asked: Asked) -> Reply:
        if "xrpc" in asked.path or "well-known" in asked.path:
            return reply({}, 404)
        return Reply(200, feed.encode(), {"Content-Type": "application/rss+xml"})

    (found,) = find(news, "http://krant.example/feed.xml")
    assert (found.kind, found.title) == (SourceKind.FEED, "Krant")


def test_a_page_without_feed_is_offered_as_a_link() -> None:
    def page(asked: Asked) -> Reply:
        if asked.path != "/stuk":
            return Reply(404, b"")
        body = b"<!doctype html><title>Een stuk</title><p>Tekst van een stuk over tuinen.</p>"
        return Reply(200, body, {"Content-Type": "text/html"})

    (found,) = find(page, "http://krant.example/stuk")
    assert (found.kind, found.title) == (SourceKind.LINK, "Een stuk")
