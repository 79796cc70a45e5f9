"""Who somebody is (DID), what they are called (handle), and where their data lives."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from merkwerk.connectors import shapes
from merkwerk.connectors.bluesky import translate
from merkwerk.connectors.bluesky.calls import APPVIEW, PLC, NoAppView, query
from merkwerk.connectors.bluesky.names import is_did as is_did
from merkwerk.connectors.bluesky.names import is_handle as is_handle
from merkwerk.connectors.errors import (
    BadAddress,
    ConnectorError,
    Forbidden,
    Gone,
    NotFound,
    Rejected,
    ServerTrouble,
    Unreadable,
)
from merkwerk.connectors.http import Http
from merkwerk.connectors.values import Person

_ELSEWHERE = (NotFound, Gone, Forbidden, Rejected, ServerTrouble, Unreadable)


@dataclass(frozen=True, slots=True)
class Home:
    """Where an account's data is. `handle` is what the account claims; `person` checks it."""

    did: str
    handle: str
    server: str


def resolve_handle(http: Http, *, handle: str, server: str = APPVIEW) -> str:
    """The DID a handle stands for: as `server` says, else as the handle's own site says.

    Raises `NotFound` when neither knows it, `BadAddress` when it is no handle.
    """
    name = handle.strip().lstrip("@").lower()
    if not is_handle(name):
        raise BadAddress(f"not a handle: {name[:100]}")
    try:
        told, _ = query(http, server, "com.atproto.identity.resolveHandle", [("handle", name)])
        did = shapes.token(told.get("did"))
    except _ELSEWHERE:
        did = ""
    did = did if is_did(did) else _from_site(http, name)
    if not did:
        raise NotFound(f"nobody is called {name}")
    return did


def _from_site(http: Http, name: str) -> str:
    try:
        answer = http.get(f"https://{name}/.well-known/atproto-did", max_bytes=2_048)
        said = answer.raise_for_trouble(now=answer.server_time).text().strip()
    except ConnectorError:
        return ""
    return said if is_did(said) else ""


def home_of(http: Http, *, did: str, plc: str = PLC) -> Home:
    """The data server of `did`, by the directory or the domain that answers for it.

    Raises `NotFound` or `Gone` when there is no such account, `Unreadable` when its document is
    about somebody else or names no data server.
    """
    if not is_did(did):
        raise BadAddress(f"not a DID: {did[:100]}")
    answer = http.get(_document_address(did, plc), max_bytes=256 * 1024)
    told = shapes.object_of(answer.raise_for_trouble(now=answer.server_time).json(), "DID document")
    server = _server_in(told, did)
    if told.get("id") != did or not server:
        raise Unreadable("the DID document names no data server")
    return Home(did, _handle_in(told), server)


def _document_address(did: str, plc: str) -> str:
    if did.startswith("did:plc:"):
        return f"{plc}/{quote(did, safe=':')}"
    host = unquote(did.removeprefix("did:web:"))
    local = host.partition(":")[0] == "localhost"
    return f"{'http' if local else 'https'}://{host}/.well-known/did.json"


def _server_in(document: shapes.Fields, did: str) -> str:
    for service in shapes.objects(document.get("service"), 20):
        if service.get("id") in {"#atproto_pds", f"{did}#atproto_pds"}:
            parts = urlsplit(shapes.web_address(service.get("serviceEndpoint")))
            return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return ""


def _handle_in(document: shapes.Fields) -> str:
    for name in shapes.texts(document.get("alsoKnownAs"), 20, 300):
        if name.startswith("at://") and is_handle(name.removeprefix("at://")):
            return name.removeprefix("at://").lower()
    return ""


def checked_handle(http: Http, *, home: Home, resolver: str = APPVIEW) -> str:
    """The handle, if it leads back to the account; else the DID, which nobody can pretend."""
    if not home.handle:
        return home.did
    try:
        back = resolve_handle(http, handle=home.handle, server=resolver)
    except ConnectorError:
        return home.did
    return home.handle if back == home.did else home.did


def person(http: Http, *, did: str, plc: str = PLC, resolver: str = APPVIEW) -> Person:
    """Somebody, by the profile they keep on their own data server; needs no AppView."""
    return person_at(http, home=home_of(http, did=did, plc=plc), resolver=resolver)


def person_at(http: Http, *, home: Home, resolver: str = APPVIEW) -> Person:
    """As `person`, when the account's home is known already."""
    asked = [("repo", home.did), ("collection", "app.bsky.actor.profile"), ("rkey", "self")]
    try:
        told, _ = query(http, home.server, "com.atproto.repo.getRecord", asked)
    except (NotFound, NoAppView):
        told = {}
    handle = checked_handle(http, home=home, resolver=resolver)
    return translate.person_of_record(told.get("value"), home.did, handle, home.server)
