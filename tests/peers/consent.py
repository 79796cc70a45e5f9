"""A person at the data server's own sign-in page, without a browser: what its page would send."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import httpx

API = "/@atproto/oauth-provider/~api"


class Visitor:
    """Keeps cookies as a browser does, and says that it asks from the page it is on. Not through
    our own way out: a person's browser is somebody else."""

    def __init__(self, page: str) -> None:
        self.http = httpx.Client(trust_env=False, timeout=30)
        self.page = page
        parts = urlsplit(page)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.cookies: dict[str, str] = {}
        self._visit(page, fetch=("navigate", "document", "none"))

    def _visit(self, url: str, *, fetch: tuple[str, str, str]) -> httpx.Response:
        mode, dest, site = fetch
        headers = self._headers(mode, dest, site) | {"Accept": "text/html", "Referer": self.page}
        return self._kept(self.http.get(url, headers=headers))

    def _headers(self, mode: str, dest: str, site: str) -> dict[str, str]:
        said = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        fetch = {"Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest, "Sec-Fetch-Site": site}
        return fetch | ({"Cookie": said} if said else {})

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            if name and value:
                self.cookies[name] = value
        return answer

    def _tell(self, what: str, body: dict[str, object], bearer: str = "") -> dict[str, object]:
        headers = self._headers("same-origin", "empty", "same-origin") | {
            "Origin": self.origin,
            "Referer": self.page,
            "X-CSRF-Token": self.cookies["csrf-token"],
        }
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        url = f"{self.origin}{API}/{what}"
        answer = self._kept(self.http.request("POST", url, headers=headers, json=body))
        assert answer.status_code == 200, (what, answer.status_code, answer.text[:500])
        told: dict[str, object] = answer.json()
        return told

    def agree(self, handle: str, password: str) -> dict[str, str]:
        """Signs in and says yes; returns the query the person comes back with."""
        who = {"locale": "en", "username": handle, "password": password, "remember": False}
        told = self._tell("sign-in", who)
        account, ephemeral = told["account"], told.get("ephemeralToken", "")
        assert isinstance(account, dict)
        done = self._tell("consent", {"did": account["did"]}, str(ephemeral))
        return self._back(str(done["url"]))

    def refuse(self) -> dict[str, str]:
        """Says no; returns the query the person comes back with."""
        return self._back(str(self._tell("reject", {})["url"]))

    def _back(self, url: str) -> dict[str, str]:
        fetch = ("navigate", "document", "same-origin")
        answer = self._visit(url, fetch=fetch)
        place = answer.headers.get("location", "")
        assert answer.status_code in {302, 303}, (answer.status_code, answer.text[:500])
        return dict(parse_qsl(urlsplit(place).query))
