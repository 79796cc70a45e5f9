"""What forums put into their feeds that no standard has a word for: Discourse and Reddit.

Which post an answer belongs to stands in the identities they give; below the words stand links
and counts for readers of feeds, which are not the author's words (and would make every new answer
look like a changed post).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_DISCOURSE_POST = re.compile(r"(.{1,300}-post-\d{1,12})-(\d{1,9})")
_REDDIT_COMMENT = re.compile(r"t1_[a-z0-9]{1,20}")
_REDDIT_PAGE = re.compile(r"/comments/([a-z0-9]{1,20})(?:/|$)")
_REDDIT_PLACE = re.compile(r"/(?:r|u|user)/[A-Za-z0-9_-]{1,40}(?:/.{0,300})?")
_REDDIT_HOSTS = ("reddit.com", "www.reddit.com", "old.reddit.com", "new.reddit.com")
_COUNTED = re.compile(
    r"(?:<p><small>[^<]{1,80}</small></p>\s{0,40})?"
    r"<p><a href=\"[^\"<>]{1,1000}\">[^<]{1,80}</a></p>\s{0,40}$"
)
_SUBMITTED = re.compile(r"submitted by[\s&#32;]{0,20}<a href=\"[^\"<>]{1,300}/user/")
_TAIL = 3_000
_LINKED = re.compile(r"<a href=\"([^\"<>]{1,1000})\">\[link\]</a>")


def root(guid: str, link: str) -> str:
    """The identity of the post that begins the conversation an entry belongs to; empty when it
    begins one itself, or comes from no forum known here."""
    if found := _DISCOURSE_POST.fullmatch(guid):
        return f"{found[1]}-1" if int(found[2]) > 1 else ""
    if _REDDIT_COMMENT.fullmatch(guid) and (page := _REDDIT_PAGE.search(link)):
        return f"t3_{page[1]}"
    return ""


def words(html: str, guid: str, link: str) -> tuple[str, str]:
    """The author's part of an entry's markup, and the address a Reddit post is about (empty
    where it is about nothing but itself)."""
    if guid.startswith(("t1_", "t3_")):
        return _of_reddit(html, link)
    if "-topic-" in guid or "-post-" in guid:
        at = max(0, len(html) - _TAIL)
        return html[:at] + _COUNTED.sub("", html[at:]), ""
    return html, ""


def _of_reddit(html: str, link: str) -> tuple[str, str]:
    start = max(0, len(html) - 2 * _TAIL)
    found = _SUBMITTED.search(html, start)
    if found is None:
        return html, ""
    about = _LINKED.search(html, found.start())
    place = about[1].replace("&amp;", "&") if about else ""
    said = html[: found.start()].rstrip().removesuffix("&#32;").rstrip()
    return said.removesuffix("<!-- SC_ON -->"), "" if place == link else place


def direct(address: str) -> str:
    """The feed of a Reddit page, which hands programs nothing but that; else empty."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    if parts.hostname not in _REDDIT_HOSTS or not _REDDIT_PLACE.fullmatch(path):
        return ""
    return address if path.endswith(".rss") else f"https://www.reddit.com{path}/.rss"


def beside(address: str, page: str) -> list[str]:
    """Where a page of a Discourse forum has its feed: the topic's, the category's or the tag's
    own, then that of all topics. None for other pages."""
    if '<meta name="generator" content="Discourse' not in page[:200_000]:
        return []
    parts = urlsplit(address)
    home = f"{parts.scheme}://{parts.netloc}"
    base, mark, rest = _split(parts.path)
    found = [f"{home}{base}/{mark}/{rest}.rss"] if rest else []
    return [*found, f"{home}{base}/latest.rss"]


def _split(path: str) -> tuple[str, str, str]:
    """A forum's own folder, the kind of page (t, c, tag) and what it is about, without the number
    of a single post and without what follows a list's address (/l/latest)."""
    found = re.fullmatch(
        r"(.{0,200}?)/(?:(t)/([^/]{1,300}/\d{1,12})(?:/\d+)?"
        r"|(c|tag)/((?:[^/]{1,300}/){0,3}?[^/]{1,300}))(?:/l/.{1,100})?/?",
        path,
    )
    if found is None:
        return "", "", ""
    return found[1], found[2] or found[4], found[3] or found[5]
