"""How often something may be done, counted where every process sees it (decision 0006)."""

from __future__ import annotations

from time import time

from django.core.cache import cache


def wait_for(what: str, who: str | int, *, most: int, seconds: int) -> int:
    """Counts one more of `what` by `who`, and answers 0 while there were at most `most` of them in
    the running stretch of so many seconds; else how many seconds that stretch still lasts. Calls at
    the very same moment may be counted as one: it stops a program that runs wild, it is no lock."""
    now = time()
    key = f"limit:{what}:{who}:{int(now // seconds)}"
    count = int(cache.get(key, 0)) + 1
    if count > most:
        return max(1, int(seconds - now % seconds))
    cache.set(key, count, seconds)
    return 0
