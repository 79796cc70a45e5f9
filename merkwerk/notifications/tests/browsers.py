"""Browsers of ours that a push service can reach, and read what it brings."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.http import Http
from merkwerk.connectors.tests.certificate import make
from merkwerk.connectors.tests.loopback import Asked, Reply, Server, http_to, serving
from merkwerk.notifications import actions
from merkwerk.notifications.models import PushDevice, PushWishes

AUTH = b"sixteen bytes..."


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Browser:
    """One browser: the address its push service gave it, and the key only it has."""

    endpoint: str = "https://push.example/send/one"
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def told(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": text(point), "auth": text(AUTH)}

    def read(self, asked: Asked) -> dict[str, Any]:
        opened = http_ece.decrypt(
            asked.body, private_key=self.key, auth_secret=AUTH, version="aes128gcm"
        )
        found: dict[str, Any] = json.loads(opened)
        return found


def device_of(colleague: Colleague, browser: Browser, **wishes: object) -> PushDevice:
    """A device that is on, with nothing quiet unless the wishes say so."""
    made = actions.switch_on(by=colleague, name="Telefoon", **browser.told)
    wanted = {"quiet_from": 0, "quiet_until": 0, "weekends": True} | wishes
    PushWishes.objects.filter(colleague=colleague).update(**wanted)
    return made


@dataclass
class PushService:
    """A push service on the loopback that every name leads to; `replies` says what it answers,
    the last one from then on."""

    server: Server
    http: Http
    replies: list[Reply]


@contextmanager
def open_push_service(folder: Path, **limits: Any) -> Iterator[PushService]:
    ours, trusting = make(folder, "push.example")
    replies = [Reply(201)]

    def answer(asked: Asked) -> Reply:
        return replies.pop(0) if len(replies) > 1 else replies[0]

    with serving(answer, tls=ours) as server:
        yield PushService(server, http_to(server, tls=trusting, **limits), replies)
