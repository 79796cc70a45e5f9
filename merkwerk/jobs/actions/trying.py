"""The one place in the house that catches everything."""

from __future__ import annotations

from collections.abc import Callable


def tried(work: Callable[[], object]) -> Exception | None:
    """Does `work` and returns what it raised, or None when it went well. For whoever must go on
    whatever happens: the loop of the worker, and the pipeline between one row and the next. The
    caller writes the error down; keeping quiet about it is not what this is for."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 (the only one, see above)
        return error
    return None
