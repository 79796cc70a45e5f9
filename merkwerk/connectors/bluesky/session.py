"""Speaking for one account: app password or OAuth behind one face, with tokens that change."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from merkwerk.connectors import shapes
from merkwerk.connectors.bluesky.calls import (
    MAX_BYTES,
    checked,
    complaint,
    plain_send,
)
from merkwerk.connectors.bluesky.dpop import proof
from merkwerk.connectors.bluesky.identity import is_did
from merkwerk.connectors.errors import ConnectorError, Forbidden, Rejected, TokenRefused, Unreadable
from merkwerk.connectors.http import Answer, Http

FILE_TIME = 80.0
_EXPIRED = {"ExpiredToken", "invalid_token"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """All that is needed to speak for `did` at `server` (its data server). Secret as a whole:
    store `dump()` encrypted. With an app password the lower half is empty."""

    did: str
    handle: str
    server: str
    access: str
    refresh: str
    issuer: str = ""
    token_endpoint: str = ""
    revocation_endpoint: str = ""
    client_id: str = ""
    key: str = ""

    def dump(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, kept: str) -> Session:
        """What `dump` gave; anything else raises `TokenRefused`: connect the account again."""
        try:
            told = shapes.fields(json.loads(kept))
        except ValueError:
            told = {}
        names = {field.name for field in fields(cls)}
        values = {name: value for name, value in told.items() if isinstance(value, str)}
        if not {"did", "handle", "server", "access", "refresh"} <= set(values):
            raise TokenRefused("the kept connection cannot be read")
        return cls(**{name: value for name, value in values.items() if name in names})

    def __repr__(self) -> str:
        return f"Session({self.did})"


@dataclass(frozen=True, slots=True)
class File:
    """Bytes to bring, and their MIME type."""

    data: bytes
    kind: str


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Auth:
    """Signs calls with a session and renews it when it has run out.

    `keep` hears of each renewed session before the call is repeated, and must store it for good
    at once: the old refresh token is worthless from then on. Use one `Auth` per account at a
    time; a refresh token used twice ends the connection.
    """

    session: Session
    keep: Callable[[Session], None]
    clock: Callable[[], datetime] = _now
    _nonces: dict[str, str] | None = None

    def send(
        self, http: Http, method: str, url: str, *, json: object | None, file: File | None = None
    ) -> Answer:
        """One call on the account's authority, with JSON or the bytes of a file; renews and repeats
        once when the token is old.

        Raises `TokenRefused` when it cannot be renewed.
        """
        answer = self._send(http, method, url, json, file)
        if answer.status in {400, 401} and complaint(answer)[0] in _EXPIRED:
            self.refresh(http)
            answer = self._send(http, method, url, json, file)
        return answer

    def refresh(self, http: Http) -> None:
        """Trades the refresh token for new ones and hands them to `keep`."""
        renewed = self._by_oauth(http) if self.session.key else self._by_password(http)
        self.session = renewed
        self.keep(renewed)

    def bound(
        self, http: Http, method: str, url: str, *, access: str, json: object | None,
        data: dict[str, str] | None = None, file: File | None = None,
    ) -> Answer:  # fmt: skip
        """A call with proof of possession; takes up the server's nonce and tries once more."""
        nonces = self._nonces = {} if self._nonces is None else self._nonces
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        for _ in range(2):
            before = nonces.get(origin, "")
            made = proof(
                self.session.key, method=method, url=url, now=self.clock(),
                nonce=before, access=access,
            )  # fmt: skip
            headers = {"Accept": "application/json", "DPoP": made}
            if access:
                headers["Authorization"] = f"DPoP {access}"
            answer = _request(http, method, url, headers, json, data, file)
            nonces[origin] = answer.headers.get("dpop-nonce", before)[:512]
            if not (wants_nonce(answer) and nonces[origin] != before):
                break
        return answer

    def _send(
        self, http: Http, method: str, url: str, json: object | None, file: File | None
    ) -> Answer:
        if self.session.key:
            return self.bound(http, method, url, access=self.session.access, json=json, file=file)
        return _bearer(http, method, url, self.session.access, json, file)

    def _by_password(self, http: Http) -> Session:
        url = f"{self.session.server}/xrpc/com.atproto.server.refreshSession"
        answer = _bearer(http, "POST", url, self.session.refresh, None)
        try:
            told = checked(answer, "com.atproto.server.refreshSession").json()
        except (Rejected, Forbidden) as trouble:
            raise TokenRefused(trouble.detail) from trouble
        return _renewed(self.session, shapes.fields(told), "accessJwt", "refreshJwt", "did")

    def _by_oauth(self, http: Http) -> Session:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self.session.refresh,
            "client_id": self.session.client_id,
        }
        answer = self.bound(
            http, "POST", self.session.token_endpoint, access="", json=None, data=form
        )
        try:
            told = answer.raise_for_trouble(now=answer.server_time).json()
        except (Rejected, Forbidden) as trouble:
            raise TokenRefused(trouble.detail) from trouble
        return _renewed(self.session, shapes.fields(told), "access_token", "refresh_token", "sub")


