"""The words of an answer, how long they are, and whether they stand already."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from merkwerk.connectors.errors import Rejected, Unreadable
from merkwerk.connectors.mastodon import writing
from merkwerk.connectors.mastodon.access import Limits
from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving
from merkwerk.connectors.values import Sent

SERVER = "http://social.example"
SINCE = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def reply(told: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json"})


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Ja!", "@joris@ander.example Ja!"),
        ("@joris@ander.example Ja!", "@joris@ander.example Ja!"),
        ("Dat weet @Joris@ander.example.", "Dat weet @Joris@ander.example."),
        ("@joris ja", "@joris@ander.example @joris ja"),
        ("@joris@ander.example.org ja", "@joris@ander.example @joris@ander.example.org ja"),
    ],
)
def test_whom_we_answer_is_named(text: str, made: str) -> None:
    assert writing.address_reply(text, "@joris@ander.example") == made


def test_on_their_own_server_the_short_name_will_do() -> None:
    made = writing.address_reply(
        "@joris ja", "joris@ander.example", own_server="https://ander.example"
    )
    assert made == "@joris ja"


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("kort", 4),
        ("zie https://voorbeeld.example/een/heel/lang/pad/naar/iets?met=vragen", 27),
        ("@joris@ander.example ja", 9),
        ("👩‍👩‍👧 é", 3),
        ("jan@voorbeeld.example", 21),
        ("https://voorbeeld.example/pad.", 24),
        ("", 0),
    ],
)
def test_length_is_counted_as_the_server_does(text: str, long: int) -> None:
    assert writing.length(text, Limits()).used == long


def test_a_message_may_be_as_long_as_the_server_says() -> None:
    assert writing.length("a" * 600, Limits(max_characters=5000)).fits
    assert writing.length("a" * 501, Limits()).left == -1


def send(text: str, answer: Reply, visibility: str = "public") -> tuple[Sent, Asked]:
    with serving(lambda asked: answer) as server:
        sent = writing.send(
            http_to(server), server=SERVER, token="t", text=text, key="sleutel-7",
            reply_to_id="5", language="nl", visibility=visibility,
        )  # fmt: skip
        return sent, server.asked[0]


STANDS = {"id": "9", "uri": "https://social.example/9", "created_at": "2026-11-21T12:00:00Z"}


def test_a_message_is_sent_with_its_key() -> None:
    sent, asked = send("Ja!", reply(STANDS))
    assert asked.headers["idempotency-key"] == "sleutel-7"
    assert json.loads(asked.body) == {
        "status": "Ja!", "visibility": "public", "in_reply_to_id": "5", "language": "nl",
    }  # fmt: skip
    assert (sent.uid, sent.native["id"]) == ("https://social.example/9", "9")


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_message_is_refused(text: str) -> None:
    with pytest.raises(Rejected):
        send(text, reply(STANDS))


def test_an_unknown_visibility_is_refused() -> None:
    with pytest.raises(Rejected):
        send("Ja!", reply(STANDS), visibility="iedereen")


def test_the_servers_own_reason_is_told() -> None:
    with pytest.raises(Rejected, match="character limit"):
        send(
            "Ja!", reply({"error": "Validation failed: Text character limit of 500 exceeded"}, 422)
        )


@pytest.mark.parametrize("told", [{}, [], {"id": "9"}, {"uri": "https://a.example"}, "x"])
def test_an_answer_that_does_not_say_where_it_stands_is_unreadable(told: object) -> None:
    with pytest.raises(Unreadable):
        send("Ja!", reply(told))


def found(**changes: object) -> Sent | None:
    content = (
        '<p><span class="h-card"><a href="https://ander.example/@joris">@<span>joris</span></a></span>'
        ' Zie <a href="https://voorbeeld.example/een/lang/pad"><span class="invisible">https://</span>'
        '<span class="ellipsis">voorbeeld.example/een</span>'
        '<span class="invisible">/lang/pad</span></a>!</p>'
    )
    standing = STANDS | {"content": content, "in_reply_to_id": "5", "reblog": None} | changes
    with serving(
        lambda asked: reply([standing] if "statuses" in asked.path else {"id": "1"})
    ) as server:
        return writing.find_own(
            http_to(server), server=SERVER, token="t", since=SINCE, reply_to_id="5",
            text="@joris@ander.example Zie https://voorbeeld.example/een/lang/pad!",
        )  # fmt: skip


def test_a_message_that_stands_is_known_by_its_words() -> None:
    stands = found()
    assert stands is not None
    assert stands.native["id"] == "9"


@pytest.mark.parametrize(
    "changes",
    [
        {"content": "<p>Iets anders</p>"},
        {"created_at": "2026-11-21T11:59:59Z"},
        {"in_reply_to_id": "6"},
        {"in_reply_to_id": None},
        {"reblog": {"id": "3"}},
        {"content": None},
        {"id": None},
    ],
)
def test_another_message_is_not_taken_for_it(changes: dict[str, object]) -> None:
    assert found(**changes) is None
