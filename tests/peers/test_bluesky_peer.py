"""Reading and writing at a real data server, with PyPI `atproto` as the reader of another house."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from atproto import Client

from merkwerk.connectors.bluesky import client, identity, writing
from merkwerk.connectors.bluesky.calls import NoAppView
from merkwerk.connectors.bluesky.session import Auth, Session, login, logout
from merkwerk.connectors.errors import NotFound, Rejected, TokenRefused, Unreachable
from merkwerk.connectors.http import Http
from merkwerk.connectors.values import Bookmark, Page, SourceKind
from tests.peers.lossy import Lossy
from tests.peers.servers import PASSWORD, Atproto

pytestmark = pytest.mark.peer


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def anna(http: Http, atproto: Atproto) -> Auth:
    return atproto.account(http, "anna")


@pytest.fixture
def bram(http: Http, atproto: Atproto) -> Auth:
    return atproto.account(http, "bram")


def reader(auth: Auth) -> Client:
    other = Client(base_url=f"{auth.session.server}/xrpc")
    other.login(auth.session.handle, PASSWORD, fetch_bsky_profile=False)
    return other


def run_out(access: str) -> str:
    """The same token, a day too old; the test network signs with a word everybody knows."""
    head, body, _ = access.split(".")
    claims = json.loads(urlsafe_b64decode(body + "=="))
    claims |= {"iat": claims["iat"] - 90_000, "exp": claims["iat"] - 86_400}
    signed = f"{head}.{urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}"
    mark = hmac.digest(b"jwt-secret", signed.encode(), "sha256")
    return f"{signed}.{urlsafe_b64encode(mark).decode().rstrip('=')}"


def records(auth: Auth) -> list[str]:
    """The texts that stand in the account's repository, as the other house reads them."""
    asked = {"repo": auth.session.did, "collection": "app.bsky.feed.post"}
    return [entry.value.text for entry in reader(auth).com.atproto.repo.list_records(asked).records]


def pages(http: Http, atproto: Atproto, auth: Auth, mark: Bookmark, limit: int = 100) -> list[Page]:
    got: list[Page] = []
    while not got or got[-1].more:
        page = client.collect(
            http, kind=SourceKind.BLUESKY_ACCOUNT, address=auth.session.did, now=now(),
            server=atproto.pds, plc=atproto.plc, bookmark=mark, limit=limit,
        )  # fmt: skip
        got.append(page)
        mark = page.bookmark
    return got


def test_signing_in_needs_no_appview(anna: Auth) -> None:
    assert anna.session.did.startswith("did:plc:")


def test_a_wrong_password_is_refused(http: Http, atproto: Atproto, anna: Auth) -> None:
    with pytest.raises(TokenRefused):
        login(http, server=atproto.pds, handle=anna.session.handle, app_password="mis")


def test_an_unknown_account_is_refused(http: Http, atproto: Atproto) -> None:
    with pytest.raises(TokenRefused):
        login(http, server=atproto.pds, handle="niemand.test", app_password=PASSWORD)


def test_a_made_up_token_is_refused(http: Http, anna: Auth) -> None:
    broken = Session.load(anna.session.dump().replace(anna.session.access[-20:], "x" * 20))
    with pytest.raises(TokenRefused):
        client.whoami(http, auth=Auth(broken, keep=lambda new: None))


def test_a_timeline_without_appview_says_so(http: Http, anna: Auth) -> None:
    with pytest.raises(NoAppView):
        client.collect(http, kind=SourceKind.BLUESKY_HOME, address="", now=now(), auth=anna)


def test_the_other_house_reads_what_we_sent(http: Http, anna: Auth, bram: Auth) -> None:
    moment = now()
    text = f"Café 👩‍👩‍👧 voor @{bram.session.handle}: https://voorbeeld.example/pad. #tuin"
    sent = writing.send(
        http, auth=anna, text=text, key=writing.new_tid(moment), now=moment, language="nl"
    )
    asked = {"repo": anna.session.did, "collection": "app.bsky.feed.post", "rkey": sent.uid[-13:]}
    record = reader(anna).com.atproto.repo.get_record(asked).value
    raw = text.encode()
    marked = [raw[f.index.byte_start : f.index.byte_end].decode() for f in record.facets]
    assert record.langs == ["nl"]
    assert marked == [f"@{bram.session.handle}", "https://voorbeeld.example/pad", "#tuin"]
    assert record.facets[0].features[0].did == bram.session.did


