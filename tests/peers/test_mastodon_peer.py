"""Reading and writing against a server that knows the Mastodon 4.6 client API, with PyPI
`Mastodon.py` as the hand of another house."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from mastodon import Mastodon as OtherHouse

from merkwerk.connectors.errors import NotFound, Rejected, TokenRefused, Unreachable
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon import access, client, writing
from merkwerk.connectors.values import Audience, Bookmark, NoticeKind, Page, SourceKind
from tests.peers.lossy import Lossy
from tests.peers.servers import Mastodon

pytestmark = pytest.mark.peer
REDIRECT = "https://merkwerk.example/networks/mastodon/back"
START = Bookmark()


@pytest.fixture
def server(mastodon_mock: Mastodon) -> Mastodon:
    """The mock with nothing said yet."""
    httpx.post(f"{mastodon_mock.server}/api/v1/_mock/reset").raise_for_status()
    return mastodon_mock


@pytest.fixture
def anna(server: Mastodon) -> OtherHouse:
    """Somebody else, in the hands of the other house."""
    made = httpx.post(f"{server.server}/api/v1/_mock/dev_user", json={"username": "anna"})
    return OtherHouse(access_token=made.json()["access_token"], api_base_url=server.server)


def host(server: Mastodon) -> str:
    return urlsplit(server.server).netloc


def collect(
    http: Http, server: Mastodon, kind: SourceKind, name: str, mark: Bookmark = START
) -> Page:
    return client.collect(
        http, kind=kind, address=f"{name}@{host(server)}", server=server.server,
        token=server.token, bookmark=mark,
    )  # fmt: skip


def pages(http: Http, server: Mastodon, kind: SourceKind, name: str, mark: Bookmark) -> list[Page]:
    got = [collect(http, server, kind, name, mark)]
    while got[-1].more:
        got.append(collect(http, server, kind, name, got[-1].bookmark))
    return got


def app(http: Http, server: Mastodon) -> access.App:
    return access.register_app(
        http, server=server.server, name="Merkwerk", redirect=REDIRECT,
        website="https://merkwerk.example",
    )  # fmt: skip


def agreed(made: access.App) -> dict[str, str]:
    """What the person comes back with after choosing the account on the server's page."""
    address = access.authorise_address(
        app=made, redirect=REDIRECT, state="een-toestand", verifier="v" * 60
    )
    asked = dict(parse_qsl(urlsplit(address).query))
    httpx.get(address).raise_for_status()
    chosen = httpx.post(f"{made.server}/oauth/authorize", data={**asked, "username": "testuser"})
    return dict(parse_qsl(urlsplit(chosen.headers["location"]).query))


def send(http: Http, server: Mastodon, text: str, key: str, reply_to: str = "") -> str:
    return writing.send(
        http, server=server.server, token=server.token, text=text, key=key, reply_to_id=reply_to
    ).native["id"]


def test_somebody_connects_their_account_and_takes_it_back(http: Http, server: Mastodon) -> None:
    made = app(http, server)
    back = agreed(made)
    got = access.exchange(http, app=made, redirect=REDIRECT, code=back["code"], verifier="v" * 60)
    assert back["state"] == "een-toestand"
    who = access.whoami(http, server=server.server, token=got.access)
    assert who.handle == f"testuser@{host(server)}"
    access.revoke(http, app=made, token=got.access)
    with pytest.raises(TokenRefused):
        access.whoami(http, server=server.server, token=got.access)


def test_the_server_offers_pkce(http: Http, server: Mastodon) -> None:
    assert app(http, server).pkce


def test_a_made_up_code_is_refused(http: Http, server: Mastodon) -> None:
    with pytest.raises(TokenRefused):
        access.exchange(
            http, app=app(http, server), redirect=REDIRECT, code="verzonnen", verifier="v" * 60
        )


def test_a_made_up_token_is_refused(http: Http, server: Mastodon) -> None:
    with pytest.raises(TokenRefused):
        access.whoami(http, server=server.server, token="verzonnen")


