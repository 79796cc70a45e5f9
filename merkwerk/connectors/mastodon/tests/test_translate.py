"""What servers really sent, and the values it becomes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from merkwerk.connectors.mastodon import translate
from merkwerk.connectors.mastodon.translate import Teller
from merkwerk.connectors.tests import pairs
from merkwerk.connectors.values import Audience, Post, Refusal

SAMPLES = Path(__file__).parents[1] / "samples"
HERE = Teller("https://social.example", "social.example")
GTS = Teller("https://gts.example", "gts.example")
READ: dict[str, Callable[[Any], object]] = {
    "status": lambda told: translate.post(told, HERE),
    "statuses": lambda told: translate.batch(told, HERE),
    "gotosocial": lambda told: translate.post(told, GTS),
    "snac": lambda told: translate.post(told, HERE),
    "notifications": lambda told: [translate.notice(entry, HERE) for entry in told],
}


@pytest.mark.parametrize("name", READ)
def test_a_sample_becomes_what_stands_beside_it(name: str) -> None:
    made = pairs.plain(READ[name](pairs.sample(SAMPLES, name)))
    assert made == pairs.expected(SAMPLES, name)


def status(**changes: object) -> dict[str, Any]:
    told: dict[str, Any] = pairs.sample(SAMPLES, "status")
    return told | changes


def post(**changes: object) -> Post:
    read = translate.post(status(**changes), HERE)
    assert isinstance(read, Post)
    return read


@pytest.mark.parametrize("field", ["uri", "id", "account", "created_at"])
def test_without_what_matters_it_is_refused_with_a_reason(field: str) -> None:
    broken = status(url="") if field == "uri" else status()
    read = translate.post(broken | {field: None}, HERE)
    assert isinstance(read, Refusal)
    assert read.code in {"no-identity", "no-author", "no-date"}


@pytest.mark.parametrize("junk", [None, 3, "x", [], {"a": 1}, True, [[]], "\x00" * 9])
@pytest.mark.parametrize("field", sorted(pairs.sample(SAMPLES, "status")))
def test_any_field_may_be_of_any_kind(field: str, junk: object) -> None:
    assert isinstance(translate.post(status(**{field: junk}), HERE), Post | Refusal)


@pytest.mark.parametrize("junk", [None, 3, "x", [], {"a": 1}, True])
@pytest.mark.parametrize("field", sorted(pairs.sample(SAMPLES, "status")["account"]))
def test_any_field_of_an_account_may_be_of_any_kind(field: str, junk: object) -> None:
    account = status()["account"] | {field: junk}
    assert isinstance(translate.post(status(account=account), HERE), Post | Refusal)


@pytest.mark.parametrize("entry", [None, 1, "x", [], {}])
def test_an_entry_that_is_no_post_is_counted_as_refused(entry: object) -> None:
    assert len(translate.batch([entry], HERE).refused) == 1


@pytest.mark.parametrize("visibility", ["private", "direct", "mutuals_only", "", None])
def test_only_what_is_known_to_be_public_is_public(visibility: object) -> None:
    assert post(visibility=visibility).audience is Audience.LIMITED


def test_scripts_do_not_pass() -> None:
    made = post(
        content='<p onclick="x()">a<script>alert(1)</script><a href="javascript:x">b</a></p>'
    )
    assert "script" not in made.html
    assert "onclick" not in made.html


def test_addresses_that_are_no_web_addresses_do_not_pass() -> None:
    assert isinstance(translate.post(status(uri="javascript:x", url="data:x"), HERE), Refusal)


def test_endless_lists_and_texts_are_cut() -> None:
    many = [{"name": f"t{n}", "url": "https://a.example/tags/t"} for n in range(5_000)]
    made = post(tags=many, content="x" * 3_000_000, spoiler_text="w" * 100_000)
    assert len(made.tags) <= 50
    assert len(made.text) <= 20_000
    assert len(made.warning) <= 500


def test_tricks_with_direction_do_not_pass_into_a_name() -> None:
    account = status()["account"] | {"display_name": "Anna\u202egnp.exe"}
    assert "\u202e" not in post(account=account).author.name


@pytest.mark.parametrize(
    ("said", "indexable"),
    [
        ({"indexable": True}, True),
        ({"indexable": False}, False),
        ({"indexable": None}, True),
        ({"indexable": True, "noindex": True}, False),
    ],
)
def test_what_the_author_wants_is_kept(said: dict[str, object], indexable: bool) -> None:
    account = status()["account"] | said
    assert post(account=account).author.indexable is indexable


def test_a_boost_is_counted_and_not_a_post() -> None:
    read = translate.batch([status(reblog=status())], HERE)
    assert (read.posts, read.skipped) == ((), 1)


def test_answers_that_form_a_ring_have_a_root_all_the_same() -> None:
    one = status(id="1", uri="https://a.example/1", in_reply_to_id="2")
    two = status(id="2", uri="https://a.example/2", in_reply_to_id="1")
    assert len(translate.batch([one, two], HERE).posts) == 2


def test_webfinger_without_an_actor_leads_nowhere() -> None:
    assert (
        translate.webfinger([{"rel": "self", "type": "text/html", "href": "https://a.example"}])
        is None
    )


def test_only_links_that_the_server_proved_are_told() -> None:
    rows = [
        {"name": "Site", "value": '<a href="https://joris.example/">x</a>', "verified_at": "2026"},
        {"name": "Werk", "value": '<a href="https://oost.example/">x</a>', "verified_at": None},
        {"name": "Tekst", "value": "javascript:x", "verified_at": "2026"},
        "niets",
    ]
    made = translate.person(status()["account"] | {"fields": rows}, HERE)
    assert made is not None
    assert made.links == ("https://joris.example/",)
