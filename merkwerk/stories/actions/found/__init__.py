"""How stories are found: feeds, sitemaps, what machines read in a page, addresses that moved, and
who outside is told."""

from merkwerk.stories.actions.found.moved import gone, move, moved
from merkwerk.stories.actions.found.pings import hear, index_key, pings_due, pings_wait

__all__ = ["gone", "hear", "index_key", "move", "moved", "pings_due", "pings_wait"]
