"""One run of the bench `insert`, inside its own process and database."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from merkwerk.connectors.values import Network, Person  # noqa: E402
from merkwerk.connectors.values import Post as Told  # noqa: E402
from merkwerk.networks.actions.fitting import columns  # noqa: E402
from merkwerk.networks.actions.remembering_seen import Seen  # noqa: E402
from merkwerk.networks.actions.rows import write_new  # noqa: E402
from merkwerk.networks.models import Identity, Post, Source  # noqa: E402

NOW = datetime.now(UTC)
WORDS = "Iemand ervaring met de nieuwe btw-regels voor platformen? Wij zoeken nog raad. "
Batch = list[tuple[Told, dict[str, Any]]]


def told(number: int) -> Told:
    author = Person(network=Network.BLUESKY, uid="did:plc:schrijver", handle="schrijver.example")
    uid = f"at://did:plc:schrijver/app.bsky.feed.post/{number}"
    return Told(
        network=Network.BLUESKY, uid=uid, url=f"https://bsky.example/{number}", author=author,
        text=WORDS + str(number), written=NOW - timedelta(seconds=number), language="nl",
        tags=("btw",), links=("https://nos.example/artikel",), revision=f"rev-{number}",
    )  # fmt: skip


def batches(author: Identity, begin: int, rows: int, size: int) -> list[Batch]:
    """Each holds the second half of the one before, so that half of it is known."""
    made: list[Batch] = []
    for start in range(0, rows // 2, size // 2):
        posts = [told(begin + start + at) for at in range(size)]
        made.append([(post, row(post, author)) for post in posts])
    return made


def row(post: Told, author: Identity) -> dict[str, Any]:
    place = {"network": str(post.network), "uid": post.uid, "identity_id": author.pk}
    return {**place, "try_after": NOW, "state": Post.State.READ, **columns(post, NOW)}


def writer(source: Source) -> Callable[[Batch], None]:
    seen = Seen()

    def write(batch: Batch) -> None:
        rows = {post.uid: values for post, values in batch}
        fresh = seen.fresh(source, [post for post, _ in batch], NOW)
        write_new(Post, [rows[post.uid] for post in fresh])
        seen.remember(source, fresh)

    return write


UPDATED = ("url", "title", "text", "html", "warning", "language", "edited", "links", "tags",
           "mentions", "pictures", "native", "revision")  # fmt: skip


def update(batch: Batch) -> None:
    Post.objects.bulk_create(
        [Post(**values) for _, values in batch],
        update_conflicts=True, unique_fields=["network", "uid"], update_fields=UPDATED,
    )  # fmt: skip


def ignore(batch: Batch) -> None:
    Post.objects.bulk_create([Post(**values) for _, values in batch], ignore_conflicts=True)


def used() -> float:
    """CPU seconds so far, of this process and of the back end."""
    mine = time.process_time()
    if connection.vendor != "postgresql":
        return mine
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return mine + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(write: Callable[[Batch], None], made: list[Batch]) -> float:
    with transaction.atomic():
        write(made[0])
    begin = used()
    for batch in made[1:]:
        with transaction.atomic():
            write(batch)
    return (used() - begin) * len(made) / (len(made) - 1)


def limit(rows: int, author: Identity) -> float:
    """The same values into a table without index or keys, all new, in one transaction."""
    values = [tuple(map(str, row(told(number), author).values())) for number in range(rows)]
    wide = len(values[0])
    if connection.vendor == "postgresql":
        names = ", ".join(f"c{n} text" for n in range(wide))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMPORARY TABLE bare ({names})")
            lines = "\n".join("\t".join(one) for one in values) + "\n"
            begin = used()
            with cursor.copy("COPY bare FROM STDIN") as copy:
                copy.write(lines)
        return used() - begin
    bare = sqlite3.connect(":memory:")
    bare.execute(f"CREATE TABLE bare ({', '.join(f'c{n}' for n in range(wide))})")
    begin = used()
    bare.executemany(f"INSERT INTO bare VALUES ({', '.join('?' * wide)})", values)
    return used() - begin


def main() -> None:
    task = json.loads(Path(sys.argv[1]).read_text())
    rows, size = task["rows"], task["batch"]
    author = Identity.objects.create(network="bluesky", uid="did:plc:schrijver", handle="s")
    source = Source.objects.create(
        kind="bluesky-search", network="bluesky", address="x", title="x", next_check=NOW
    )
    ways = {"writer": writer(source), "update": update, "ignore": ignore}
    took = {
        name: measured(way, batches(author, 10_000_000 * at, rows, size))
        for at, (name, way) in enumerate(ways.items(), 1)
    }
    there = Post.objects.count()
    if there != len(ways) * (rows // 2 + size // 2):
        raise SystemExit(f"{there} posts are there.")
    print(json.dumps({**took, "limit": limit(rows, author)}))


main()
