"""Another program, with a key."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from merkwerk.accounts.models import Colleague
from merkwerk.writing.actions.keys import make_key


class Program:
    """Calls with a colleague's key and nothing else: no cookie, CSRF checked as in earnest."""

    def __init__(self, by: Colleague | None, **may: bool) -> None:
        self.secret = make_key(by=by, name="programma", **may)[1] if by else ""
        self.client = Client(enforce_csrf_checks=True)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}

    def call(self, method: str, path: str, told: Any = None, **headers: str) -> Any:
        """With `told` as JSON."""
        return self.client.generic(
            method,
            path,
            b"" if told is None else _json(told),
            content_type="application/json",
            headers=self.headers | {name.replace("_", "-"): one for name, one in headers.items()},
        )

    def get(self, path: str, **asked: str) -> Any:
        return self.client.get(path, asked, headers=self.headers)

    def form(self, path: str, told: dict[str, Any]) -> Any:
        return self.client.post(path, told, headers=self.headers)


def _json(told: Any) -> bytes:
    return told if isinstance(told, bytes) else json.dumps(told).encode()


def says(answer: HttpResponse) -> str:
    """The sentence of a refusal."""
    told = answer.json()  # type: ignore[attr-defined]
    return str(told.get("detail") or told.get("error_description"))