def wants_nonce(answer: Answer) -> bool:
    """RFC 9449, sections 8 and 9: 400 from a token endpoint, 401 from a data server."""
    if answer.status not in {400, 401}:
        return False
    said = complaint(answer)[0] + answer.headers.get("www-authenticate", "")
    return "use_dpop_nonce" in said


def _request(
    http: Http, method: str, url: str, headers: dict[str, str],
    json: object | None, data: dict[str, str] | None, file: File | None = None,
) -> Answer:  # fmt: skip
    if file is not None:
        headers = {**headers, "Content-Type": file.kind}
        return http.request(
            method, url, headers=headers, content=file.data, max_bytes=MAX_BYTES, seconds=FILE_TIME
        )
    if method == "GET":
        return http.get(url, headers=headers, max_bytes=MAX_BYTES, follow=False)
    return http.request(method, url, headers=headers, json=json, data=data, max_bytes=MAX_BYTES)


def _bearer(
    http: Http, method: str, url: str, token: str, json: object | None, file: File | None = None
) -> Answer:
    headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
    return _request(http, method, url, headers, json, None, file)


def _renewed(old: Session, told: shapes.Fields, access: str, refresh: str, did: str) -> Session:
    new_access = shapes.token(told.get(access), 8_000)
    new_refresh = shapes.token(told.get(refresh), 8_000)
    if not new_access or not new_refresh:
        raise Unreadable("the server renewed the connection without new tokens")
    if told.get(did) != old.did:
        raise TokenRefused("the server renewed the connection of somebody else")
    return replace(old, access=new_access, refresh=new_refresh)


def login(http: Http, *, server: str, handle: str, app_password: str) -> Session:
    """Signs in with an app password at the account's own data server; needs no AppView.

    Raises `TokenRefused` for a wrong handle or password, and when the account wants a code from
    e-mail (then OAuth is the way).
    """
    answer = plain_send(
        http,
        "POST",
        f"{server}/xrpc/com.atproto.server.createSession",
        json={"identifier": handle.lstrip("@"), "password": app_password},
    )
    error, message = complaint(answer)
    if answer.status in {400, 401}:
        raise TokenRefused(f"{error}: {message}")
    told = shapes.object_of(checked(answer, "com.atproto.server.createSession").json(), "session")
    session = Session(
        did=shapes.token(told.get("did")),
        handle=shapes.token(told.get("handle")),
        server=server,
        access=shapes.token(told.get("accessJwt"), 8_000),
        refresh=shapes.token(told.get("refreshJwt"), 8_000),
    )
    if not is_did(session.did) or not session.access or not session.refresh:
        raise Unreadable("session: no tokens in the answer")
    return session


def logout(http: Http, *, auth: Auth) -> None:
    """Gives the tokens back. A server that does not know them (any more), or cannot be reached,
    is no reason to keep them: nothing is raised."""
    session = auth.session
    try:
        if session.key and session.revocation_endpoint:
            form = {"token": session.refresh, "client_id": session.client_id}
            auth.bound(http, "POST", session.revocation_endpoint, access="", json=None, data=form)
        elif not session.key:
            url = f"{session.server}/xrpc/com.atproto.server.deleteSession"
            _bearer(http, "POST", url, session.refresh, None)
    except ConnectorError:
        return
