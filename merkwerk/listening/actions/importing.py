"""Many topics at once, from a list."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import without_tricks
from merkwerk.engine.topics import QueryError, parse
from merkwerk.listening import tasks
from merkwerk.listening.models import Topic

BATCH = 500
HEADS = ("name", "query", "purpose")


@dataclass(frozen=True, slots=True)
class Line:
    """One topic to come, and where it stands in the list."""

    number: int
    name: str
    query: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that could not be taken, and why: a QueryError, or the name of the empty column."""

    line: Line
    why: QueryError | str


@dataclass(frozen=True, slots=True)
class Imported:
    """How many topics are new, how many were there already, and what could not be taken."""

    saved: int
    known: int
    unread: tuple[Unread, ...]


def lines(rows: Iterable[str]) -> Iterator[Line]:
    """Topics from a CSV file with the heads `name`, `query` and, if one likes, `purpose`; with
    commas or semicolons. Raises ValueError when it has no such heads."""
    given = iter(rows)
    first = next(given, "").lstrip("\ufeff")
    mark = ";" if first.count(";") > first.count(",") else ","
    heads = [head.strip().lower() for head in next(csv.reader([first], delimiter=mark), [])]
    if not {"name", "query"} <= set(heads):
        raise ValueError("The first line has to name the columns: name, query, purpose.")
    reader = csv.DictReader(given, heads, delimiter=mark, restval="")
    for row in reader:
        told = {head: without_tricks(row.get(head) or "").strip() for head in HEADS}
        yield Line(reader.line_num + 1, told["name"], told["query"], told["purpose"])


@transaction.atomic
def import_topics(*, by: Colleague, topics: Iterable[Line]) -> Imported:
    """Saves many topics of `by` at once; what they have already (the same name and query) is passed
    over, so that a list may be taken twice. A line that can't be read keeps no other back. Stored
    posts are looked through in the background."""
    had = set(Topic.objects.filter(colleague=by).values_list("name", "query"))
    fresh: list[Topic] = []
    unread: list[Unread] = []
    known = 0
    for line in topics:
        name, query, purpose = line.name[:80], line.query, line.purpose[:200]
        if (name, query) in had:
            known += 1
        elif why := _trouble(line):
            unread.append(Unread(line, why))
        else:
            had.add((name, query))
            fresh.append(Topic(colleague=by, name=name, query=query, purpose=purpose))
    made = Topic.objects.bulk_create(fresh, batch_size=BATCH)
    if made:
        numbers = [topic.pk for topic in made]
        tasks.look_back.enqueue(min(numbers), max(numbers), by.pk)
    return Imported(saved=len(made), known=known, unread=tuple(unread))


def _trouble(line: Line) -> QueryError | str:
    if not line.name:
        return "name"
    try:
        parse(line.query)
    except QueryError as why:
        return why
    return ""
