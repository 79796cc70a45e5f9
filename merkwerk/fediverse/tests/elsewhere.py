"""Somebody on another server, for tests: signs what they send, and keeps what is brought."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from merkwerk.connectors.activitypub.client import packed
from merkwerk.connectors.activitypub.request import Dialect
from merkwerk.connectors.activitypub.signing import Signer, headers_for, new_pair
from merkwerk.connectors.activitypub.translate import PUBLIC
from merkwerk.connectors.tests.loopback import Asked, Reply, Server, serving
from merkwerk.fediverse.models import Remote, RemoteKey

HERE = "http://verhalen.example"
PAIR = new_pair()
OTHER_PAIR = new_pair()


@dataclass
class Elsewhere:
    """`anna` on a server of her own."""

    origin: str = "http://social.example"
    name: str = "anna"
    pair: tuple[str, str] = PAIR
    count: int = 0
    got: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"{self.origin}/users/{self.name}"

    @property
    def key(self) -> str:
        return f"{self.address}#main-key"

    @property
    def signer(self) -> Signer:
        return Signer(self.key, self.pair[1])

    def document(self) -> dict[str, Any]:
        return {
            "id": self.address,
            "type": "Person",
            "preferredUsername": self.name,
            "name": "Anna van Elders",
            "inbox": f"{self.address}/inbox",
            "endpoints": {"sharedInbox": f"{self.origin}/inbox"},
            "url": f"{self.origin}/@{self.name}",
            "publicKey": {"id": self.key, "owner": self.address, "publicKeyPem": self.pair[0]},
        }

    def known(self, now: datetime | None = None) -> Remote:
        """As if her key had been looked up before."""
        host = self.origin.partition("://")[2]
        at = now or timezone.now()
        remote = Remote.objects.create(
            address=self.address, host=host, handle=f"{self.name}@{host}", name="Anna van Elders",
            page=f"{self.origin}/@{self.name}", inbox=f"{self.address}/inbox",
            shared_inbox=f"{self.origin}/inbox", fetched_at=at,
        )  # fmt: skip
        RemoteKey.objects.create(address=self.key, owner=remote, public=self.pair[0], fetched_at=at)
        return remote

    def activity(self, kind: str, about: Any, **more: Any) -> dict[str, Any]:
        self.count += 1
        address = f"{self.origin}/activities/{self.count}"
        return {"id": address, "type": kind, "actor": self.address, "object": about, **more}

    def note(self, answers: str, text: str = "<p>Dat ken ik.</p>", **more: Any) -> dict[str, Any]:
        return {
            "id": f"{self.origin}/notes/1", "type": "Note", "attributedTo": self.address,
            "inReplyTo": answers, "content": text, "to": [PUBLIC], **more,
        }  # fmt: skip

    def sends(
        self,
        told: dict[str, Any] | bytes,
        *,
        to: str = "/ap/inbox",
        at: datetime | None = None,
        dialect: Dialect = Dialect.CAVAGE,
        signer: Signer | None = None,
        **changed: str,
    ) -> int:
        """Signs and brings it; gives the status."""
        body = told if isinstance(told, bytes) else packed(told)
        fields = headers_for(
            "POST", f"{HERE}{to}", signer=signer or self.signer, now=at or timezone.now(),
            body=body, dialect=dialect,
        )  # fmt: skip
        return brings(body, {"host": "verhalen.example", **fields, **changed}, to)


def brings(body: bytes, fields: dict[str, str], to: str = "/ap/inbox") -> int:
    answer = Client().post(to, data=body, content_type="application/activity+json", headers=fields)
    return answer.status_code


@contextmanager
def living(name: str = "anna", status: int = 202) -> Iterator[tuple[Elsewhere, Server]]:
    """A server of hers on the loopback: tells who she is, and takes what is brought."""
    anna = Elsewhere(name=name)

    def answer(asked: Asked) -> Reply:
        if asked.method == "POST":
            anna.got.append(json.loads(asked.body))
            return Reply(status)
        return Reply(200, packed(anna.document()), {"content-type": "application/activity+json"})

    with serving(answer) as server:
        anna.origin = server.address
        yield anna, server
