"""Which feeds an address leads to, before anybody decides to keep one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from merkwerk.connectors import pages
from merkwerk.connectors.errors import ConnectorError, NothingThere, Unreadable
from merkwerk.connectors.feeds import forums, translate
from merkwerk.connectors.feeds.client import ACCEPT
from merkwerk.connectors.feeds.communities import feed_of
from merkwerk.connectors.http import Answer, Http
from merkwerk.connectors.values import Finding, Network, Page, SourceKind

MOST_REQUESTS = 8
MOST_FINDINGS = 5
RECENT = 3
_USUAL = ("/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/rss", "/feed.json")
_LOOKS_LIKE_ONE = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?)(?:[/._-]|$)", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|reacties|reageer", re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)")


def find(http: Http, address: str, now: datetime) -> list[Finding]:
    """The feeds at an address as a person types it: the address itself, those the page names,
    those it links to, those at the usual places of its site; at most MOST_FINDINGS, each with
    its RECENT latest posts. At most MOST_REQUESTS requests. Raises NothingThere when there are
    none, and the ConnectorError of the address itself when that cannot be read."""
    wanted = typed(address)
    if place := forums.direct(wanted):
        return [_at(http, place, now)]
    answer = http.get(wanted, headers={"Accept": ACCEPT})
    answer.raise_for_trouble(now=now)
    try:
        return [_finding(_page(answer, now), answer.moved_to or answer.url)]
    except Unreadable as trouble:
        if not pages.is_page(answer):
            raise NothingThere(trouble.detail) from trouble
    found = _ask(http, answer, now)
    if not found:
        raise NothingThere("this page names no feed, and none is at the usual places")
    return found


def typed(address: str) -> str:
    """The address a person meant: "feed:" and a missing "https://" are understood, and so is the
    page of a community whose feed stands elsewhere."""
    text = feed_of(address).strip()
    for mark in ("feed://", "feed:"):
        if text.lower().startswith(mark):
            text = text[len(mark) :]
    text = text.lstrip("/")
    return text if _SCHEME.match(text) else f"https://{text}"


def _ask(http: Http, answer: Answer, now: datetime) -> list[Finding]:
    findings: dict[str, Finding] = {}
    asked = 1
    for place in _places(answer):
        if asked >= MOST_REQUESTS or len(findings) >= MOST_FINDINGS:
            break
        asked += 1
        try:
            finding = _at(http, place, now)
        except ConnectorError:
            continue
        if not any(_same(finding, other_one) for other_one in findings.values()):
            findings[finding.address] = finding
    return list(findings.values())


def _at(http: Http, place: str, now: datetime) -> Finding:
    answer = http.get(place, headers={"Accept": ACCEPT}).raise_for_trouble(now=now)
    return _finding(_page(answer, now), answer.moved_to or answer.url)


def _same(one: Finding, other: Finding) -> bool:
    """The same feed once more, perhaps as Atom beside RSS, whose identities differ."""
    if one.address == other.address:
        return True
    told = [[(post.title, post.written) for post in finding.recent] for finding in (one, other)]
    return bool(told[0]) and told[0] == told[1]


def _places(answer: Answer) -> Iterator[str]:
    """Where to look, best first, each once. Named feeds win; the usual places are only tried
    when the page names none."""
    page = pages.text_of(answer)
    head = pages.head(page, answer.url)
    named = forums.beside(answer.url, page)
    named += [place for place, title in head.feeds if not _COMMENTS.search(place + title)]
    named += [place for place, title in head.feeds if _COMMENTS.search(place + title)]
    host = urlsplit(answer.url).hostname
    linked = [
        link
        for link in head.links
        if urlsplit(link).hostname == host and _LOOKS_LIKE_ONE.search(urlsplit(link).path)
    ]
    usual = [urljoin(answer.url, path) for path in _USUAL]
    yield from dict.fromkeys(named or [*linked[:4], *usual])


def _page(answer: Answer, now: datetime) -> Page:
    kind = answer.headers.get("content-type", "")
    return translate.page(answer.body, address=answer.url, now=now, content_type=kind)


def _finding(page: Page, address: str) -> Finding:
    recent = sorted(page.posts, key=lambda post: post.written, reverse=True)[:RECENT]
    return Finding(
        kind=SourceKind.FEED,
        network=Network.WEB,
        address=address,
        title=page.title,
        server=urlsplit(address).hostname or "",
        recent=tuple(recent),
    )
