"""Whether two of what is known are one human."""

from __future__ import annotations

from merkwerk.engine.identities.values import Join, Known


def judge(one: Known, other: Known) -> Join | None:
    """The proposal that both are one human, or None when nothing speaks for it enough to ask."""
    raise NotImplementedError
