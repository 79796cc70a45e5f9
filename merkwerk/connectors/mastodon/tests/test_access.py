"""Apps, consent, tokens and limits, against servers of several kinds."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qsl, urlsplit

import pytest

from merkwerk.connectors.errors import BadAddress, ServerTrouble, TokenRefused, Unreadable
from merkwerk.connectors.mastodon import access
from merkwerk.connectors.mastodon.access import App, Limits
from merkwerk.connectors.tests.loopback import Asked, Handler, Reply, http_to, serving

SERVER = "http://social.example"
BACK = "https://merkwerk.example/back"
APP = App(SERVER, "naam", "geheim")


def reply(told: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json"})


def routes(**told: object) -> Handler:
    """Answers by the last word of the path; what is not named is not found."""

    def answer(asked: Asked) -> Reply:
        word = (
            urlsplit(asked.path)
            .path.strip("/")
            .replace("/", "_")
            .replace(".", "")
            .replace("-", "_")
        )
        given = told.get(word)
        return given if isinstance(given, Reply) else reply(given, 404 if given is None else 200)

    return answer


def registered(handler: Handler) -> App:
    with serving(handler) as server:
        return access.register_app(
            http_to(server), server=SERVER, name="Merkwerk", redirect=BACK,
            website="https://merkwerk.example",
        )  # fmt: skip


def limits(handler: Handler) -> Limits:
    with serving(handler) as server:
        return access.limits(http_to(server), server=SERVER)


MADE = {"client_id": "naam", "client_secret": "geheim"}


def test_a_server_without_metadata_gets_no_pkce() -> None:
    assert registered(routes(api_v1_apps=MADE)) == APP


def test_a_server_that_offers_pkce_gets_it() -> None:
    meta = {"code_challenge_methods_supported": ["plain", "S256"]}
    assert registered(routes(api_v1_apps=MADE, well_known_oauth_authorization_server=meta)).pkce


@pytest.mark.parametrize("told", [{}, [], "x", {"client_id": 3}, {"client_id": "a"}])
def test_a_registration_without_secret_is_unreadable(told: object) -> None:
    with pytest.raises(Unreadable):
        registered(routes(api_v1_apps=told))


def address(app: App) -> dict[str, str]:
    made = access.authorise_address(app=app, redirect=BACK, state="s", verifier="v" * 43)
    assert made.startswith(f"{SERVER}/oauth/authorize?")
    return dict(parse_qsl(urlsplit(made).query))


def test_the_consent_page_is_asked_with_state_and_scopes() -> None:
    asked = address(APP)
    assert (asked["state"], asked["scope"], asked["redirect_uri"]) == ("s", access.SCOPES, BACK)
    assert "code_challenge" not in asked


def test_the_challenge_is_the_verifiers_digest() -> None:
    asked = address(App(SERVER, "naam", "geheim", pkce=True))
    digest = urlsafe_b64encode(sha256(b"v" * 43).digest()).decode().rstrip("=")
    assert (asked["code_challenge"], asked["code_challenge_method"]) == (digest, "S256")


def exchanged(told: object, status: int = 200) -> access.Token:
    with serving(lambda asked: reply(told, status)) as server:
        return access.exchange(http_to(server), app=APP, redirect=BACK, code="c", verifier="v" * 43)


def test_the_token_comes_with_what_it_may_do() -> None:
    got = exchanged({"access_token": "x", "scope": "read"})
    assert (got.access, got.scopes) == ("x", "read")


@pytest.mark.parametrize("status", [400, 401, 403, 422])
def test_a_code_refused_is_a_token_refused(status: int) -> None:
    with pytest.raises(TokenRefused):
        exchanged({"error": "invalid_grant"}, status)


@pytest.mark.parametrize("told", [{}, [], {"access_token": ""}, {"access_token": {}}])
def test_an_answer_without_token_is_unreadable(told: object) -> None:
    with pytest.raises(Unreadable):
        exchanged(told)


def test_a_token_the_server_forgot_is_given_back_without_trouble() -> None:
    with serving(lambda asked: reply({"error": "unknown"}, 403)) as server:
        access.revoke(http_to(server), app=APP, token="x")
        assert b"token=x" in server.asked[0].body


def test_the_limits_of_the_second_instance_form() -> None:
    told = {
        "configuration": {"statuses": {"max_characters": 5000, "characters_reserved_per_url": 25}}
    }
    assert limits(routes(api_v2_instance=told)) == Limits(5000, 25)


def test_the_limits_of_the_first_instance_form() -> None:
    told = {"configuration": {"statuses": {"max_characters": 1000}}}
    assert limits(routes(api_v1_instance=told)) == Limits(1000, 23)


def test_the_limits_of_older_servers() -> None:
    assert limits(routes(api_v1_instance={"max_toot_chars": 8000})) == Limits(8000, 23)


@pytest.mark.parametrize("most", [None, "500", -1, 0, True, 10**12, {}])
def test_a_limit_that_is_none_is_the_usual_one(most: object) -> None:
    told = {"configuration": {"statuses": {"max_characters": most}}}
    assert limits(routes(api_v2_instance=told)) == Limits()


def test_a_server_in_trouble_has_no_limits() -> None:
    with pytest.raises(ServerTrouble):
        limits(lambda asked: Reply(503, b""))


@pytest.mark.parametrize("told", [{}, {"acct": "a"}, {"url": "https://a.example"}, {"acct": 3}])
def test_an_own_account_without_name_or_address_is_unreadable(told: object) -> None:
    with serving(lambda asked: reply(told)) as server, pytest.raises(Unreadable):
        access.whoami(http_to(server), server=SERVER, token="t")


def own_handle(**instance: object) -> str:
    account = {"acct": "sanne", "url": "https://social.example/@sanne"}
    with serving(
        routes(api_v1_accounts_verify_credentials=account, api_v2_instance=instance)
    ) as server:
        return access.whoami(http_to(server), server="http://social.kade.example", token="t").handle


def test_a_server_may_carry_the_name_of_the_domain_above_it() -> None:
    assert own_handle(domain="kade.example") == "sanne@kade.example"


@pytest.mark.parametrize("claim", ["ander.example", "example.evil", "example", "", None, 3])
def test_a_server_cannot_carry_a_name_that_is_not_above_it(claim: object) -> None:
    assert own_handle(domain=claim) == "sanne@social.kade.example"


@pytest.mark.parametrize(
    "typed",
    [
        "Social.Example",
        "https://social.example/@x",
        "@me@social.example",
        "http://social.example/",
        "social.example.",
    ],
)
def test_a_server_is_meant_however_it_is_written(typed: str) -> None:
    assert access.server_address(typed).rstrip(".") == "https://social.example"


def test_another_port_is_kept_and_this_machine_speaks_plainly() -> None:
    assert access.server_address("https://social.example:8443/x") == "https://social.example:8443"
    assert access.server_address("http://127.0.0.1:8104") == "http://127.0.0.1:8104"


@pytest.mark.parametrize(
    "typed", ["", "geen server", "ftp://social.example", "https://", "server", "@"]
)
def test_what_names_no_server_is_refused(typed: str) -> None:
    with pytest.raises(BadAddress):
        access.server_address(typed)


def test_a_server_tells_what_pictures_it_takes_and_whether_it_quotes() -> None:
    told = {
        "api_versions": {"mastodon": 7},
        "configuration": {
            "statuses": {"max_characters": 500, "max_media_attachments": 6},
            "media_attachments": {"description_limit": 900, "image_size_limit": 2_000_000},
        },
    }
    assert limits(routes(api_v2_instance=told)) == Limits(
        max_pictures=6, description=900, picture_bytes=2_000_000, quotes=True
    )
