"""The timeline guard: what my followers had from colleagues or the brand just now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

import numpy as np
from django.db.models import Q

from merkwerk.accounts.models import Colleague
from merkwerk.engine.borrowing import MUCH, Source, own, share_of, source
from merkwerk.engine.echoes import NEARLY, Kind
from merkwerk.engine.echoes.grams import Grams, codes, grams, overlap, plain
from merkwerk.engine.guard import Overlap, Voice, guard
from merkwerk.engine.marks import Marks
from merkwerk.engine.text import LINK
from merkwerk.networks import actions as networks
from merkwerk.networks.models import ConnectedAccount, Message
from merkwerk.relationships.models import Relationship
from merkwerk.writing.actions.hints.asking import Asked, led

MOST = 300
"""So many of the newest messages within the window are looked at."""
LONGEST = 4_000
NAMES = 3


@dataclass(frozen=True)
class Speech:
    """What one of us said within the window through one account, the parts of a thread together."""

    key: int
    who: Colleague
    called: str
    at: datetime
    text: str
    links: tuple[str, ...]
    account: ConnectedAccount | None
    network: str
    brand: bool


@dataclass(frozen=True)
class Seen:
    """What the guard found. `known`: people whom the writer knows who saw it, most often first,
    each with how often and whose words they had."""

    overlap: Overlap
    speeches: Mapping[int, Speech]
    known: tuple[tuple[str, int, tuple[str, ...]], ...] = ()

    @property
    def loudest(self) -> Speech | None:
        """Whose telling reached most of them; where nobody's followers are known, the last one."""
        keys = [one.key for one in self.overlap.heard] or list(self.overlap.unknown)
        return self.speeches[keys[0]] if keys else None


def seen(asked: Asked) -> Seen | None:
    """Who of the writer's followers had the same link, or nearly the same words, from a colleague
    or a brand within the window. None when nobody said it. Only what stands outside counts, so
    nothing of what a colleague is still writing can show. A fixed number of questions."""
    voices = _echoing(asked, _speeches(asked))
    if not voices:
        return None
    found = _heard(asked, voices)
    speeches = {speech.key: speech for speech, _kind in voices}
    known = () if found.silent else _known(asked.by, found, speeches)
    return Seen(found, speeches, known)


def _speeches(asked: Asked) -> list[Speech]:
    """What others told since the window opened, newest first."""
    lately = Message.objects.published().filter(sent_at__gt=asked.now - asked.window)
    if any(getattr(account, "brand", None) for account in asked.accounts):
        others = lately.exclude(account__in=asked.accounts)
    else:
        others = lately.exclude(Q(colleague=asked.by) & Q(account__brand=None))
    rows = others.select_related("colleague", "account__brand", "registration")
    pieces: dict[tuple[object, ...], list[Message]] = defaultdict(list)
    for row in rows.order_by("-sent_at", "-pk")[:MOST]:
        pieces[(row.account_id, row.piece) if row.piece else (row.pk,)].append(row)
    return [_speech(parts) for parts in pieces.values()]


def _speech(parts: list[Message]) -> Speech:
    newest = parts[0]
    account = newest.account
    told = getattr(newest, "registration", None)
    text = "\n".join(part.text for part in reversed(parts))[:LONGEST]
    more = [told.about, *told.links] if told else []
    return Speech(
        key=newest.pk,
        who=newest.colleague,
        called=newest.speaker,
        at=newest.sent_at or newest.changed,
        text=text,
        links=tuple(dict.fromkeys(one for one in [*LINK.findall(text)[:20], *more] if one)),
        account=account,
        network=newest.network,
        brand=getattr(account, "brand", None) is not None,
    )


def _echoing(asked: Asked, speeches: list[Speech]) -> list[tuple[Speech, Kind]]:
    """Those that say nearly the same or lead to the same page."""
    if not speeches:
        return []
    addresses = [*asked.addresses, *(one for speech in speeches for one in speech.links)]
    networks.resolve([*asked.finished_addresses, *addresses[len(asked.addresses) :]][:20])
    ends = led(addresses)
    mine = frozenset[str]().union(*(ends[one] for one in asked.addresses))
    said = _Said(own(asked.read), source(asked.read), grams(codes(plain(asked.read))))
    found: list[tuple[Speech, Kind]] = []
    for speech in speeches:
        theirs = frozenset[str]().union(*(ends[one] for one in speech.links))
        if _nearly(said, speech.text):
            found.append((speech, "nearly"))
        elif mine & theirs:
            found.append((speech, "same-link"))
    return found


@dataclass(frozen=True)
class _Said:
    """The writer's text, read once: their own words of it, all words, and its groups of letters."""

    own: Source
    all: Source
    letters: Grams


def _nearly(mine: _Said, text: str) -> bool:
    """Nearly the same as a whole, or most of one of the two standing in the other."""
    if overlap(mine.letters, grams(codes(plain(text)))) >= NEARLY:
        return True
    theirs = source(text)
    return max(share_of(theirs, mine.all), share_of(mine.own, theirs)) >= MUCH


def _heard(asked: Asked, voices: list[tuple[Speech, Kind]]) -> Overlap:
    through, theirs = _accounts_of([speech for speech, _ in voices])
    lists = networks.followers_of([*asked.accounts, *through])
    mine = _together(lists.get(account.pk) for account in asked.accounts)
    told = [
        Voice(
            speech.key, speech.at, kind, _together(map(lists.get, theirs[speech.key])), speech.text
        )
        for speech, kind in voices
    ]
    return guard(mine, told, now=asked.now, window=asked.window, text=asked.read)


def _accounts_of(
    speeches: list[Speech],
) -> tuple[list[ConnectedAccount], dict[int, list[int]]]:
    """Through which accounts each was told. What was told with another tool counts for the
    colleague's accounts on that network."""
    accounts = {one.account.pk: one.account for one in speeches if one.account}
    of_speech = {one.key: [one.account.pk] if one.account else [] for one in speeches}
    elsewhere = [one for one in speeches if one.account is None]
    if elsewhere:
        who = {one.who.pk for one in elsewhere}
        rows = ConnectedAccount.objects.filter(colleague__in=who, removed_at=None, brand=None)
        for account in rows.order_by("pk"):
            accounts[account.pk] = account
            for one in elsewhere:
                if (one.who.pk, one.network) == (account.colleague_id, account.network):
                    of_speech[one.key].append(account.pk)
    return list(accounts.values()), of_speech


def _together(lists: Iterable[Marks | None]) -> Marks | None:
    known = [one for one in lists if one is not None]
    return reduce(np.union1d, known) if known else None


def _known(
    by: Colleague, found: Overlap, speeches: Mapping[int, Speech]
) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """The receivers whom the writer has a relationship with; one question."""
    rows = (
        Relationship.objects.visible_to(by)
        .exclude(contact__identities=None)
        .order_by("-warmth", "contact__name", "pk")
        .values_list("contact__name", "contact__identities__network", "contact__identities__uid")
    )
    times = dict(zip(found.receivers.tolist(), found.times.tolist(), strict=True))
    people: dict[str, tuple[int, tuple[str, ...]]] = {}
    for name, network, uid in rows:
        number = networks.mark(network, uid)
        if number in times and name not in people:
            whom = dict.fromkeys(speeches[key].called for key in found.from_whom(number))
            people[name] = (times[number], tuple(whom))
    ordered = sorted(people.items(), key=lambda one: -one[1][0])
    return tuple((name, often, whom) for name, (often, whom) in ordered)
