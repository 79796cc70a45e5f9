"""Which addresses may be called at all, and how an address must be spelled. No network here.

The lists follow GoToSocial's `netutil` and the IANA special-purpose registries (RFC 6890)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

from merkwerk.connectors.errors import BadAddress

Address = IPv4Address | IPv6Address
Block = IPv4Network | IPv6Network

REFUSED_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # IETF protocols
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
GLOBAL_V6 = IPv6Network("2000::/3")
REFUSED_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # IETF protocols: Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)

LONGEST = 4096
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.ASCII)
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")


def is_public(address: Address) -> bool:
    """True only for addresses of the open internet. Mapped, NAT64 (64:ff9b::/96), 6to4 and
    Teredo forms, which carry a second address inside, all lie outside and are refused."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in REFUSED_V4)
    if address.scope_id is not None or address not in GLOBAL_V6:
        return False
    return not any(address in block for block in REFUSED_V6)


def lies_in(address: Address, networks: Iterable[Block]) -> bool:
    """True when one of the networks of the same family holds the address."""
    return any(address.version == net.version and address in net for net in networks)


def literal(host: str) -> Address | None:
    """The address a host name spells out, or None when it is a name to be resolved."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def safe_target(url: str) -> str:
    """The address as it will be fetched: http or https, lower-case ASCII host without a trailing
    dot, no user name, no fragment. Raises BadAddress for everything else. Resolves nothing."""
    return str(target(url))


def target(url: str) -> httpx.URL:
    """Like `safe_target`, parsed. The one parser here is also the one that connects, so that two
    parsers can never disagree about the host."""
    text = url.strip()
    if not text or len(text) > LONGEST:
        raise BadAddress("empty address" if not text else "address too long")
    if _CONTROL.search(text):
        text = _spaces_encoded(text)
    try:
        parsed = httpx.URL(text)
        host = parsed.host.removesuffix(".").lower()
        parsed = parsed.copy_with(host=host, fragment=None).copy_with(raw_path=parsed.raw_path)
        raw_host = parsed.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError, TypeError) as trouble:
        raise BadAddress("the address is misspelled") from trouble
    if parsed.scheme not in ("http", "https"):
        raise BadAddress("only http and https addresses are fetched")
    if parsed.userinfo:
        raise BadAddress("an address with a user name or password inside is not fetched")
    if not 0 < (parsed.port or 80) < 65536:
        raise BadAddress("there is no such port")
    _check_host(raw_host)
    return parsed


def _spaces_encoded(text: str) -> str:
    """Plain spaces are a common slip in links and are encoded; anything else is a trick."""
    spaced = text.replace(" ", "%20")
    if _CONTROL.search(spaced):
        raise BadAddress("the address holds signs that do not belong there")
    return spaced


def _check_host(host: str) -> None:
    if literal(host) is not None:
        if "%" in host:
            raise BadAddress("an address with a zone is not fetched")
        return
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise BadAddress("the host name is misspelled")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        raise BadAddress("an odd spelling of a numeric address")
