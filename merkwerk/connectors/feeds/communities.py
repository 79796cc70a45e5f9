"""Communities whose ordinary pages are closed to readers of feeds, though each has one.

Discourse names its feeds on every page, so it needs nothing here. Reddit has `.rss` behind the
path of every page (https://www.reddit.com/wiki/rss).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_REDDIT = {"reddit.com", "www.reddit.com", "old.reddit.com", "new.reddit.com", "m.reddit.com"}
_PAGE = re.compile(r"/(?:r|u|user)/[A-Za-z0-9_+-]{1,100}(?:/(?:new|top|hot|rising|comments/.+))?")
_SHORT = re.compile(r"/?(r|u)/([A-Za-z0-9_]{1,100})/?")


def feed_of(address: str) -> str:
    """The feed of a community, from the address of its page as people type it (`r/thenetherlands`
    will do); other addresses come back as they are."""
    short = _SHORT.fullmatch(address.strip())
    if short:
        return f"https://www.reddit.com/{short[1]}/{short[2]}/.rss"
    word = address.strip()
    try:
        parts = urlsplit(word if "://" in word else f"https://{word}")
    except ValueError:
        return address
    path = parts.path.rstrip("/")
    if (parts.hostname or "") in _REDDIT and _PAGE.fullmatch(path):
        return f"https://www.reddit.com{path}/.rss"
    return address
