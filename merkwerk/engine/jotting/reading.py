"""One jotted sentence, read."""

from __future__ import annotations

import re
from datetime import datetime

from merkwerk.engine.because import Because
from merkwerk.engine.jotting import exchange, naming
from merkwerk.engine.jotting.times import settled, times
from merkwerk.engine.jotting.values import Jotted
from merkwerk.engine.jotting.words import CHANNELS, FROM_THEM, KINDS, ME, TO_THEM, WITH
from merkwerk.engine.text import without_tricks

LONGEST = 500
_OURS = re.compile(r"(?<!\w)(?:ik|i|we|wij)(?!\w)", re.IGNORECASE)


def jot(text: str, *, now: datetime) -> Jotted:
    """What a sentence in Dutch or English says that happened, by `now` (aware, in the zone of who
    writes). Of more than LONGEST signs only the first are read. Raises nothing: what is not
    understood is "" or empty, and the sentence itself is in `text`.

    A weekday is the last one there was, today included; "vorige week dinsdag" is in the week before
    this one; an hour from 1 to 6 is one of the afternoon unless it says otherwise."""
    text = " ".join(without_tricks(text[: 4 * LONGEST]).split())[:LONGEST]
    because: list[Because] = []
    rest = text
    found = list(times(text, now.date()))
    for when in found:
        rest = naming.masked(rest, when.start, when.end)
        code = "future" if when.ahead else "time"
        because.append(Because(code, {"words": text[when.start : when.end].strip()}))
    at, exact = settled([when for when in found if not when.ahead], now)
    kind, channel, start = _kind(rest)
    channel, without = _channel(rest, channel)
    read = _parts(without)
    direction = _direction(rest, kind, str(read["how"]))
    for code in ("people", "subject", "place", "asked", "given"):
        words = ", ".join(read["people"]) if code == "people" else str(read[code])
        if words:
            because.append(Because(code, {"words": words}))
    if start:
        because.append(Because("kind", {"words": start}))
    if kind in ("met", "said") and channel == "phone":
        kind = "called"
    return Jotted(
        text=text, kind=kind, direction=direction, channel=channel, people=tuple(read["people"]),
        subject=str(read["subject"]), place=str(read["place"]), at=at, exact=exact,
        given=str(read["given"]), asked=str(read["asked"]), because=tuple(because),
    )  # fmt: skip


def _parts(rest: str) -> dict[str, str | tuple[str, ...]]:
    """People, subject, place, what was asked and given, each masked before the next is looked
    for."""
    people, left, how = naming.people(rest)
    asked, left = exchange.asked(left)
    given, left = exchange.given(left)
    about, left = naming.subject(left)
    place, left = naming.place(left)
    if about and not place:
        about, place = _place_behind(about)
    return {
        "people": people, "how": how, "asked": asked, "given": given, "subject": about,
        "place": place,
    }  # fmt: skip


def _place_behind(about: str) -> tuple[str, str]:
    """A subject with the place cut off that stands behind it ("hiring at Café De Bloem")."""
    found = naming.PLACE_BEHIND.search(about)
    if not found or not about[: found.start()].strip():
        return about, ""
    return about[: found.start()].strip(), found["place"].strip()


def _kind(text: str) -> tuple[str, str, str]:
    """Kind, channel and the words that say it; the earliest counts, then the longest."""
    best: tuple[int, int] | None = None
    kept = ("other", "", "")
    for kind, channel, pattern in KINDS:
        found = pattern.search(text)
        # "met" is Dutch for "with", and says nothing by itself.
        while found and found[0].lower() == "met" and not _english_met(text, found.start()):
            found = pattern.search(text, found.end())
        if not found:
            continue
        weak = 1_000 if kind in ("other", "said") else 0
        place = (found.start() + weak, -len(found[0]))
        if best is None or place < best:
            best, kept = place, (kind, channel, found[0])
    return kept


def _english_met(text: str, start: int) -> bool:
    """Whether "met" is what two people did: at the beginning, or behind I, we or a name."""
    before = text[:start].split()
    behind = text[start + 3 :].split()
    if behind[:1] and behind[0].lower() in ("de", "het", "een", "mijn", "onze"):
        return False
    english = re.search(
        r"(?<!\w)(?:about|at|with|the|and|last|on|up|for)(?!\w)", text, re.IGNORECASE
    )
    dutch = re.search(r"(?<!\w)(?:over|bij|de|het|een|en|gehad|in de)(?!\w)", text, re.IGNORECASE)
    opening = not before or before[-1].lower() in ("i", "we")
    return opening and (english is not None or dutch is None)


def _channel(text: str, channel: str) -> tuple[str, str]:
    """By which way, when a sentence says so, and the sentence without those words."""
    if channel in ("mail", "letter"):
        return channel, text
    for name, pattern in CHANNELS:
        found = pattern.search(text)
        if found:
            return name, naming.masked(text, found.start(), found.end())
    return channel, text


def _direction(text: str, kind: str, how: str) -> str:
    """Whose move it was: theirs, ours, or both of them."""
    together = kind in ("met", "said")
    if FROM_THEM.search(text) and not (together and how == "with"):
        return "theirs"
    if how == "active":
        return "both" if kind == "met" else "theirs"
    if together:
        return "both"
    if how == "with" and kind != "other" and WITH.search(text):
        return "both"
    if how == "verb" or TO_THEM.search(text) or _OURS.search(text):
        return "theirs" if ME.search(text) and how == "active" else "ours"
    return "both" if kind == "called" else "ours"