def test_the_limits_are_the_servers_own(http: Http, server: Mastodon) -> None:
    told = access.limits(http, server=server.server)
    assert told == access.Limits(500, 23, picture_bytes=10_485_760, quotes=True)


def test_a_question_is_collected_answered_and_read_elsewhere(
    http: Http, server: Mastodon, anna: OtherHouse
) -> None:
    anna.status_post("@testuser weet jij waar de sleutel ligt?", language="nl")
    got = collect(http, server, SourceKind.MASTODON_MENTIONS, "testuser")
    question = got.posts[0]
    assert [notice.kind for notice in got.notices] == [NoticeKind.MENTION]
    assert (question.text, question.language) == ("@testuser weet jij waar de sleutel ligt?", "nl")
    text = writing.address_reply("Onder de mat.", question.author.handle, own_server=server.server)
    number = send(http, server, text, "sleutel-1", question.native["id"])
    read = anna.status(number)
    assert str(read.in_reply_to_id) == question.native["id"]
    assert "Onder de mat." in read.content


def test_an_answer_to_us_is_told_as_a_reply(http: Http, server: Mastodon, anna: OtherHouse) -> None:
    ours = send(http, server, "Wie komt er?", "komst-1")
    anna.status_post("@testuser ik!", in_reply_to_id=ours)
    got = collect(http, server, SourceKind.MASTODON_MENTIONS, "testuser")
    own = client.post(http, server=server.server, id=ours, token=server.token)
    assert own is not None
    assert [notice.kind for notice in got.notices] == [NoticeKind.REPLY]
    assert got.posts[0].reply_to == own.uid


def test_favourites_boosts_and_follows_are_told(
    http: Http, server: Mastodon, anna: OtherHouse
) -> None:
    ours = send(http, server, "Iets moois.", "moois-1")
    anna.status_favourite(ours)
    anna.status_reblog(ours)
    anna.account_follow(anna.account_lookup("testuser").id)
    got = collect(http, server, SourceKind.MASTODON_MENTIONS, "testuser")
    kinds = {notice.kind for notice in got.notices}
    assert kinds == {NoticeKind.FAVOURITE, NoticeKind.BOOST, NoticeKind.FOLLOW}


def test_a_repeat_after_a_lost_answer_stands_once(
    http: Http, server: Mastodon, anna: OtherHouse
) -> None:
    lossy = Lossy()
    with pytest.raises(Unreachable):
        send(lossy, server, "Eenmaal.", "eenmaal-1")
    send(lossy, server, "Eenmaal.", "eenmaal-1")
    own = anna.account_statuses(anna.account_lookup("testuser").id)
    assert len(own) == 1


def test_a_message_whose_answer_was_lost_long_ago_is_found_again(
    http: Http, server: Mastodon
) -> None:
    begin = datetime.now(UTC) - timedelta(minutes=1)
    text = "Kijk eens op https://voorbeeld.example/een/heel/lang/pad en zeg het #buren"
    with pytest.raises(Unreachable):
        send(Lossy(), server, text, "lang-geleden")
    found = writing.find_own(http, server=server.server, token=server.token, text=text, since=begin)
    assert found is not None
    later = writing.find_own(
        http, server=server.server, token=server.token, text=text,
        since=begin + timedelta(hours=1),
    )  # fmt: skip
    other = writing.find_own(
        http, server=server.server, token=server.token, text=f"{text}!", since=begin
    )
    assert (later, other) == (None, None)


def test_two_hundred_posts_arrive_over_pages_without_loss(
    http: Http, server: Mastodon, anna: OtherHouse
) -> None:
    anna.status_post("nul #buurt")
    tag = SourceKind.MASTODON_HASHTAG
    mark = collect(http, server, tag, "buurt").bookmark
    for number in range(200):
        anna.status_post(f"bericht {number} #buurt")
    got = pages(http, server, tag, "buurt", mark)
    assert [post.text for page in got for post in page.posts] == [
        f"bericht {number} #buurt" for number in range(200)
    ]
    assert len(got) > 4
    assert not pages(http, server, tag, "buurt", got[-1].bookmark)[0].posts


