"""What speaks for two of what is known being one human: signs with their worth, in natural
logarithms of odds. The certainty adds them up; the heaviest kinds of it were set by hand."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from merkwerk.engine.because import Because
from merkwerk.engine.identities.alike import alike
from merkwerk.engine.identities.common_names import PRIOR, Commonness
from merkwerk.engine.identities.handles import Piece, Reading, read, read_handle
from merkwerk.engine.identities.jobs import domain_of, same_organisation, works_at
from merkwerk.engine.identities.lists import words_of
from merkwerk.engine.identities.mails import (
    is_shared,
    plain_handle,
    plain_link,
    plain_mail,
    plain_phone,
)
from merkwerk.engine.identities.names import Name, ways_to_read
from merkwerk.engine.identities.values import Known
from merkwerk.engine.identities.weights import WEIGHTS
from merkwerk.engine.text import fold

_MOST = 12
"""So many names, handles, mails and so on of one are looked at."""

SAME_LINK, LINKED, SAME_MAIL, SAME_HANDLE, SAME_PHONE = 14.0, 13.0, 14.0, 13.0, 10.0
_SAME_WORD_ELSEWHERE, _ORGANISATION, _DOMAIN, _OTHER_ACCOUNT = 12.0, 3.0, 3.0, -3.0
_RARE, _SINGLE = 14.0, 9.5
"""The most that names say: whole ones, and a single word."""

_POOL = math.log(1_300)
"""Handles were weighed among so many people."""

_LETTER = 2.3

_COMPANY = words_of("company-words")


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason and its worth."""

    worth: float
    because: Because


@dataclass(frozen=True, slots=True)
class Face:
    """One `Known` in plain forms, worked out once. `handles`: (network, plain), `fronts`: handles
    and fronts of mail addresses as they were written."""

    known: Known
    names: tuple[Name, ...]
    mails: frozenset[str]
    phones: frozenset[str]
    links: frozenset[str]
    handles: tuple[tuple[str, str], ...]
    fronts: tuple[str, ...]
    domains: frozenset[str]
    company: bool


def face(known: Known) -> Face:
    """The plain forms of everything known; what is odd, empty or of a shared mailbox is left
    out."""
    mails = [mail for raw in known.mails[:_MOST] if (mail := plain_mail(raw))]
    own = [mail for mail in mails if not is_shared(mail)]
    handles = known.handles[:_MOST]
    names = [way for name in known.names[:_MOST] for way in ways_to_read(name) if way.words]
    return Face(
        known,
        tuple(dict.fromkeys(names)),
        frozenset(own),
        frozenset(filter(None, map(plain_phone, known.phones[:_MOST]))),
        frozenset(filter(None, map(plain_link, known.links[:_MOST]))),
        tuple((net.lower(), whole) for net, handle in handles if (whole := _whole(handle))),
        tuple(dict.fromkeys([h for _, h in handles] + [m.rpartition("@")[0] for m in own])),
        frozenset(filter(None, map(domain_of, mails))),
        _is_company(known),
    )


def _whole(handle: str) -> str:
    """The handle with its server, as it is unique on its network."""
    return handle[:400].strip().lstrip("@").lower()


def _is_company(known: Known) -> bool:
    """Whether this is the account of an organisation and not of a human."""
    for name in known.names[:_MOST]:
        if any(same_organisation(name, one) for one in known.organisations[:_MOST]):
            return True
        if {fold(word) for word in name[:200].split()} & _COMPANY:
            return True
    return False


def signs(one: Face, other: Face, common: Commonness) -> list[Sign]:
    """Everything that speaks for or against, heaviest first; none when names shut each other out
    and nothing strong is in common."""
    found = [*_same(one, other), *_linked(one, other)]
    names = _names(one, other, common)
    if names is not None and names.worth < 0 and not found:
        return []
    found += _named(one, other, names, common)
    found += [*_elsewhere(one, other), *_around(one, other)]
    return sorted(found, key=lambda sign: -sign.worth)


def _same(one: Face, other: Face) -> Iterable[Sign]:
    for link in sorted(one.links & other.links):
        yield Sign(SAME_LINK, Because("same-link", {"link": link}))
    for mail in sorted(one.mails & other.mails):
        yield Sign(SAME_MAIL, Because("same-mail", {"mail": mail}))
    for network, handle in sorted(set(one.handles) & set(other.handles)):
        yield Sign(SAME_HANDLE, Because("same-handle", {"network": network, "handle": handle}))
    for phone in sorted(one.phones & other.phones):
        yield Sign(SAME_PHONE, Because("same-phone", {"phone": phone}))


def _linked(one: Face, other: Face) -> Iterable[Sign]:
    """A verified link of the one is the other's page: its last part is the other's handle, its host
    the other's network, server or own domain."""
    for mine, theirs in ((one, other), (other, one)):
        for link in mine.links:
            host, _, path = link.partition("/")
            for network, handle in theirs.handles:
                user, _, server = handle.partition("@")
                page = path.lstrip("@") in (user, f"in/{user}", f"profile/{handle}")
                at = host == server or host.removesuffix(".com").endswith(network)
                if (page and at) or (host == handle and not path):
                    yield Sign(LINKED, Because("linked", {"link": link}))


