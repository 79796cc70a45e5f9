"""Proposals among many people, without comparing everybody with everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from merkwerk.engine.identities.values import Join, Known


def proposals(people: Sequence[Known], newcomers: Sequence[Known] | None = None) -> Iterator[Join]:
    """Every pair worth asking about, most certain first for each person; with `newcomers` only
    pairs of one of them with anybody (people or newcomers)."""
    raise NotImplementedError
