"""Fixtures that start a real server for the tests of one run, and stop it by its own pid.

What has to be installed first is installed into `.peers/` (or `$MERKWERK_PEERS`); that takes a
few minutes the first time and nothing after. A server that cannot be had fails the test with the
script's own line.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from smtplib import LMTP
from typing import Any
from uuid import uuid4

import httpx
import pytest

from merkwerk.connectors.bluesky import calls
from merkwerk.connectors.bluesky.session import Auth, Session, login
from merkwerk.connectors.http import Http
from merkwerk.connectors.tests.loopback import loopback_way

HERE = Path(__file__).parent
PASSWORD = "een-lang-wachtwoord"


def free_ports(count: int) -> list[str]:
    """Ports nobody listens on now; all are held until all are chosen."""
    doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [str(door.getsockname()[1]) for door in doors]
    for door in doors:
        door.close()
    return ports


def run(script: str, *words: str, **settings: str) -> str:
    """The script's output; its complaint is raised when it fails."""
    done = subprocess.run(
        [HERE / script, *words],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or done.stdout.strip())
    return done.stdout


@contextmanager
def peer(script: str, *words: str, **settings: str) -> Iterator[dict[str, str]]:
    """A server running while the block does; what `start` prints is its addresses."""
    try:
        yield json.loads(run(script, "start", *words, **settings).splitlines()[-1])
    finally:
        run(script, "stop", **settings)


@dataclass(frozen=True)
class Atproto:
    """A data server with its directory, and an AppView or an empty address."""

    pds: str
    plc: str
    appview: str

    def account(self, http: Http, name: str) -> Auth:
        """Somebody new, signed in; the session is kept in the `Auth` itself."""
        handle = f"{name}-{uuid4().hex[:6]}.test"
        body = {"handle": handle, "email": f"{handle}@example.org", "password": PASSWORD}
        calls.procedure(http, self.pds, "com.atproto.server.createAccount", body)
        session = login(http, server=self.pds, handle=handle, app_password=PASSWORD)
        return Auth(session, keep=forget)


def forget(session: Session) -> None:
    """Tests that do not care about renewed sessions."""


def _atproto(*words: str) -> Iterator[Atproto]:
    pds, plc, appview = free_ports(3)
    with peer("atproto.sh", *words, PDS_PORT=pds, PLC_PORT=plc, APPVIEW_PORT=appview) as told:
        yield Atproto(told["pds"], told["plc"], told["appview"] or "")


@pytest.fixture(scope="session")
def atproto() -> Iterator[Atproto]:
    """A data server and directory alone: no AppView behind it."""
    yield from _atproto()


@pytest.fixture(scope="session")
def atproto_appview() -> Iterator[Atproto]:
    """The same with Bluesky's AppView."""
    yield from _atproto("--appview")


@dataclass(frozen=True)
class Mastodon:
    """A Mastodon-like server; `token` speaks for its first account."""

    server: str
    token: str


@pytest.fixture(scope="session")
def mastodon_mock() -> Iterator[Mastodon]:
    with peer("mastodon-mock.sh", MOCK_PORT=free_ports(1)[0]) as told:
        yield Mastodon(told["server"], told["token"])


@dataclass(frozen=True)
class Fedify:
    """An ActivityPub server by others; `felix` is its one actor."""

    server: str
    actor: str

    def does(self, what: str, **about: str) -> dict[str, Any]:
        """Lets felix do something; gives what came of it."""
        answer = httpx.post(f"{self.server}/_{what}", json=about, timeout=30)
        told: dict[str, Any] = answer.json()
        assert answer.status_code == 200, told
        return told

    def got(self, kind: str) -> list[dict[str, Any]]:
        """What it received of this kind, and believed."""
        told = httpx.get(f"{self.server}/_log", timeout=30).json()
        return [one for one in told if one["type"] == kind]


@pytest.fixture(scope="session", params=["rfc9421", "draft-cavage-http-signatures-12"])
def fedify(request: pytest.FixtureRequest) -> Iterator[Fedify]:
    """Once for each dialect that it signs in first."""
    port = free_ports(1)[0]
    with peer("fedify.sh", FEDIFY_PORT=port, FIRST_KNOCK=request.param) as told:
        yield Fedify(told["server"], told["actor"])


@dataclass(frozen=True)
class Mail:
    """A mail server: where letters are read (IMAP, plain and with TLS), where they are brought
    (LMTP), the password of everybody, and the certificate to trust."""

    imap: int
    imaps: int
    lmtp: int
    password: str
    certificate: str

    def bring(self, to: str, *letters: bytes) -> None:
        """Delivers letters to somebody's mailbox."""
        with LMTP("127.0.0.1", self.lmtp) as door:
            for letter in letters:
                door.sendmail("sender@site.example", [f"{to}@mail.test"], letter)


@pytest.fixture(scope="session")
def mail_server() -> Iterator[Mail]:
    imap, imaps, lmtp = free_ports(3)
    with peer("mail.sh", IMAP_PORT=imap, IMAPS_PORT=imaps, LMTP_PORT=lmtp) as told:
        yield Mail(
            int(told["imap"]), int(told["imaps"]), int(told["lmtp"]), told["password"],
            told["certificate"],
        )  # fmt: skip


@pytest.fixture
def http() -> Iterator[Http]:
    """The guarded way out, allowed onto the loopback."""
    made = Http(loopback_way())
    yield made
    made.close()
