"""Where a collection ended, for lists that can only be read from the newest back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from merkwerk.connectors.shapes import fields, number, text, when

# AppView sorts by when a post says it was written, and may see it minutes later.
LATE = timedelta(minutes=15)
MOST_PAGES = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list: where it is sorted, when it was seen there, and the row itself."""

    sorted_at: datetime
    seen_at: datetime
    data: object


@dataclass(frozen=True, slots=True)
class Place:
    """`top`: everything up to here was read. While going back through what came since, `newest`
    is the top to be, `page` the server's own cursor, and `pages` how many were read so."""

    top: str = ""
    newest: str = ""
    page: str = ""
    pages: int = 0

    @classmethod
    def read(cls, cursor: str) -> Place:
        """A cursor of our own making; anything else is a beginning."""
        try:
            kept = fields(json.loads(cursor or "{}"))
        except ValueError:
            return cls()
        return cls(
            top=text(kept.get("top"), 64),
            newest=text(kept.get("newest"), 64),
            page=text(kept.get("page"), 4_000),
            pages=number(kept.get("pages"), low=0, high=MOST_PAGES, default=0),
        )

    def write(self) -> str:
        return json.dumps(asdict(self))

    def after(
        self, entries: Sequence[Entry], page: str, now: datetime
    ) -> tuple[list[Entry], Place, bool]:
        """The entries not read before, the place after them, and whether older ones still wait.

        The first collection of all takes one page; later ones go back until they meet `top`
        (with nothing there yet: `now`).
        """
        top = when(self.top)
        border = top - LATE if top else None
        fresh = [entry for entry in entries if border is None or entry.seen_at >= border]
        newest = max([self.newest, *(entry.seen_at.isoformat() for entry in fresh)])
        met = not entries or border is None or entries[-1].sorted_at < border
        if met or not page or self.pages + 1 >= MOST_PAGES:
            return fresh, Place(top=max(newest, self.top) or now.isoformat()), False
        return fresh, Place(self.top, newest, page, self.pages + 1), True
