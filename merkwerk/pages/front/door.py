"""The WSGI callable in front of Django's, and what it shares with the quicker one beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.http import HttpResponse
from django.http.request import split_domain_port, validate_host

from merkwerk.pages.actions.beginning import begin
from merkwerk.pages.actions.changes import State, state
from merkwerk.pages.actions.keeping import answer_at
from merkwerk.pages.actions.stamp import stamp
from merkwerk.pages.front.beside import Keeper, Watch
from merkwerk.pages.front.encodings import way_for
from merkwerk.pages.front.memory import Headers, Memory, Page, told
from merkwerk.pages.front.pictures import picture
from merkwerk.pages.middleware import is_site

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
NOTHING: Final[list[bytes]] = []
MOST_HOSTS = 200


class Door:
    """Answers what is made, and hands on to `django` whatever it does not know for certain: other
    methods, query strings, hosts that are not ours, an unencrypted line where it should be one,
    and those who ask for data instead of pages."""

    def __init__(self, django: Application) -> None:
        self.django = django
        self.number = stamp()
        self.seen = -1
        self.memory = Memory(most=settings.PAGES_IN_MEMORY, secure=_secure())
        self.hosts: dict[str | None, bool] = {}
        """Names that are ours, and whether each is the site's only."""
        self.https = bool(settings.SECURE_SSL_REDIRECT or settings.SECURE_HSTS_SECONDS)
        self.keeper = Keeper()
        self.watch = Watch(self._look_anew)
        self._turning, self._beginning = threading.Lock(), threading.Lock()
        self._begun = False

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        page = self.fresh().get(environ["PATH_INFO"])
        if (
            page is not None
            and not environ["QUERY_STRING"]
            and environ.get("HTTP_HOST") in self.hosts
            and "+json" not in environ.get("HTTP_ACCEPT", "")
        ):
            return self._send(page, environ, start)
        return self._other(environ, start)

    def fresh(self) -> dict[str, Page]:
        """The pages that nothing has changed since; asked anew with every request."""
        if self.number[0] != self.seen:
            self._turn()
        return self.memory.fresh

    def _send(self, page: Page, environ: Environ, start: Start) -> Iterable[bytes]:
        sent = page.sent[way_for(environ.get("HTTP_ACCEPT_ENCODING", ""))]
        method = environ["REQUEST_METHOD"]
        if sent is None or (method != "GET" and method != "HEAD"):
            return self._other(environ, start)
        secure = self.https and is_secure(environ)
        if settings.SECURE_SSL_REDIRECT and not secure:
            return self.django(environ, start)
        seen, since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
        if page.is_known(seen, since):
            start("304 Not Modified", sent[2][secure])
            return NOTHING
        start("200 OK", sent[0][secure])
        return sent[1] if method == "GET" else NOTHING

    def _turn(self) -> None:
        """First the new table, then the number: who sees the number finds the new table."""
        with self._turning:
            number = self.number[0]
            self.memory.turn()
            self.seen = number

    def _look_anew(self) -> None:
        """The next request finds that something may have changed."""
        self.seen = -1

    def _other(self, environ: Environ, start: Start) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if (
            environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
            or environ.get("QUERY_STRING")
            or "+json" in environ.get("HTTP_ACCEPT", "")
            or not self._is_ours(environ.get("HTTP_HOST"))
            or (settings.SECURE_SSL_REDIRECT and not is_secure(environ))
        ):
            return self.django(environ, start)
        if path.startswith("/pictures/"):
            return self._picture(path, environ, start)
        if path == "/" and is_site(environ["HTTP_HOST"]):
            path = settings.SITE_HOME
        if path.startswith(settings.PUBLIC_PAGES):
            return self._public(path, environ, start)
        return self.django(environ, start)

    def _public(self, path: str, environ: Environ, start: Start) -> Iterable[bytes]:
        way = way_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        page = self.memory.fresh.get(path)
        if page is not None and page.sent[way] is not None:
            return self._send(page, environ, start)
        before: State | None = None
        try:
            close_old_connections()
            self._begin()
            page = self.memory.find(path, way)
            if page is not None:
                return self._send(page, environ, start)
            before = state()
        except Error:
            connection.close()
        return self._live(path, before, environ, start)

    def _live(
        self, path: str, before: State | None, environ: Environ, start: Start
    ) -> Iterable[bytes]:
        response = self.django(environ, start)
        if before is not None and isinstance(response, HttpResponse):
            answer = answer_at(told(path), response)
            if answer is not None and environ["REQUEST_METHOD"] == "GET":
                self.keeper.put(answer, before)
        return response

    def _picture(self, path: str, environ: Environ, start: Start) -> Iterable[bytes]:
        seen = environ.get("HTTP_IF_NONE_MATCH", "")
        found = picture(settings.PUBLIC_PICTURES_DIR, path, seen)
        if found is None:
            return self.django(environ, start)
        status, headers, body = found
        start(status, headers + (_secure() if self.https and is_secure(environ) else []))
        return [body] if body and environ["REQUEST_METHOD"] == "GET" else NOTHING

    def _is_ours(self, host: str | None) -> bool:
        if host not in self.hosts:
            domain = split_domain_port(host or "")[0]
            if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
                return False
            if len(self.hosts) >= MOST_HOSTS:  # Somebody tries ports; ours comes back at once.
                self.hosts.clear()
            self.hosts[host] = is_site(host or "")
        return True

    def _begin(self) -> None:
        """With the first public request, not before: by then this process has been forked."""
        if self._begun:
            return
        with self._beginning:
            if not self._begun:
                begin()
                self.keeper.begin()
                self.watch.begin()
                self._begun = True


def is_secure(environ: Environ) -> bool:
    """Whether the line is encrypted, as Django sees it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, value = settings.SECURE_PROXY_SSL_HEADER
        said = environ.get(header)
        if said is not None:
            return str(said).split(",")[0].strip() == value
    return bool(environ["wsgi.url_scheme"] == "https")


def _secure() -> Headers:
    """What Django's SecurityMiddleware adds on an encrypted line."""
    if not settings.SECURE_HSTS_SECONDS:
        return []
    told = f"max-age={settings.SECURE_HSTS_SECONDS}"
    told += "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
    told += "; preload" if settings.SECURE_HSTS_PRELOAD else ""
    return [("Strict-Transport-Security", told)]
