"""Where an address really leads: short links and their like, followed to the page at the end."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from merkwerk.connectors import content, pages
from merkwerk.connectors.errors import BadAddress, GoesRound, TooFar
from merkwerk.connectors.http import Answer, Http, safe_target
from merkwerk.connectors.web.client import ACCEPT

HOPS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SUBDOMAINS = ("www.", "m.", "mobile.", "amp.")
_HEAD = 128 * 1024


@dataclass(frozen=True, slots=True)
class Led:
    """Where an address leads: `address` is the last one, `canonical` what the page there calls its
    own (else the same), `hops` how many addresses lay between."""

    address: str
    canonical: str
    hops: int = 0


def follow(http: Http, address: str, *, hops: int = HOPS) -> Led:
    """Follows `address` to where it ends, through the guarded client: every hop is checked anew.

    Each address is asked with HEAD, which most shorteners don't count as a click, and with GET
    where HEAD is refused; of the page at the end the first 128 kB are read, for its canonical
    address. A page that refuses us (403, 404, 500 …) is still where the address leads.

    Raises GoesRound for a loop, TooFar after `hops` hops, BadAddress, PrivateAddress, and what
    keeps a server from answering.
    """
    place = safe_target(address)
    seen = {place}
    for count in range(hops + 1):
        answer, page = _asked(http, place)
        further = _further(answer, place)
        if not further:
            return Led(place, _canonical(http, place, answer, page), count)
        if further in seen:
            raise GoesRound("the address leads back to itself")
        seen.add(further)
        place = further
    raise TooFar(f"more than {hops} hops")


def _asked(http: Http, place: str) -> tuple[Answer, bool]:
    """The answer, and whether its body was asked for."""
    answer = http.request("HEAD", place, headers={"Accept": ACCEPT}, follow=False)
    if answer.status < 400:
        return answer, False
    return http.glance(place, headers={"Accept": ACCEPT}, most=_HEAD), True


def _further(answer: Answer, place: str) -> str:
    told = answer.headers.get("location", "")
    if answer.status not in _REDIRECTS or not told:
        return ""
    try:
        return safe_target(urljoin(place, told))
    except ValueError as trouble:
        raise BadAddress("the redirect is misspelled") from trouble


def _canonical(http: Http, place: str, answer: Answer, page: bool) -> str:
    kind = answer.headers.get("content-type", "").lower()
    if not page:
        if answer.status != 200 or (kind and "html" not in kind):
            return place
        answer = http.glance(place, headers={"Accept": ACCEPT}, most=_HEAD)
    if answer.status != 200 or not pages.is_page(answer):
        return place
    said = content.safe_url(pages.head(pages.text_of(answer), place).canonical)
    return said if said and _site(said) == _site(place) else place


def _site(address: str) -> str:
    """The host without the doors of one site for phones and the like: a page may say where it
    really lives, but only on its own site."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    for door in _SUBDOMAINS:
        host = host.removeprefix(door)
    return host
