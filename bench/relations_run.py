"""Fills the database of the bench `relations`, opens its pages and runs its nights."""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from unittest import mock

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from merkwerk.accounts.actions import begin  # noqa: E402
from merkwerk.accounts.models import Colleague  # noqa: E402
from merkwerk.relationships.actions import nightly, reckon_all  # noqa: E402
from merkwerk.relationships.actions.reckoning import reckon_these  # noqa: E402
from merkwerk.relationships.models import Contact, Moment, Relationship, Share, SharedWord  # noqa: E402
from merkwerk.today import actions as today  # noqa: E402
from merkwerk.today.models import Occasion  # noqa: E402

DICE = random.Random(11)
NOW = datetime.now(UTC).replace(microsecond=0)
ORGANISATIONS = 20_000
OPENED = 20
SCATTER = 7_919
"""A prime: spreads those who have many moments over all numbers, so that they are no neighbours."""
BY_KEY = "a page by primary key"
PAGES = {
    BY_KEY: "/relationships/{pk}/note/",
    "Today": "/today/",
    "one person": "/relationships/{pk}/",
    "who knows somebody at": "/relationships/knows/?at=bedrijf+{organisation}",
    "organisation": "/relationships/organisations/bedrijf {organisation}/",
    "Relationships": "/relationships/",
    "upkeep": "/relationships/upkeep/",
    "attention": "/relationships/attention/",
}
KINDS = [
    ("answered", "theirs", "mastodon"),
    ("answered", "ours", "mastodon"),
    ("wrote", "theirs", "mail"),
    ("wrote", "ours", "mail"),
    ("met", "both", "calendar"),
    ("called", "both", "hand"),
    ("reacted", "theirs", "bluesky"),
]
EMPTY = dict.fromkeys(("how_met", "note", "interests", "could_give", "birthday", "stage"), "")


def write(model: type[Any], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows straight into their table, far quicker than objects."""
    into = f'"{model._meta.db_table}" ({", ".join(columns)})'
    begin_at = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with bare_table(model), cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for some in batched(rows):
                    copy.write("".join("\t".join(map(str, row)) + "\n" for row in some))
        else:
            marks = ", ".join(["?"] * len(columns))
            connection.connection.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)
    spent = time.perf_counter() - begin_at
    print(f"{model._meta.db_table}: {spent:.0f} s", file=sys.stderr, flush=True)


def batched(rows: Iterable[Sequence[Any]], size: int = 5_000) -> Iterator[list[Sequence[Any]]]:
    going = iter(rows)
    while some := list(islice(going, size)):
        yield some


@contextmanager
def bare_table(model: type[Any]) -> Iterator[None]:
    """A PostgreSQL table without its indexes and ties to others, which are made again afterwards:
    together that takes a fraction of the time that it takes row by row."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('f', 'u')",
            [table],
        )
        ties = cursor.fetchall()
        for name, _told in ties:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes JOIN pg_class ON relname = indexname"
            " JOIN pg_index ON indexrelid = pg_class.oid"
            " WHERE tablename = %s AND NOT indisprimary",
            [table],
        )
        indexes = cursor.fetchall()
        for name, _told in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for _name, told in indexes:
            cursor.execute(told)
        for name, told in ties:
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {told}')


def at(moment: datetime) -> object:
    return moment if connection.vendor == "postgresql" else moment.strftime("%Y-%m-%d %H:%M:%S")


def company(colleagues: int) -> list[Colleague]:
    begin(
        organisation="Meting",
        name="Sanne Vos",
        email="s@a.example",
        password="een zin van nu",
        language="nl",
    )
    Colleague.objects.bulk_create(
        Colleague(email=f"c{n}@a.example", name=f"Collega {n}", language="nl", password="!")
        for n in range(1, colleagues)
    )
    return list(Colleague.objects.order_by("pk"))


