"""What an import shows of itself: whose it is, its troubles and columns, and a page of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from merkwerk.connectors.exports.values import Card, Owner, Way
from merkwerk.engine.text import fold
from merkwerk.relationships.actions.importing.packed import card_of, owner_of, unpack
from merkwerk.relationships.models import Import, ImportRow, Relationship

MOST_SEARCHED = 20_000


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as its owner sees it. `ways` are how somebody is reached, without postal addresses;
    `kinds` how many moments of each kind there are between `first` and `last`; `match` whom it
    would fill in, or became."""

    pk: int
    card: Card
    ways: tuple[str, ...]
    kinds: dict[str, int]
    first: datetime | None
    last: datetime | None
    verdict: str
    because: tuple[str, ...]
    match: Relationship | None
    chosen: bool
    done: bool


def owner_of_file(batch: Import) -> Owner | None:
    """Whose file it says it is."""
    told = unpack(batch.told).get("owner")
    return owner_of(told) if told else None


def told(batch: Import) -> dict[str, Any]:
    """What the file told of itself: `troubles`, how many more were `missed`, and the `table`."""
    facts = unpack(batch.told)
    return {
        "troubles": facts.get("troubles", []),
        "missed": facts.get("missed", 0),
        "table": facts.get("table", []),
    }


def verdicts(batch: Import) -> dict[str, int]:
    """How many rows there are of each verdict that there is, in a steady order."""
    rows = batch.rows.order_by().values_list("verdict").annotate(n=Count("pk"))
    found = dict(rows)
    return {one: found[one] for one in ImportRow.Verdict.values if one in found}


def found_rows(batch: Import, *, verdict: str = "", words: str = "") -> list[int]:
    """The numbers of the rows with this verdict that hold all these words, in the order of the
    file. To search, rows are read one by one: they are encrypted."""
    rows = batch.rows.order_by("position")
    if verdict:
        rows = rows.filter(verdict=verdict)
    wanted = fold(words).split()
    if not wanted:
        return list(rows.values_list("pk", flat=True))
    found = []
    texts = rows.values_list("pk", "card")[:MOST_SEARCHED]
    for pk, text in texts.iterator(chunk_size=1000):
        card = unpack(text)["card"]
        ways = [one["value"] for one in card.get("reaches", ())]
        told_ = fold(" ".join([card.get("name", ""), card.get("organisation", ""), *ways]))
        if all(word in told_ for word in wanted):
            found.append(pk)
    return found


def shown(rows: Sequence[int]) -> list[Shown]:
    """These rows (by number), opened."""
    found = ImportRow.objects.filter(pk__in=rows).order_by("position")
    people = Relationship.objects.light()
    return [_shown(row) for row in _with(found, people.in_bulk({one.match_id for one in found}))]


def _with(
    rows: Iterable[ImportRow], people: dict[int, Relationship]
) -> Iterable[tuple[ImportRow, Relationship | None]]:
    return ((row, people.get(row.match_id or 0)) for row in rows)


def _shown(pair: tuple[ImportRow, Relationship | None]) -> Shown:
    row, match = pair
    facts = unpack(row.card)
    card = card_of(facts["card"])
    return Shown(
        pk=row.pk,
        card=card,
        ways=tuple(one.value for one in card.reaches if one.way != Way.POST),
        kinds=facts.get("kinds", {}),
        first=row.first_event,
        last=row.last_event,
        verdict=row.verdict,
        because=tuple(row.because),
        match=match,
        chosen=row.chosen,
        done=row.done,
    )