def _named(one: Face, other: Face, names: Sign | None, common: Commonness) -> Iterable[Sign]:
    """Names against names; where one side has none, or a single word, names against handles."""
    if names is not None:
        yield names
        if names.because.code != "part-name":
            return
    fronts = max(
        (*_fronts(one, other, common), *_fronts(other, one, common)),
        default=None,
        key=lambda sign: sign.worth,
    )
    if fronts is not None and fronts.worth > 0:
        share = 1.0 if names is None else 0.5
        yield Sign(fronts.worth * share, fronts.because)


def _names(one: Face, other: Face, common: Commonness) -> Sign | None:
    best = None
    for mine in one.names:
        for theirs in other.names:
            found = alike(mine, theirs, common.surprise)
            if found and (best is None or found.worth > best[0].worth):
                best = (found, mine, theirs)
    if best is None:
        return None
    found, mine, theirs = best
    whole = _written(mine)
    worth = min(found.worth, _RARE if len(mine.words) > 1 else _SINGLE)
    if found.code == "same-name" and (namesakes := common.namesakes(whole)):
        worth = min(worth, -math.log(0.3 * namesakes / (common.people + PRIOR)))
    facts = {"one": whole, "other": _written(theirs)}
    return Sign(worth, Because(found.code, facts))


def _written(name: Name) -> str:
    return " ".join(word.text for word in name.words)


def _fronts(named: Face, handled: Face, common: Commonness) -> Iterable[Sign]:
    for front in handled.fronts:
        handle = read_handle(front)
        for name in named.names:
            reading = read(name, handle, common.in_handle)
            if reading.pieces:
                worth = WEIGHTS.sharpness * (reading.worth - WEIGHTS.nobody) + _POOL
                most = sum(_says(piece, common) for piece in reading.pieces)
                yield Sign(min(worth, most, _RARE), _why(plain_handle(front), name, reading))


def _says(piece: Piece, common: Commonness) -> float:
    """No more than the name itself would: of Jan Jansens there are many."""
    if piece.kind in ("initial", "syllables"):
        return _LETTER * len(piece.said)
    return min(common.surprise(piece.word), 2 * _LETTER * len(piece.said))


def _why(handle: str, name: Name, reading: Reading) -> Because:
    """How the name explains the handle, by the weakest piece that stands for a main word."""
    kinds = Counter(piece.kind for piece in reading.pieces)
    facts: dict[str, int | str] = {"handle": handle, "name": _written(name)}
    left = len(name.words) - len(reading.pieces)
    if kinds["short"]:
        short: Piece = next(piece for piece in reading.pieces if piece.kind == "short")
        return Because("handle-short", {**facts, "short": short.said, "word": short.word})
    if kinds["initial"] or kinds["syllables"]:
        return Because("handle-initial", facts)
    if kinds["start"] or kinds["slip"] or left > 0:
        longest = max(reading.pieces, key=lambda piece: len(piece.said))
        return Because("handle-part", {**facts, "part": longest.said})
    return Because("handle-name", facts)


def _elsewhere(one: Face, other: Face) -> Iterable[Sign]:
    """The same handle on another network; one that the name explains is counted there already."""
    mine = {plain_handle(front): front for front in one.fronts}
    theirs = {plain_handle(front) for front in other.fronts}
    exact = {plain_handle(handle) for _, handle in set(one.handles) & set(other.handles)}
    exact |= {plain_handle(mail) for mail in one.mails & other.mails}
    for handle in sorted(mine.keys() & theirs):
        letters = sum(1 for sign in handle if sign.isalnum())
        explained = any(
            read(name, read_handle(handle), _flat).worth > 0 for name in (*one.names, *other.names)
        )
        if letters > 3 and handle not in exact:
            worth = min(_SAME_WORD_ELSEWHERE, 1.3 * letters) * (0.35 if explained else 1.0)
            yield Sign(worth, Because("handle-elsewhere", {"handle": handle}))
            return


def _flat(word: str) -> float:
    return WEIGHTS.letter * len(word)


def _around(one: Face, other: Face) -> Iterable[Sign]:
    """Organisations and domains in common, and what rather speaks against."""
    mine, theirs = one.known.organisations[:_MOST], other.known.organisations[:_MOST]
    shared = next((o for o in mine for p in theirs if same_organisation(o, p)), None)
    domains = sorted(one.domains & other.domains)
    if shared is not None:
        yield Sign(_ORGANISATION, Because("same-organisation", {"organisation": shared}))
    elif found := _at(one.domains, theirs) or _at(other.domains, mine):
        yield Sign(_DOMAIN, Because("domain", {"domain": found[0], "organisation": found[1]}))
    elif domains and not one.mails & other.mails:
        yield Sign(_DOMAIN - 1, Because("same-domain", {"domain": domains[0]}))
    own = {domain_of(m) for m in one.mails} & {domain_of(m) for m in other.mails} - {""}
    if own and not one.mails & other.mails:
        yield Sign(-1.5, Because("other-mail", {"domain": min(own)}))
    networks = {network for network, _ in one.handles} & {network for network, _ in other.handles}
    if networks and not set(one.handles) & set(other.handles):
        yield Sign(_OTHER_ACCOUNT, Because("other-account", {"network": min(networks)}))


def _at(domains: Iterable[str], organisations: Sequence[str]) -> tuple[str, str] | None:
    for domain in sorted(domains):
        for organisation in organisations:
            if works_at(domain, organisation):
                return domain, organisation
    return None
