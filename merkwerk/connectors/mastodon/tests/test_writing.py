"""The words of an answer, how long they are, and whether they stand already."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from merkwerk.connectors.errors import NotFound, Rejected, Unreadable
from merkwerk.connectors.mastodon import writing
from merkwerk.connectors.mastodon.access import Limits
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving
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


def asked_to(answer: object, status: int = 200, **more: Any) -> dict[str, Any]:
    with serving(lambda asked: reply(answer, status)) as server:
        writing.send(
            http_to(server), server=SERVER, token="t", text=more.pop("text", "Ja!"), key="k", **more
        )
        told: dict[str, Any] = json.loads(server.asked[0].body)
        return told


def test_a_message_goes_with_its_warning_pictures_and_quote() -> None:
    told = asked_to(STANDS, warning="Let op", media=["7", "8"], quote_id="3")
    assert (told["spoiler_text"], told["media_ids"], told["quoted_status_id"]) == (
        "Let op", ["7", "8"], "3",
    )  # fmt: skip


def test_pictures_may_stand_without_words() -> None:
    assert asked_to(STANDS, text="", media=["7"])["status"] == ""


def test_a_warning_counts_along() -> None:
    assert writing.length("abc", Limits(), "let op").used == 9


def test_a_message_is_written_anew_and_keeps_its_pictures() -> None:
    with serving(lambda asked: reply(STANDS | {"media_attachments": [{"id": "7"}]})) as server:
        sent = writing.change(
            http_to(server), server=SERVER, token="t", id="9", text="Nee!", warning="", media=["7"]
        )
        (asked,) = server.asked
    assert (asked.method, asked.path) == ("PUT", "/api/v1/statuses/9")
    assert json.loads(asked.body) == {"status": "Nee!", "spoiler_text": "", "media_ids": ["7"]}
    assert sent.native["media"] == "7"


def test_a_message_that_stands_no_longer_is_not_changed() -> None:
    with serving(lambda asked: reply({}, 404)) as server, pytest.raises(NotFound):
        writing.change(http_to(server), server=SERVER, token="t", id="9", text="Nee!")


def own_posts(*posts: dict[str, Any]) -> Handler:
    def answer(asked: Asked) -> Reply:
        return reply({"id": "1"} if asked.path.endswith("verify_credentials") else list(posts))

    return answer


def find(handler: Handler, **more: Any) -> Sent | None:
    asked: dict[str, Any] = {"text": "Ja!", "since": SINCE}
    with serving(handler) as server:
        return writing.find_own(http_to(server), server=SERVER, token="t", **(asked | more))


def test_it_is_found_by_its_pictures_whenever_it_was() -> None:
    old = STANDS | {"created_at": "2020-01-01T00:00:00Z", "media_attachments": [{"id": "7"}]}
    handler = own_posts(old)
    assert find(handler, text="", media=["7"])
    assert find(handler, text="", media=["8"]) is None
    assert find(handler, text="", media=["7", "8"]) is None


def test_since_is_read_on_the_servers_clock() -> None:
    today = datetime.now(UTC)  # the stand-in tells its clock with every answer
    handler = own_posts(STANDS | {"content": "<p>Ja!</p>", "created_at": today.isoformat()})
    ahead = today + timedelta(hours=3)
    since = ahead - timedelta(minutes=5)
    assert find(handler, since=since) is None
    assert find(handler, since=since, now=ahead)
    assert find(handler, since=ahead + timedelta(minutes=5), now=ahead) is None
