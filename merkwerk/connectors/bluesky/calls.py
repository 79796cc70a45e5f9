"""One XRPC call to one server, and what its refusals mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol
from urllib.parse import urlencode

from merkwerk.connectors.errors import (
    ConnectorError,
    Forbidden,
    Gone,
    NotFound,
    Rejected,
    ServerTrouble,
    TokenRefused,
    Unreadable,
)
from merkwerk.connectors.http import Answer, Http
from merkwerk.connectors.shapes import Fields, fields, object_of, text

PLC = "https://plc.directory"
APPVIEW = "https://public.api.bsky.app"
MAX_BYTES = 4 * 1024 * 1024
Params = Sequence[tuple[str, str]]

_NAMED: dict[str, type[ConnectorError]] = {
    "RecordNotFound": NotFound,
    "RepoNotFound": NotFound,
    "NotFound": NotFound,
    "UnknownList": NotFound,
    "UnknownFeed": NotFound,
    "ActorNotFound": NotFound,
    "AccountNotFound": NotFound,
    "HandleNotFound": NotFound,
    "RepoTakendown": Gone,
    "RepoDeactivated": Gone,
    "AccountTakedown": Gone,
    "AccountDeactivated": Gone,
    "BlockedActor": Forbidden,
    "BlockedByActor": Forbidden,
    "InsufficientScope": Forbidden,
    "ScopeMissingError": Forbidden,
    "ExpiredToken": TokenRefused,
    "InvalidToken": TokenRefused,
    "AuthMissing": TokenRefused,
    "AuthenticationRequired": TokenRefused,
}


class NoAppView(ServerTrouble):
    """The server keeps data but has no AppView behind it (now): timelines, search, threads and
    notices cannot be had. Signing in, reading accounts and writing work all the same."""


class Signer(Protocol):
    """Who puts a call's authority on it; `session.Auth` is the one there is."""

    def send(self, http: Http, method: str, url: str, *, json: object | None) -> Answer: ...


def plain_send(http: Http, method: str, url: str, *, json: object | None) -> Answer:
    """A call on nobody's authority."""
    headers = {"Accept": "application/json"}
    if method == "GET":
        return http.get(url, headers=headers, max_bytes=MAX_BYTES)
    return http.request(method, url, headers=headers, json=json, max_bytes=MAX_BYTES)


def query(
    http: Http, server: str, name: str, params: Params = (), *, auth: Signer | None = None
) -> tuple[Fields, Answer]:
    """Reads an XRPC query's object. Without `auth` a want of it is `Forbidden`."""
    tail = f"?{urlencode(list(params))}" if params else ""
    url = f"{server}/xrpc/{name}{tail}"
    answer = (auth.send if auth else _anonymous)(http, "GET", url, json=None)
    try:
        return object_of(checked(answer, name).json(), name), answer
    except TokenRefused as trouble:
        if auth:
            raise
        raise Forbidden(trouble.detail, wait=trouble.wait) from trouble


def procedure(
    http: Http, server: str, name: str, body: Mapping[str, object], *, auth: Signer | None = None
) -> Fields:
    """Calls an XRPC procedure with JSON; an empty answer is an empty object."""
    url = f"{server}/xrpc/{name}"
    answer = (auth.send if auth else _anonymous)(http, "POST", url, json=dict(body))
    checked(answer, name)
    return object_of(answer.json(), name) if answer.body.strip() else {}


def _anonymous(http: Http, method: str, url: str, *, json: object | None) -> Answer:
    return plain_send(http, method, url, json=json)


def complaint(answer: Answer) -> tuple[str, str]:
    """The error's name and message, as XRPC puts them; empty when it is something else."""
    try:
        told = fields(answer.json())
    except Unreadable:
        return "", ""
    return text(told.get("error"), 80), text(told.get("message"), 300)


def checked(answer: Answer, name: str) -> Answer:
    """The answer, if it is one; else the error that its name or status stands for.

    PDS without AppView answer `app.bsky.*` with 501, 502 or 404 "XRPCNotSupported".
    """
    if 200 <= answer.status < 300:
        return answer
    error, message = complaint(answer)
    if name.startswith("app.bsky.") and (
        answer.status in {501, 502} or error in {"XRPCNotSupported", "MethodNotImplemented"}
    ):
        raise NoAppView(f"no AppView: {error} {message}")
    kind = _NAMED.get(error)
    if kind is not None:
        raise kind(f"{error}: {message}", wait=answer.wait_within_an_hour())
    if answer.status == 400 and "could not locate record" in message.lower():
        raise NotFound(message)
    if answer.status == 400:
        raise Rejected(f"{error}: {message}")
    return answer.raise_for_trouble(now=answer.server_time)
