"""Addresses of one and the same page, brought to one form. Nothing is fetched: short links are
followed by whoever may use the network."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

_TRACKERS = re.compile(
    r"utm_.*|_hs\w+|__\w+__|hsa_.*|mc_[ce]id|ml_subscriber.*|mtm_.*|pk_.*|piwik_.*|vero_.*|ns_.*"
    r"|at_(?:medium|campaign|custom\d|link.*|format|ptr.*|bbc.*)|[a-z]*clid|gbraid|wbraid"
    r"|igsh|igshid|mkt_tok|trk\w*|trackingid|cmp|cmpid|cmp_id|s_cid|s_kwcid|ocid|cid_share|xtor"
    r"|ref|ref_src|ref_url|referrer|spm|scm|smid|smtyp|sr_share|share|shared|source_share"
    r"|fb_(?:action|source|ref)\w*|feature|si|guccounter|guce_.*|taid|wt_mc\w*|wt_z\w*|soc_.*"
    r"|amp|outputtype|_ga|_gl|rss|partner|oly_.*|ceid|emci|emdi|sms_ss|ito|__twitter_impression"
)
_SUBDOMAINS = re.compile(r"^(?:(?:www\d?|m|mobile|mobiel|amp)\.)+(?=[^.]+\.)")
_PAGE_ENDS = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$|/amp/?$|(?:\.amp)(?=\.html?$)")
_CACHE = re.compile(r"^/(?:amp/)?(?:[cvi]/)?(?:s/)?(?P<inner>[^/]+\.[^/]+/.*)$")
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000


def canonical(address: str) -> str:
    """The form that all addresses of one page share: no scheme, `www.`, `m.` or AMP, no trackers
    (`utm_…`, `fbclid` and their like), no fragment, no slash at the end; the query in order.
    An empty text when it is no address of a web page."""
    address = address.strip()[:_LONGEST]
    if _OTHER_SCHEME.match(address):
        return ""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _PORTS or "." not in host or " " in host:
        return ""
    return _short(parts, host, port)


def _short(parts: SplitResult, host: str, port: int | None) -> str:
    path = parts.path
    if inner := _uncached(host, path):
        return canonical("https://" + inner + (f"?{parts.query}" if parts.query else ""))
    host = _SUBDOMAINS.sub("", host)
    if host == "youtu.be" and len(path) > 1:
        host, query = "youtube.com", [("v", path.strip("/"))]
        path = "/watch"
    else:
        query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=200)
        query = sorted(pair for pair in query if not _TRACKERS.fullmatch(pair[0].lower()))
    path = quote(unquote(_PAGE_ENDS.sub("", path)).rstrip("/"), safe="/:@!$&'()*+,;=~-._")
    if port and port != _PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    if parts.fragment.startswith(("!", "/")):  # an application that keeps its page in there
        path += "#" + parts.fragment
    return host + path + (f"?{urlencode(query)}" if query else "")


def _uncached(host: str, path: str) -> str:
    """The page inside an address of an AMP cache."""
    inside = _CACHE.match(path)
    if not inside:
        return ""
    if host.endswith(".cdn.ampproject.org"):
        return inside["inner"]
    return inside["inner"] if host.startswith("www.google.") and path.startswith("/amp/") else ""


def pages(links: Iterable[str]) -> tuple[str, ...]:
    """The different pages among links, in order. The front page of a site is none: two posts that
    name the same newspaper do not speak of the same thing."""
    found = dict.fromkeys(canonical(link) for link in links)
    return tuple(page for page in found if "/" in page or "?" in page)
