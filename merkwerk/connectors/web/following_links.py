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

    A page that leads on by itself (`pages.leads_on`) is a hop like any other. What only a script or
    a press leads to is not followed: the page itself is then where the address leads.

    Each address is asked with HEAD, which most shorteners don't count as a click, and with GET
    where HEAD is refused; of the page at the end the first 128 kB are read, for its canonical
    address. A page that refuses us (403, 404, 500 …) is still where the address leads.

    Raises GoesRound for a loop, TooFar after `hops` hops, BadAddress, PrivateAddress, and what
    keeps a server from answering.
    """
    place = safe_target(address)
    seen = {place}
    for count in range(hops + 1):
        answer = _asked(http, place)
        further = _further(answer, place)
        text = "" if further else _page(answer)
        onward = pages.leads_on(text, place) if text else ""
        further = further or (_safe(onward) if onward else "")
        if not further or (onward and further in seen):  # a page may load itself anew
            return Led(place, _canonical(place, text), count)
        if further in seen:
            raise GoesRound("the address leads back to itself")
        seen.add(further)
        place = further
    raise TooFar(f"more than {hops} hops")


def _asked(http: Http, place: str) -> Answer:
    """The answer with the beginning of its page, unless it leads on by itself."""
    answer = http.request("HEAD", place, headers={"Accept": ACCEPT}, follow=False)
    kind = answer.headers.get("content-type", "").lower()
    if answer.status in _REDIRECTS or (answer.status < 400 and kind and "html" not in kind):
        return answer
    return http.glance(place, headers={"Accept": ACCEPT}, most=_HEAD)


def _further(answer: Answer, place: str) -> str:
    told = answer.headers.get("location", "")
    return _safe(urljoin(place, told)) if answer.status in _REDIRECTS and told else ""


def _safe(place: str) -> str:
    try:
        return safe_target(place)
    except ValueError as trouble:
        raise BadAddress("the redirect is misspelled") from trouble


def _page(answer: Answer) -> str:
    """The beginning of the page; "" for what is none."""
    return pages.text_of(answer) if answer.status == 200 and pages.is_page(answer) else ""


def _canonical(place: str, text: str) -> str:
    said = content.safe_url(pages.head(text, place).canonical) if text else ""
    return said if said and _site(said) == _site(place) else place


def _site(address: str) -> str:
    """The host without the doors of one site for phones and the like: a page may say where it
    really lives, but only on its own site."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    for door in _SUBDOMAINS:
        host = host.removeprefix(door)
    return host
