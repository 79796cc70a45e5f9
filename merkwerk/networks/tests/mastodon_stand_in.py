"""A Mastodon-like server on the loopback, with a memory: for what the outbox must survive."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from merkwerk.connectors.tests.loopback import Asked, Reply, Server, serving

TOKEN = "een-token"
START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def reply(told: object, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json", **named})


@dataclass
class Mastodon:
    """`trouble` answers instead of the server, when it gives something; a picture is `preparing`
    for as many questions."""

    server: Server | None = None
    statuses: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    preparing: int = 0
    revoked: list[str] = field(default_factory=list)
    apps: int = 0
    trouble: Callable[[Asked], Reply | None] = lambda asked: None

    @property
    def address(self) -> str:
        assert self.server is not None
        return self.server.address

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    def account(self, name: str = "sanne") -> dict[str, Any]:
        return {
            "id": name, "acct": name, "username": name, "display_name": name.capitalize(),
            "url": f"{self.address}/@{name}", "uri": f"{self.address}/users/{name}",
            "note": "", "bot": False,
        }  # fmt: skip

    def says(self, text: str, by: str = "joris", reply_to: str = "", **more: Any) -> dict[str, Any]:
        number = str(1000 + len(self.statuses))
        status = {
            "id": number, "uri": f"{self.address}/users/{by}/statuses/{number}",
            "url": f"{self.address}/@{by}/{number}", "account": self.account(by),
            "created_at": (START + timedelta(minutes=len(self.statuses))).isoformat(),
            "content": f"<p>{html.escape(text)}</p>", "visibility": "public", "language": "nl",
            "in_reply_to_id": reply_to or None, "mentions": [], "tags": [],
            "media_attachments": [], **more,
        }  # fmt: skip
        self.statuses.append(status)
        return status

    def notes(self, kind: str, by: str, status: dict[str, Any] | None) -> None:
        number = str(5000 + len(self.notices))
        self.notices.append(
            {
                "id": number, "type": kind, "account": self.account(by), "status": status,
                "created_at": (START + timedelta(minutes=len(self.notices))).isoformat(),
            }
        )  # fmt: skip

    def answer(self, asked: Asked) -> Reply:
        given = self.trouble(asked)
        if given is not None:
            return given
        parts = urlsplit(asked.path)
        query = parse_qs(parts.query)
        if parts.path == "/api/v1/apps":
            self.apps += 1
            return reply({"client_id": f"app-{self.apps}", "client_secret": "geheim"})
        if parts.path == "/oauth/token":
            code = dict(parse_qsl(asked.body.decode())).get("code")
            return self._token(code)
        if parts.path == "/oauth/revoke":
            self.revoked.append(dict(parse_qsl(asked.body.decode())).get("token", ""))
            return reply({})
        if parts.path in {"/api/v2/instance", "/api/v1/instance"}:
            told = {"max_characters": 600, "characters_reserved_per_url": 23}
            return reply({"configuration": {"statuses": told}})
        if parts.path.startswith("/api/") and not self._lets_in(asked, parts.path):
            return reply({"error": "The access token was revoked"}, 401)
        return self._api(asked, parts.path, query)

    def _token(self, code: str | None) -> Reply:
        if code != "goede-code":
            return reply({"error": "invalid_grant"}, 400)
        return reply({"access_token": TOKEN, "scope": "read write:statuses"})

    def _lets_in(self, asked: Asked, path: str) -> bool:
        said = asked.headers.get("authorization", "")
        open_ = ("/api/v1/statuses/", "/api/v1/timelines/tag/", "/api/v1/accounts/",
                 "/api/v1/timelines/public")  # fmt: skip
        if said == f"Bearer {TOKEN}":
            return True
        return not said and asked.method == "GET" and path.startswith(open_)

    def _api(self, asked: Asked, path: str, query: dict[str, list[str]]) -> Reply:
        steps = path.strip("/").split("/")[2:]
        match [asked.method, *steps]:
            case ["GET", "accounts", "verify_credentials"]:
                return reply(self.account("sanne"))
            case ["GET", "accounts", "lookup"]:
                name = query["acct"][0].partition("@")[0]
                known = {status["account"]["acct"] for status in self.statuses}
                return reply(self.account(name)) if name in known else reply({}, 404)
            case ["GET", "accounts", who, "statuses"]:
                return self._page([s for s in self.statuses if s["account"]["id"] == who], query)
            case ["GET", "notifications"]:
                return self._page(self.notices, query)
            case ["GET", "timelines", *_]:
                return self._page(self.statuses, query)
            case ["GET", "statuses", number, "context"]:
                return self._context(number)
            case ["GET", "statuses", number]:
                found = [s for s in self.statuses if s["id"] == number]
                return reply(found[0]) if found else reply({}, 404)
            case ["POST", "statuses"]:
                return self._post(asked)
            case ["PUT", "statuses", number]:
                return self._put(number, json.loads(asked.body))
            case ["DELETE", "statuses", number]:
                kept = [s for s in self.statuses if s["id"] != number]
                there, self.statuses = len(kept) < len(self.statuses), kept
                return reply({}) if there else reply({}, 404)
            case ["POST", "media"]:
                number = str(7000 + len(self.media))
                self.media[number] = asked.body
                return reply({"id": number, "url": None}, 202 if self.preparing else 200)
            case ["GET", "media", number]:
                self.preparing = max(self.preparing - 1, -1)
                return reply({"id": number}, 206 if self.preparing >= 0 else 200)
            case ["GET", "search"]:
                return reply({"statuses": [s for s in self.statuses if s["uri"] == query["q"][0]]})
        return reply({"error": "Record not found"}, 404)

    def _page(self, rows: list[dict[str, Any]], query: dict[str, list[str]]) -> Reply:
        limit = int(query.get("limit", ["20"])[0])
        if "min_id" in query:
            after = [row for row in rows if int(row["id"]) > int(query["min_id"][0])]
            return reply(list(reversed(after[:limit])))
        return reply(list(reversed(rows))[:limit])

    def _context(self, number: str) -> Reply:
        below = [s for s in self.statuses if s["in_reply_to_id"] == number]
        return reply({"ancestors": [], "descendants": below})

    def _post(self, asked: Asked) -> Reply:
        told = json.loads(asked.body)
        key = asked.headers.get("idempotency-key", "")
        if key in self.keys:
            return reply(self.keys[key])
        if len(told["status"]) > 600:
            return reply({"error": "Validation failed: Text character limit of 600 exceeded"}, 422)
        made = self.says(
            told["status"], by="sanne", reply_to=told.get("in_reply_to_id", ""),
            created_at=datetime.now(UTC).isoformat(), visibility=told.get("visibility"),
            spoiler_text=told.get("spoiler_text", ""), quoted=told.get("quoted_status_id"),
            media_attachments=[{"id": one} for one in told.get("media_ids", [])],
        )  # fmt: skip
        self.keys[key] = made
        return reply(made)

    def _put(self, number: str, told: dict[str, Any]) -> Reply:
        found = [status for status in self.statuses if status["id"] == number]
        if not found:
            return reply({"error": "Record not found"}, 404)
        found[0] |= {
            "content": f"<p>{html.escape(told['status'])}</p>",
            "spoiler_text": told["spoiler_text"], "edited_at": datetime.now(UTC).isoformat(),
            "media_attachments": [{"id": one} for one in told["media_ids"]],
        }  # fmt: skip
        return reply(found[0])

    def by_us(self) -> list[dict[str, Any]]:
        return [status for status in self.statuses if status["account"]["id"] == "sanne"]


@contextmanager
def mastodon_server() -> Iterator[Mastodon]:
    stand_in = Mastodon()
    with serving(stand_in.answer) as server:
        stand_in.server = server
        yield stand_in