def contacts(people: Sequence[Colleague], each: int) -> Iterator[tuple[Any, ...]]:
    for number in range(len(people) * each):
        place = DICE.randrange(ORGANISATIONS)
        name, organisation = f"Mens {number}", f"Bedrijf {place} bv"
        words = f"{name} {organisation}".lower()
        owner = people[number // each].pk
        key = f"bedrijf {place}"
        yield number + 1, owner, name, organisation, key, "", words, at(NOW)


def relationships(people: Sequence[Colleague], each: int) -> Iterator[tuple[Any, ...]]:
    since = at(NOW - timedelta(days=900))
    no = False if connection.vendor == "postgresql" else 0
    for number in range(len(people) * each):
        owner = people[number // each].pk
        yield number + 1, owner, number + 1, *EMPTY.values(), no, 0, "[]", since


def moments(number: int, among: int) -> Iterator[tuple[Any, ...]]:
    """Some have many, most few, whosever they are; over two and a half years, noted as they come,
    so that nobody's stand together."""
    days = [at(NOW - timedelta(days=n / 8)) for n in range(900 * 8)]
    pick, roll = DICE.randrange, DICE.random
    for n in range(number):
        kind, direction, channel = KINDS[pick(len(KINDS))]
        whose = int(roll() ** 2 * among) * SCATTER % among + 1
        when = days[pick(len(days))]
        yield whose, kind, direction, when, channel, "", "", "", "", f"b:{n}", when


def words_of_shared() -> Iterator[tuple[Any, ...]]:
    """What is shared is found by: of every fifth contact, as `fill` shares them."""
    rows = Contact.objects.values_list("pk", "words").order_by("pk").iterator()
    for pk, words in rows:
        if pk % 5 == 1:
            yield from ((pk, word) for word in words.split())


def fill(colleagues: int, each: int, number: int) -> None:
    people = company(colleagues)
    among = len(people) * each
    columns = ("id", "owner_id", "name", "organisation", "organisation_key", "function", "words")
    write(Contact, (*columns, "made"), contacts(people, each))
    columns = ("id", "colleague_id", "contact_id", *EMPTY, "rests_for_good", "warmth", "because")
    write(Relationship, (*columns, "since"), relationships(people, each))
    columns = ("relationship_id", "kind", "direction", "at", "channel", "place", "note")
    write(Moment, (*columns, "given", "asked", "key", "noted"), moments(number, among))
    shared = range(1, among + 1, 5)
    flag = (True, False) if connection.vendor == "postgresql" else (1, 0)
    rows = ((pk, flag[0], flag[pk % 2], at(NOW)) for pk in shared)
    write(Share, ("relationship_id", "everyone", "moments", "since"), rows)
    write(SharedWord, ("contact_id", "word"), list(words_of_shared()))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def days(people: Sequence[Colleague], now: datetime) -> None:
    """Those whose pages are opened get the occasions of their quiet relationships."""
    for colleague in people:
        quiet = Relationship.objects.quiet(now).filter(colleague=colleague).order_by("pk")
        Occasion.objects.bulk_create(
            Occasion(
                colleague=colleague,
                kind=Occasion.Kind.QUIET,
                relationship=one,
                at=one.last_moment or now,
                facts={
                    "rhythm_days": one.rhythm_days,
                    "silent_days": one.quiet_days,
                    "wished": False,
                },
                key=f"quiet:{one.pk}",
            )
            for one in quiet[:60]
        )
        today.choose(colleague=colleague, now=now)


def opened(people: Sequence[Colleague], each: int, number: int) -> list[dict[str, object]]:
    """Every page in turns, by many colleagues; milliseconds in this process."""
    settings.ALLOWED_HOSTS.append("testserver")
    clients = []
    for colleague in people:
        client = Client()
        client.force_login(colleague)
        clients.append((client, (colleague.pk - people[0].pk) * each + 1, colleague))
    taken: dict[str, list[float]] = {name: [] for name in PAGES}
    for turn in range(number + 20):
        client, _first, colleague = clients[turn % len(clients)]
        own = Relationship.objects.filter(colleague=colleague).order_by("pk")
        facts = {"pk": own[DICE.randrange(each)].pk, "organisation": DICE.randrange(ORGANISATIONS)}
        for name, address in DICE.sample(sorted(PAGES.items()), len(PAGES)):
            begin_at = time.perf_counter()
            answer = client.get(address.format(**facts))
            spent = (time.perf_counter() - begin_at) * 1000
            if answer.status_code != 200:
                raise SystemExit(f"{name} answered {answer.status_code}")
            if turn >= 20:
                taken[name].append(spent)
    client, _first, colleague = clients[0]
    facts = {"pk": Relationship.objects.filter(colleague=colleague)[0].pk, "organisation": 7}
    rows = []
    base = statistics.quantiles(taken[BY_KEY], n=20)[18]
    for name, address in PAGES.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(address.format(**facts))
        p95 = statistics.quantiles(taken[name], n=20)[18]
        rows.append({
            "page": name, "queries": len(queries), "median ms": statistics.median(taken[name]),
            "p95 ms": p95, "p95 / by key": p95 / base,
        })  # fmt: skip
    return rows


def reading(until: int) -> tuple[float, int]:
    """Seconds to read what a night needs of every moment, and to do nothing with it; how many."""
    begin_at, number = time.perf_counter(), 0
    rows = Moment.objects.filter(relationship__lte=until).order_by()
    told = rows.values_list("relationship", "at", "kind", "direction")
    for _row in told.iterator(chunk_size=5_000):
        number += 1
    return time.perf_counter() - begin_at, number


class Enough(Exception):
    """The stretch that was asked for is done."""


def night(name: str, now: datetime, until: int, read: tuple[float, int]) -> dict[str, object]:
    done, real = 0, nightly._reckon

    def counted(batch: Sequence[nightly.Row], now: datetime) -> None:
        nonlocal done
        if batch[0].pk > until:
            raise Enough
        real(batch, now)
        done += len(batch)

    begin_at, cpu = time.perf_counter(), time.process_time()
    with suppress(Enough), mock.patch.object(nightly, "_reckon", counted):
        reckon_all(now=now)
    spent = time.perf_counter() - begin_at
    told = {
        "night": name,
        "seconds": spent,
        "own CPU": time.process_time() - cpu,
        "relationships/s": done / spent,
        "moments/s": read[1] / spent,
        "reading / this": read[0] / spent,
    }
    print(told, file=sys.stderr, flush=True)
    return told


def nights(until: int) -> dict[str, object]:
    """Three nights over the relationships up to a number, among all there are."""
    read = reading(until)
    told = [
        night("the first, all written", NOW, until, read),
        night("a day later", NOW + timedelta(days=1), until, read),
        night("again, nothing new", NOW + timedelta(days=1), until, read),
    ]
    return {"nights": told, "read": read[0], "moments read": read[1]}


def pages(each: int, requests: int) -> dict[str, object]:
    people = list(Colleague.objects.order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    step = max(1, len(people) // OPENED)
    some = people[::step][:OPENED]
    for colleague in some:
        unread = Relationship.objects.filter(colleague=colleague, reckoned_at=None).order_by("pk")
        reckon_these(relationships=list(unread), now=NOW)
    days(some, NOW)
    return {"pages": opened(some, each, requests)}


def main() -> None:
    """Fills, reckons and opens; the parts can also be asked for one by one, on one database. With
    a stretch only so many relationships are reckoned at night."""
    colleagues, each, number, requests, stretch = map(int, sys.argv[1:6])
    asked, told = sys.argv[6:] or ["fill", "nights", "pages"], {}
    if "fill" in asked:
        fill(colleagues, each, number)
    if "nights" in asked:
        told |= nights(stretch or colleagues * each)
    if "pages" in asked:
        told |= pages(each, requests)
    print(json.dumps(told))


main()
