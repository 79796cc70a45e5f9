"""Words to a browser: sealed for it alone, signed by us, and only over the guarded way."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from merkwerk.connectors import errors
from merkwerk.connectors.http import Http
from merkwerk.connectors.push import (
    MOST_BYTES,
    Browser,
    NotABrowser,
    Sender,
    browser,
    push,
    sealed,
)
from merkwerk.connectors.tests.certificate import make
from merkwerk.connectors.tests.loopback import (
    Asked,
    Reply,
    Server,
    http_to,
    serving,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def new_key() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return text(number.to_bytes(32, "big"))


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


ENDPOINT = "https://push.example/send/abc"
SENDER = Sender(new_key(), "mailto:beheer@kade.example")


@dataclass
class Device:
    """A browser of ours, with the private half that only it knows."""

    key: ec.EllipticCurvePrivateKey
    auth: bytes

    @property
    def public(self) -> str:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return text(point)

    def subscription(self, endpoint: str = ENDPOINT) -> Browser:
        return browser(endpoint, self.public, text(self.auth))

    def read(self, body: bytes) -> bytes:
        opened: bytes = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.auth, version="aes128gcm"
        )
        return opened


@pytest.fixture
def device() -> Device:
    return Device(ec.generate_private_key(ec.SECP256R1()), b"sixteen bytes...")


@dataclass
class PushService:
    """A push service on the loopback, reached by any name, over TLS."""

    server: Server
    http: Http
    reply: list[Reply]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PushService]:
    ours, trusting = make(tmp_path, "push.example")
    replies = [Reply(201)]

    def answer(asked: Asked) -> Reply:
        return replies[-1]

    with serving(answer, tls=ours) as server:
        yield PushService(server, http_to(server, tls=trusting), replies)


def send(service: PushService, device: Device, words: bytes = b"Joris") -> None:
    push(
        service.http,
        device.subscription(),
        words,
        sender=SENDER,
        ttl=timedelta(hours=6),
        topic="moment-1",
        now=NOW,
    )


def test_the_browser_reads_what_was_sent(service: PushService, device: Device) -> None:
    send(service, device, "Joris vraagt één ding.".encode())
    (asked,) = service.server.asked
    assert device.read(asked.body).decode() == "Joris vraagt één ding."


def test_nobody_on_the_way_reads_it(service: PushService, device: Device) -> None:
    send(service, device)
    assert b"Joris" not in service.server.asked[0].body


def test_another_browser_cannot_read_it(device: Device) -> None:
    other = Device(ec.generate_private_key(ec.SECP256R1()), device.auth)
    body = sealed(device.subscription(), b"Joris")
    with pytest.raises(http_ece.ECEException):
        other.read(body)


def test_the_request_says_how_long_and_which_topic(service: PushService, device: Device) -> None:
    send(service, device)
    headers = service.server.asked[0].headers
    assert headers["ttl"] == "21600"
    assert headers["topic"] == "moment-1"
    assert headers["content-encoding"] == "aes128gcm"


def test_the_sender_is_vouched_for(service: PushService, device: Device) -> None:
    send(service, device)
    said = service.server.asked[0].headers["authorization"]
    assert Vapid02.verify(said)
    assert said.endswith(f"k={SENDER.public}")
    claims = json.loads(base64.urlsafe_b64decode(said.split("t=")[1].split(".")[1] + "=="))
    assert claims["aud"] == "https://push.example"
    assert claims["sub"] == "mailto:beheer@kade.example"
    assert claims["exp"] == int((NOW + timedelta(hours=12)).timestamp())


def test_a_signature_of_another_key_is_no_signature(service: PushService, device: Device) -> None:
    send(service, device)
    said = service.server.asked[0].headers["authorization"]
    forged = said.replace(SENDER.public, Sender(new_key(), "mailto:a@b.example").public)
    assert not Vapid02.verify(forged)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, errors.NotFound),
        (410, errors.Gone),
        (403, errors.Forbidden),
        (400, errors.Rejected),
        (503, errors.ServerTrouble),
    ],
)
def test_a_refusal_has_its_own_type(
    service: PushService, device: Device, status: int, kind: type[errors.ConnectorError]
) -> None:
    service.reply.append(Reply(status))
    with pytest.raises(kind):
        send(service, device)


def test_too_many_says_when_again(service: PushService, device: Device) -> None:
    service.reply.append(Reply(429, headers={"Retry-After": "120"}))
    with pytest.raises(errors.RateLimited) as caught:
        send(service, device)
    assert caught.value.wait == 120


def test_a_redirect_is_not_followed(service: PushService, device: Device) -> None:
    service.reply.append(Reply(307, headers={"Location": "https://push.example/elsewhere"}))
    with pytest.raises(errors.Unreadable):
        send(service, device)
    assert len(service.server.asked) == 1


def test_a_name_that_leads_inside_is_not_called(tmp_path: Path, device: Device) -> None:
    ours, trusting = make(tmp_path, "push.example")
    with serving(lambda asked: Reply(201), tls=ours) as server:
        inside = http_to(server, tls=trusting, resolver=lambda name, port, seconds: ["10.0.0.1"])
        hostile = PushService(server, inside, [])
        with pytest.raises(errors.PrivateAddress):
            send(hostile, device)
    assert server.asked == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/send/abc",
        "https://127.0.0.1/send",
        "https://93.184.216.34/send",
        "https://localhost/send",
        "https://push.example:8443/send",
        "https://169.254.169.254/latest",
        "https://[::1]/send",
        "https://[2606:4700::1111]/send",
        "https://user:secret@push.example/send",
        "https://2130706433/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "",
        "https://push.example/" + "x" * 1000,
    ],
)
def test_an_address_that_is_no_push_service_is_refused(device: Device, endpoint: str) -> None:
    with pytest.raises(errors.BadAddress):
        device.subscription(endpoint)


@pytest.mark.parametrize(
    ("public", "auth"),
    [
        ("", text(b"sixteen bytes...")),
        (text(b"\4" + b"\1" * 64), text(b"sixteen bytes...")),
        (text(b"\4" + b"\1" * 60), text(b"sixteen bytes...")),
        ("not base64 at all!", text(b"sixteen bytes...")),
        ("é", text(b"sixteen bytes...")),
    ],
)
def test_keys_that_are_none_are_refused(public: str, auth: str) -> None:
    with pytest.raises(NotABrowser):
        browser(ENDPOINT, public, auth)


def test_a_short_secret_is_refused(device: Device) -> None:
    with pytest.raises(NotABrowser):
        browser(ENDPOINT, device.public, text(b"short"))


def test_too_many_words_are_refused(device: Device) -> None:
    with pytest.raises(errors.TooLarge):
        sealed(device.subscription(), b"x" * (MOST_BYTES + 1))


def test_the_most_that_fits_does(device: Device) -> None:
    body = sealed(device.subscription(), b"x" * MOST_BYTES)
    assert len(body) <= 4096
    assert device.read(body) == b"x" * MOST_BYTES
