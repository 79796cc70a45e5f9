"""How much of what somebody told lately was about their own organisation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from merkwerk.engine.advertising import advertising
from merkwerk.engine.echoes.addresses import canonical
from merkwerk.engine.text import LINK, fold

LAST = 10
FEWEST = 5
"""Of fewer posts no share is told."""

Sign = Literal["own-link", "own-name", "advertising"]


@dataclass(frozen=True, slots=True)
class Ours:
    """What is one's own: `names` of the organisation and its products, `sites` (hosts, without
    `www.`)."""

    names: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """`about`: places of the posts (as they were given) that were about ourselves, each with its
    signs; `of`: how many were looked at."""

    of: int
    about: tuple[tuple[int, tuple[Sign, ...]], ...] = ()

    @property
    def number(self) -> int:
        """How many were about ourselves."""
        return len(self.about)

    @property
    def mostly(self) -> bool:
        """Whether it is worth a word: more than half, of five or more."""
        return self.of >= FEWEST and self.number * 2 > self.of


def about_ourselves(posts: Sequence[tuple[str, Sequence[str]]], ours: Ours) -> Share:
    """How many of the last ten posts (text and addresses, newest first) were about ourselves: they
    lead to an own site, or sound like an advertisement, or name the own organisation without
    saying anything of oneself. Only naming it in a story of one's own doesn't count."""
    found: list[tuple[int, tuple[Sign, ...]]] = []
    for place, (text, links) in enumerate(posts[:LAST]):
        if signs := signs_of(text, links, ours):
            found.append((place, signs))
    return Share(min(len(posts), LAST), tuple(found))


def signs_of(text: str, links: Sequence[str], ours: Ours) -> tuple[Sign, ...]:
    """By what a post is about ourselves; nothing when it isn't."""
    signs: list[Sign] = []
    if any(_is_own(link, ours.sites) for link in (*links, *LINK.findall(text))):
        signs.append("own-link")
    sold = advertising(text, ours.names)
    if sold.part("own-name") and sold.part("no-first-person"):
        signs.append("own-name")
    if sold.sells:
        signs.append("advertising")
    return tuple(signs)


def _is_own(link: str, sites: Sequence[str]) -> bool:
    host = re.split(r"[/?#]", canonical(link), maxsplit=1)[0]
    return any(host == fold(site) or host.endswith(f".{fold(site)}") for site in sites if site)
