"""Kept letters: mbox in its dialects (mboxo, mboxrd, mboxcl, what Google hands out) and a single
letter (.eml), as a stream. Bodies are passed over; of two gigabytes never more than two megabytes
are in memory.

Trouble codes: owner-unknown (whose letters these are cannot be told: say whose), mail-automatic,
mail-many, mail-nobody, mail-unreadable (each once at the end, with `count`), no-letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from merkwerk.connectors import content
from merkwerk.connectors.exports.letters import WHOLE, Kept, letters
from merkwerk.connectors.exports.values import Event, Owner, Piece, Progress, Reach, Trouble, Way
from merkwerk.connectors.feeds import dates
from merkwerk.connectors.mail.contact import DELIVERED, No, contact
from merkwerk.connectors.mail.heads import Head, head
from merkwerk.connectors.mail.translate import plain_words

WORDS = 4_000
SAMPLE = 3_000
SAMPLE_BYTES = 64 * 1024 * 1024
_EVERY = 8 * 1024 * 1024
_SENT = frozenset({"sent", "verzonden", "gesendet", "envoyés"})


def read(
    path: Path, *, now: datetime, mine: frozenset[str] = frozenset(), words: bool = False
) -> Iterator[Piece]:
    """What was written between the owner and others, in the order of the file.

    First `Owner`, the address that most letters went to or came from, to be held against the
    colleague; where `mine` is empty it stands for it. `words` adds the plain text, at most WORDS
    signs. Two letters with one Message-ID (sent and received) give two events with one key.
    """
    owner = likely_owner(path)
    if owner:
        yield Owner(owner[1], (Reach(Way.MAIL, owner[0]),))
    mine = mine or frozenset(owner[:1])
    if not mine:
        yield Trouble("owner-unknown", "")
        return
    passed: Counter[str] = Counter()
    total, told, read_any = path.stat().st_size, 0, False
    for kept in letters(path, most=WHOLE if words else 0):
        read_any = True
        found = _event(kept, mine, now, words)
        if isinstance(found, Event):
            yield found
        else:
            passed[found.value] += 1
        if kept.end - told >= _EVERY:
            told = kept.end
            yield Progress(told, total)
    yield Progress(total, total)
    if not read_any:
        yield Trouble("no-letters", "")
    for code, count in sorted(passed.items()):
        yield Trouble(code, "", (("count", count),))


def _event(kept: Kept, mine: frozenset[str], now: datetime, words: bool) -> Event | No:
    told = head(kept.head)
    said = content.block(plain_words(kept.whole), WORDS) if words else ""
    return contact(told, mine=mine, now=now, received=dates.moment(kept.stamp), words=said)


def likely_owner(path: Path) -> tuple[str, str] | tuple[()]:
    """The address (and the name beside it) to whom a file of letters most likely belongs, by its
    first SAMPLE letters: to whom they were delivered, who sent what lies under "sent", who stands
    on most of them. Empty when two stand there equally often."""
    seen: Counter[str] = Counter()
    names: dict[str, str] = {}
    for count, kept in enumerate(letters(path, most=0), start=1):
        told = head(kept.head)
        present = told.addresses("from", "to", "cc")
        for one in present:
            if one.name:
                names.setdefault(one.mail, one.name)
        seen.update(one.mail for one in present)
        seen.update(_certainly(told))
        if count >= SAMPLE or kept.end > SAMPLE_BYTES:
            break
        if len(seen) > 50_000:
            seen = Counter(dict(seen.most_common(10_000)))
            names = {mail: names[mail] for mail in seen if mail in names}
    first = seen.most_common(2)
    if not first or (len(first) == 2 and first[0][1] == first[1][1]):
        return ()
    return first[0][0], names.get(first[0][0], "")


def _certainly(told: Head) -> set[str]:
    """Addresses that a letter names as its owner's."""
    sure = {one.mail for one in told.addresses(*DELIVERED)}
    labels = {one.strip().lower() for one in told.text("x-gmail-labels").split(",")}
    if labels & _SENT:
        sure |= {one.mail for one in told.addresses("from")[:1]}
    return sure