def test_a_question_is_collected_and_answered(
    http: Http, atproto: Atproto, anna: Auth, bram: Auth
) -> None:
    reader(anna).send_post("Wie weet waar de sleutel ligt?", anna.session.did)
    page = pages(http, atproto, anna, Bookmark())[-1]
    question = page.posts[-1]
    assert question.text == "Wie weet waar de sleutel ligt?"
    moment = now()
    sent = writing.send(
        http, auth=bram, text="Onder de mat.", key=writing.new_tid(moment), now=moment,
        reply_to=question,
    )  # fmt: skip
    answer = pages(http, atproto, bram, Bookmark())[-1].posts[-1]
    assert (answer.uid, answer.reply_to, answer.root) == (sent.uid, question.uid, question.uid)


def test_a_repeat_after_a_lost_answer_stands_once(anna: Auth) -> None:
    moment, lossy = now(), Lossy()
    key = writing.new_tid(moment)
    with pytest.raises(Unreachable):
        writing.send(lossy, auth=anna, text="Eenmaal.", key=key, now=moment)
    sent = writing.send(lossy, auth=anna, text="Eenmaal.", key=key, now=moment + timedelta(hours=3))
    assert sent.uid.endswith(key)
    assert sent.written == moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert records(anna) == ["Eenmaal."]


def test_an_old_token_is_renewed_kept_and_the_call_goes_on(http: Http, anna: Auth) -> None:
    kept: list[Session] = []
    old = replace(anna.session, access=run_out(anna.session.access))
    auth = Auth(old, keep=kept.append)
    assert client.whoami(http, auth=auth).handle == anna.session.handle
    assert kept == [auth.session]
    assert kept[0].refresh != old.refresh
    assert client.whoami(http, auth=auth).handle == anna.session.handle


def test_a_session_given_back_cannot_be_renewed(http: Http, anna: Auth) -> None:
    logout(http, auth=anna)
    with pytest.raises(TokenRefused):
        anna.refresh(http)


def test_every_post_arrives_over_several_pages_in_order(
    http: Http, atproto: Atproto, anna: Auth
) -> None:
    mark = pages(http, atproto, anna, Bookmark())[-1].bookmark
    other = reader(anna)
    for number in range(45):
        other.send_post(f"bericht {number}", anna.session.did)
    got = pages(http, atproto, anna, mark, limit=20)
    assert [len(page.posts) for page in got] == [20, 20, 5]
    assert [post.text for page in got for post in page.posts] == [
        f"bericht {number}" for number in range(45)
    ]
    assert not pages(http, atproto, anna, got[-1].bookmark)[0].posts


def test_a_post_taken_away_is_gone(http: Http, atproto: Atproto, anna: Auth) -> None:
    moment = now()
    sent = writing.send(http, auth=anna, text="Even.", key=writing.new_tid(moment), now=moment)
    writing.delete(http, auth=anna, uri=sent.uid)
    writing.delete(http, auth=anna, uri=sent.uid)
    assert client.post(http, uri=sent.uid, now=now(), plc=atproto.plc, resolver=atproto.pds) is None


def test_a_text_too_long_for_the_network_is_refused_before_it_is_sent(anna: Auth) -> None:
    with pytest.raises(Rejected, match="301"):
        writing.send(
            Lossy(lost=9), auth=anna, text="é" * 301, key=writing.new_tid(now()), now=now()
        )


def test_the_server_itself_refuses_what_its_lexicon_forbids(http: Http, anna: Auth) -> None:
    moment = now()
    key = writing.new_tid(moment)
    with pytest.raises(Rejected, match=r"(?i)record"):
        writing.send(http, auth=anna, text="kort", key=key, now=moment, language="geen taal")


def test_a_handle_leads_to_its_account(http: Http, atproto: Atproto, anna: Auth) -> None:
    did = identity.resolve_handle(http, handle=f"@{anna.session.handle}", server=atproto.pds)
    found = identity.person(http, did=did, plc=atproto.plc, resolver=atproto.pds)
    assert (found.uid, found.handle) == (anna.session.did, anna.session.handle)


def test_nobody_is_called_so(http: Http, atproto: Atproto) -> None:
    with pytest.raises(NotFound):
        identity.resolve_handle(http, handle="niemand.test", server=atproto.pds)


def test_an_author_who_wants_no_strangers_is_not_indexable(
    http: Http, atproto: Atproto, anna: Auth
) -> None:
    label = {
        "$type": "com.atproto.label.defs#selfLabels",
        "values": [{"val": "!no-unauthenticated"}],
    }
    record = {"$type": "app.bsky.actor.profile", "displayName": "Anna", "labels": label}
    asked = {
        "repo": anna.session.did, "collection": "app.bsky.actor.profile", "rkey": "self",
        "record": record,
    }  # fmt: skip
    reader(anna).com.atproto.repo.put_record(asked)
    found = identity.person(http, did=anna.session.did, plc=atproto.plc, resolver=atproto.pds)
    assert (found.name, found.indexable) == ("Anna", False)
