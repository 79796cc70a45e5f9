"""What two people have in common: the subjects of the one, in what the other said and is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from merkwerk.engine.because import Because
from merkwerk.engine.topics import Listened, Query, QueryError, parse
from merkwerk.engine.topics.listened import Reading, read
from merkwerk.engine.topics.plan import holds

MOST_SUBJECTS = 60
LONG_WORD = 5
PLURAL = re.compile(r"(?:'s|’s|en|s)$")
_PLAIN = re.compile(r"[^\w\s.&+-]+")


@dataclass(frozen=True, slots=True)
class Told:
    """One text of theirs. `kind`: what it is (post, bio, interests, outcome, ...), handed back as
    the code of the reason; `key` names it for who asks."""

    kind: str
    key: str
    text: str
    title: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """A subject they share. `because`, in the order in which the texts were given: the kind of a
    text, with its key, and asks (1 when it asks its readers something, else 0)."""

    subject: str
    because: tuple[Because, ...] = field(default=())

    @property
    def asked(self) -> tuple[Because, ...]:
        """Those reasons in which they ask about it."""
        return tuple(part for part in self.because if part.facts["asks"])


def common_ground(subjects: Iterable[str], told: Sequence[Told]) -> tuple[Shared, ...]:
    """Which of one's subjects come up in the other's texts: those they ask about first, then by
    the number of texts, then as they were given. At most 60 subjects are looked for.

    A subject is found as whole words without case and accents, in text, title and tags. A single
    word of five letters or more also in its plural and singular and at the beginning of a longer
    word ("subsidies": subsidie, subsidieregeling); a shorter one only by itself ("btw" in
    "btw-regels", never in "sbtwz").
    """
    readings = [(one, read(Listened(one.text, one.title, tags=one.tags))) for one in told]
    wanted = dict.fromkeys(" ".join(name.split()) for name in subjects)
    found = [
        Shared(name, because)
        for name in list(wanted)[:MOST_SUBJECTS]
        if (query := _query(name)) and (because := _because(query, readings))
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.asked), -len(one.because))))


def _query(name: str) -> Query | None:
    plain = " ".join(_PLAIN.sub(" ", name).split())
    stem = PLURAL.sub("", plain)
    wanted = f"{stem}*" if stem.isalpha() and len(stem) >= LONG_WORD else f'"{plain}"'
    try:
        return parse(wanted)
    except QueryError:
        return None


def _because(query: Query, readings: Sequence[tuple[Told, Reading]]) -> tuple[Because, ...]:
    return tuple(
        Because(one.kind, {"key": one.key, "asks": int(reading.asks())})
        for one, reading in readings
        if holds(query.root, reading)
    )