def test_an_account_is_read_without_token(http: Http, server: Mastodon, anna: OtherHouse) -> None:
    anna.status_post("voor iedereen")
    got = client.collect(
        http, kind=SourceKind.MASTODON_ACCOUNT, address=f"anna@{host(server)}",
        server=server.server,
    )  # fmt: skip
    assert [post.text for post in got.posts] == ["voor iedereen"]
    assert got.title == "anna"


def test_an_account_that_is_not_there_is_not_found(http: Http, server: Mastodon) -> None:
    with pytest.raises(NotFound):
        collect(http, server, SourceKind.MASTODON_ACCOUNT, "niemand")


def test_boosts_are_counted_and_not_shown(http: Http, server: Mastodon, anna: OtherHouse) -> None:
    anna.status_reblog(send(http, server, "van ons", "boost-1"))
    anna.status_post("van Anna")
    got = collect(http, server, SourceKind.MASTODON_ACCOUNT, "anna")
    assert ([post.text for post in got.posts], got.skipped) == (["van Anna"], 1)


def test_home_and_lists_bring_what_we_follow(
    http: Http, server: Mastodon, anna: OtherHouse
) -> None:
    us = OtherHouse(access_token=server.token, api_base_url=server.server)
    number = us.account_lookup("anna").id
    us.account_follow(number)
    made = us.list_create("buren")
    us.list_accounts_add(made.id, [number])
    anna.status_post("voor wie volgt")
    for kind, name in (
        (SourceKind.MASTODON_HOME, "testuser"),
        (SourceKind.MASTODON_LIST, str(made.id)),
    ):
        assert "voor wie volgt" in [post.text for post in collect(http, server, kind, name).posts]


def test_what_was_meant_for_one_is_limited(http: Http, server: Mastodon, anna: OtherHouse) -> None:
    anna.status_post("@testuser onder ons", visibility="direct")
    got = collect(http, server, SourceKind.MASTODON_MENTIONS, "testuser")
    assert [post.audience for post in got.posts] == [Audience.LIMITED]


def test_a_thread_is_read_whole(http: Http, server: Mastodon, anna: OtherHouse) -> None:
    first = anna.status_post("een")
    second = send(http, server, "twee", "draad-1", str(first.id))
    anna.status_post("drie", in_reply_to_id=second)
    got = client.thread(http, server=server.server, id=second, token=server.token)
    assert [post.text for post in got] == ["een", "twee", "drie"]
    assert [post.root for post in got] == ["", got[0].uid, got[0].uid]


def test_an_edit_shows_when_it_was(http: Http, server: Mastodon, anna: OtherHouse) -> None:
    said = anna.status_post("voor")
    anna.status_update(said.id, "na")
    read = client.post(http, server=server.server, id=str(said.id), token=server.token)
    assert read is not None
    assert (read.text, bool(read.edited), bool(read.revision)) == ("na", True, True)


def test_a_post_taken_away_is_gone(http: Http, server: Mastodon) -> None:
    number = send(http, server, "even", "even-1")
    writing.delete(http, server=server.server, token=server.token, id=number)
    writing.delete(http, server=server.server, token=server.token, id=number)
    assert client.post(http, server=server.server, id=number, token=server.token) is None


def test_a_text_too_long_for_the_server_is_rejected(http: Http, server: Mastodon) -> None:
    with pytest.raises(Rejected):
        send(http, server, "x" * 501, "lang-1")


def test_a_handle_leads_to_its_account(http: Http, server: Mastodon, anna: OtherHouse) -> None:
    person, where = client.find_account(http, handle=f"@anna@{host(server)}", scheme="http")
    assert (person.handle, person.bot) == (f"anna@{host(server)}", False)
    assert urlsplit(where).port == urlsplit(server.server).port
