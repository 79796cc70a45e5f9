"""Where a collection ended, in the words a Mastodon-like server understands (`min_id`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from merkwerk.connectors.shapes import Fields, fields, token
from merkwerk.connectors.values import SourceKind

# Snowflake numbers carry the time of writing, not of arrival: a post that came in from another
# server a little late stands below one we have already read. So timelines that hold posts of
# other servers are read again from a quarter of an hour before.
LATE_MS = 15 * 60 * 1000
_LATE_KINDS = {
    SourceKind.MASTODON_HASHTAG,
    SourceKind.MASTODON_LIST,
    SourceKind.MASTODON_HOME,
    SourceKind.MASTODON_PUBLIC,
}


NOTHING_YET = "0"


def order(number: str) -> tuple[int, str]:
    """Sorts ids by age: decimal numbers, ULIDs (GoToSocial) and snac's stamps alike."""
    return len(number), number


def a_little_before(number: str) -> str:
    """The snowflake of a quarter of an hour earlier; other ids come back unchanged."""
    if not (number.isdecimal() and 17 <= len(number) <= 19):
        return number
    return str(max(1, int(number) - (LATE_MS << 16)))


@dataclass(frozen=True, slots=True)
class Place:
    """`at` is the newest id read. `settled` means that everything up to it was read, so the
    next collection begins anew; else it goes on right there. `account` saves a look-up."""

    at: str = ""
    settled: bool = True
    account: str = ""

    @classmethod
    def read(cls, cursor: str) -> Place:
        """A cursor of our own making; anything else is a beginning."""
        try:
            kept: Fields = fields(json.loads(cursor or "{}"))
        except ValueError:
            return cls()
        return cls(
            at=token(kept.get("at"), 100),
            settled=kept.get("settled") is not False,
            account=token(kept.get("account"), 100),
        )

    def write(self) -> str:
        return json.dumps(asdict(self))

    def begin(self, kind: SourceKind) -> str:
        """The id to read from: `at`, or for new posts of many servers a little before it."""
        return a_little_before(self.at) if self.settled and kind in _LATE_KINDS else self.at

    def params(self, kind: SourceKind) -> list[tuple[str, str]]:
        """Kinds of notices are not asked for by name: some servers refuse names they don't know."""
        return [("min_id", self.begin(kind))] if self.at else []

    def after(
        self, kind: SourceKind, entries: Sequence[object], *, limit: int
    ) -> tuple[list[object], Place, bool]:
        """The entries that are really new, the place after them, and whether more may wait.

        A server that does not know `min_id` sends its newest page again: what lies before our
        place is dropped then, and a page without progress ends the collection.
        """
        begin = order(self.begin(kind))
        fresh = [entry for entry in entries if order(token(fields(entry).get("id"), 100)) > begin]
        numbers = [token(fields(entry).get("id"), 100) for entry in fresh]
        newest = max(numbers, key=order, default="")
        more = bool(self.at) and bool(fresh) and len(entries) >= limit
        at = newest if more else max(newest, self.at or NOTHING_YET, key=order)
        return fresh, replace(self, at=at, settled=not more), more
