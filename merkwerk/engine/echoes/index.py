"""Recent texts, and which of them resemble a new one."""

from __future__ import annotations

from collections.abc import Iterable

from merkwerk.engine.echoes.addresses import pages
from merkwerk.engine.echoes.echo import Echo, kind_of
from merkwerk.engine.echoes.grams import codes, grams, overlap, plain
from merkwerk.engine.echoes.passages import shared
from merkwerk.engine.echoes.sketches import bands

MOST = 500_000


class Index:
    """Up to `most` recent posts; beyond that the oldest ones are forgotten."""

    def __init__(self, most: int = MOST) -> None:
        if most < 1:
            raise ValueError("An index holds one post at least.")
        self._most = most
        self._texts: dict[int, str] = {}
        self._linked: dict[int, tuple[str, ...]] = {}
        self._bands: dict[tuple[int, int], dict[int, None]] = {}
        self._pages: dict[str, dict[int, None]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, key: int) -> bool:
        return key in self._texts

    def add(self, key: int, text: str, at: float, links: Iterable[str] = ()) -> None:
        """Takes a post in; one that is known by its key is taken in anew."""
        self.remove(key)
        self._texts[key] = text
        said = grams(codes(plain(text)))
        if said.size:
            for band in enumerate(bands(said).tolist()):
                self._bands.setdefault(band, {})[key] = None
        self._linked[key] = pages(links)
        for page in self._linked[key]:
            self._pages.setdefault(page, {})[key] = None
        while len(self._texts) > self._most:
            self.remove(next(iter(self._texts)))

    def remove(self, key: int) -> None:
        """Forgets a post; one that is not there is none to forget."""
        text = self._texts.pop(key, None)
        if text is None:
            return
        said = grams(codes(plain(text)))
        if said.size:
            for band in enumerate(bands(said).tolist()):
                self._bands[band].pop(key, None)
        for page in self._linked.pop(key):
            self._pages[page].pop(key, None)

    def candidates(self, text: str) -> tuple[int, ...]:
        """Keys of the posts whose sketch agrees with the text's in one band at least."""
        said = grams(codes(plain(text)))
        if not said.size:
            return ()
        found: dict[int, None] = {}
        for band in enumerate(bands(said).tolist()):
            found.update(self._bands.get(band, {}))
        return tuple(sorted(found))

    def like(self, text: str, links: Iterable[str] = (), most: int = 10) -> tuple[Echo, ...]:
        """The posts that say or share the same, best first (score, then the older one)."""
        said = grams(codes(plain(text)))
        linked = {key for page in pages(links) for key in self._pages.get(page, ())}
        found = []
        for key in {*self.candidates(text), *linked}:
            score = overlap(said, grams(codes(plain(self._texts[key]))))
            if kind := kind_of(score, key in linked):
                found.append((-score, key, kind))
        return tuple(
            Echo(key, -score, kind, shared(self._texts[key], text))
            for score, key, kind in sorted(found)[:most]
        )
