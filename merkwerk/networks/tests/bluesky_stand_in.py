"""A data server and a directory of the AT Protocol on the loopback, with a memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from merkwerk.connectors.tests.loopback import Asked, Reply, Server, serving
from merkwerk.networks.tests.mastodon_stand_in import reply

DID = "did:plc:" + "a" * 24
CID = "bafyreib2rxk3rybk3aobmv5cjuql3bm2twh4jo5uxgqogzlzpqz2gk4wba"


@dataclass
class Bluesky:
    """Access tokens `access-N` are good until `expired` says otherwise; each refresh token works
    once."""

    server: Server | None = None
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    blobs: list[bytes] = field(default_factory=list)
    generation: int = 1
    refreshed: int = 0
    deleted_sessions: int = 0
    expired: bool = False
    trouble: Callable[[Asked], Reply | None] = lambda asked: None

    @property
    def address(self) -> str:
        assert self.server is not None
        return self.server.address

    def answer(self, asked: Asked) -> Reply:
        given = self.trouble(asked)
        if given is not None:
            return given
        parts = urlsplit(asked.path)
        if parts.path.startswith("/did:"):
            return reply(self._document())
        name = parts.path.removeprefix("/xrpc/")
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if name == "com.atproto.repo.uploadBlob":
            self.blobs.append(asked.body)
            return reply({"blob": {"ref": {"$link": f"bafkrei{len(self.blobs)}"}}})
        body = json.loads(asked.body) if asked.body else {}
        return self._call(name, query, body, asked.headers.get("authorization", ""))

    def _document(self) -> dict[str, Any]:
        service = {"id": "#atproto_pds", "type": "X", "serviceEndpoint": self.address}
        return {"id": DID, "alsoKnownAs": ["at://sanne.test"], "service": [service]}

    def _session(self) -> dict[str, Any]:
        return {
            "did": DID, "handle": "sanne.test",
            "accessJwt": f"access-{self.generation}", "refreshJwt": f"refresh-{self.generation}",
        }  # fmt: skip

    def _call(self, name: str, query: dict[str, str], body: dict[str, Any], said: str) -> Reply:
        match name:
            case "com.atproto.identity.resolveHandle":
                known = query["handle"] == "sanne.test"
                return reply({"did": DID}) if known else reply({"error": "HandleNotFound"}, 400)
            case "com.atproto.server.createSession":
                right = body["password"] == "abcd-efgh"
                return reply(self._session()) if right else reply({"error": "AuthRequired"}, 401)
            case "com.atproto.server.refreshSession":
                return self._refresh(said)
            case "com.atproto.server.deleteSession":
                self.deleted_sessions += 1
                return reply({})
            case "com.atproto.repo.getRecord":
                uri = f"at://{query['repo']}/{query['collection']}/{query['rkey']}"
                return self._record(uri)
        if self.expired or said != f"Bearer access-{self.generation}":
            return reply({"error": "ExpiredToken", "message": "Token has expired"}, 400)
        match name:
            case "com.atproto.server.getSession":
                return reply({"did": DID, "handle": "sanne.test"})
            case "com.atproto.repo.putRecord":
                return self._put(body)
            case "com.atproto.repo.deleteRecord":
                self.records.pop(f"at://{body['repo']}/{body['collection']}/{body['rkey']}", None)
                return reply({})
        return reply({"error": "XRPCNotSupported"}, 404)

    def _refresh(self, said: str) -> Reply:
        if said != f"Bearer refresh-{self.generation}":
            return reply({"error": "ExpiredToken", "message": "used before"}, 400)
        self.generation += 1
        self.refreshed += 1
        self.expired = False
        return reply(self._session())

    def _record(self, uri: str) -> Reply:
        if unquote(uri) in self.records:
            return reply({"uri": uri, "cid": CID, "value": self.records[uri]})
        return reply({"error": "RecordNotFound", "message": "Could not locate record"}, 400)

    def _put(self, body: dict[str, Any]) -> Reply:
        uri = f"at://{body['repo']}/{body['collection']}/{body['rkey']}"
        if uri in self.records:
            return reply({"error": "InvalidSwap", "message": "Record was at x"}, 400)
        self.records[uri] = body["record"]
        return reply({"uri": uri, "cid": CID})


@contextmanager
def bluesky_server() -> Iterator[Bluesky]:
    stand_in = Bluesky()
    with serving(stand_in.answer) as server:
        stand_in.server = server
        yield stand_in
