"""Where a page takes webmentions: the first of its HTTP Link headers, else the first `<link>` or
`<a>` with `rel="webmention"` in the order of the document (section 3.1.2)."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urljoin

from merkwerk.connectors import pages
from merkwerk.connectors.errors import BadAddress
from merkwerk.connectors.http import Http, safe_target

MOST_BYTES = 1024 * 1024
SECONDS = 15.0
_LINK = re.compile(
    r"<([^<>]*)>((?:\s*;\s*[a-z*]+\s*=\s*(?:\"[^\"]*\"|[^\s\";,]+))*)", re.IGNORECASE
)
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]+))", re.IGNORECASE)


def find_endpoint(http: Http, target: str, *, now: datetime) -> str:
    """The address that takes webmentions for the page at `target`, after redirects; empty when the
    page takes none. Relative ones hold against the page's last address, and an empty one is the
    page itself. Raises ConnectorError when the page can't be fetched, BadAddress when the endpoint
    is no http(s) address."""
    answer = http.get(
        target,
        headers={"accept": "text/html, */*;q=0.5"},
        max_bytes=MOST_BYTES,
        seconds=SECONDS,
    ).raise_for_trouble(now=now)
    found = in_header(answer.headers.get("link", ""))
    if found is None and pages.is_page(answer):
        found = in_page(pages.text_of(answer))
    if found is None:
        return ""
    try:
        return safe_target(urljoin(answer.url, found))
    except ValueError as trouble:
        raise BadAddress("the endpoint is misspelled") from trouble


def in_header(field: str) -> str | None:
    """The first address of a Link header (RFC 8288) whose relations name webmention, as it stands;
    several headers joined with commas are fine."""
    for found in _LINK.finditer(field[:20_000]):
        rel = _REL.search(found.group(2))
        if rel and "webmention" in (rel.group(1) or rel.group(2)).lower().split():
            return found.group(1).strip()
    return None


def in_page(text: str) -> str | None:
    """The first address in a page, as it stands; comments and scripts are no part of it."""
    for name, fields in pages.tags(text):
        rels = fields.get("rel", "").lower().split()
        if name in {"link", "a"} and "href" in fields and "webmention" in rels:
            return fields["href"]
    return None
