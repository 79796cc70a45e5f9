"""Fills the database of the bench `relations`, opens its pages and runs its nights."""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from merkwerk.accounts.actions import begin  # noqa: E402
from merkwerk.accounts.models import Colleague  # noqa: E402
from merkwerk.relationships.actions import reckon_all  # noqa: E402
from merkwerk.relationships.models import Contact, Moment, Relationship, Share, SharedWord  # noqa: E402
from merkwerk.today import actions as today  # noqa: E402
from merkwerk.today.models import Occasion  # noqa: E402

DICE = random.Random(11)
NOW = datetime.now(UTC).replace(microsecond=0)
ORGANISATIONS = 20_000
OPENED = 20
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
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["?"] * len(columns))
            connection.connection.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)


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
    """Some have many, most few; over two and a half years."""
    days = [at(NOW - timedelta(days=n / 8)) for n in range(900 * 8)]
    pick, roll = DICE.randrange, DICE.random
    for n in range(number):
        kind, direction, channel = KINDS[pick(len(KINDS))]
        whose = int(roll() ** 2 * among) + 1
        when = days[pick(len(days))]
        yield whose, kind, direction, when, channel, "", "", "", "", f"b:{n}", when


def words_of_shared() -> Iterator[tuple[Any, ...]]:
    """What is shared is found by: of every fifth contact, as `fill` shares them."""
    rows = Contact.objects.values_list("pk", "words").order_by("pk").iterator()
    for pk, words in rows:
        if pk % 5 == 1:
            yield from ((pk, word) for word in words.split())


def fill(colleagues: int, each: int, number: int) -> list[Colleague]:
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
    return people


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


def reading() -> float:
    """Seconds to read what a night needs of every moment, and to do nothing with it."""
    begin_at = time.perf_counter()
    rows = Moment.objects.order_by().values_list("relationship", "at", "kind", "direction")
    for _row in rows.iterator(chunk_size=5_000):
        pass
    return time.perf_counter() - begin_at


def night(name: str, now: datetime, known: int, read: float) -> dict[str, object]:
    begin_at = time.perf_counter()
    done = reckon_all(now=now)
    spent = time.perf_counter() - begin_at
    return {
        "night": name,
        "seconds": spent,
        "relationships/s": done / spent,
        "moments/s": known / spent,
        "reading / this": read / spent,
    }


def main() -> None:
    colleagues, each, number, requests = map(int, sys.argv[1:])
    people = fill(colleagues, each, number)
    read = reading()
    nights = [
        night("the first, all written", NOW, number, read),
        night("a day later", NOW + timedelta(days=1), number, read),
        night("again, nothing new", NOW + timedelta(days=1), number, read),
    ]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    step = max(1, len(people) // OPENED)
    some = people[::step][:OPENED]
    days(some, NOW)
    print(json.dumps({"pages": opened(some, each, requests), "nights": nights, "read": read}))


main()
