"""One run of the bench `reader`, inside its own process and database."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

import numpy as np  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Sum  # noqa: E402
from django.db.models.functions import Length  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from merkwerk.accounts.models import Colleague, Organisation  # noqa: E402
from merkwerk.listening.actions import book, to_read  # noqa: E402
from merkwerk.listening.models import MatchPage, Topic  # noqa: E402
from merkwerk.networks.models import Identity, Post  # noqa: E402

BATCH, MATCHES, EACH, READ = 200, 20, 10, 20_000
READERS = 9


def taken(work: Callable[[], Any]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1e3


def prepare(topics: int) -> list[int]:
    Organisation.objects.create(pk=1, name="Meting")
    many = topics // EACH
    made = [Colleague(email=f"c{n}@a.example", name=f"C {n}", password="!") for n in range(many)]
    Colleague.objects.bulk_create(made)
    people = list(Colleague.objects.order_by("pk").values_list("pk", flat=True))
    Topic.objects.bulk_create(
        [
            Topic(colleague_id=people[n % many], name=f"w{n}", query=f"woord{n}")
            for n in range(topics)
        ],
        batch_size=500,
    )
    return list(Topic.objects.order_by("pk").values_list("pk", flat=True))


def store(first: int, met: np.ndarray[Any, Any], author: Identity) -> None:
    """Posts that hold the words of the topics they meet: what is read is held against them."""
    now = timezone.now()
    Post.objects.bulk_create(
        Post(
            pk=first + at, network="mastodon", uid=f"p{first + at}", identity=author,
            text=" ".join(f"woord{topic}" for topic in words), written=now, try_after=now,
            state=Post.State.READ,
        )
        for at, words in enumerate(met.reshape(BATCH, MATCHES))
    )  # fmt: skip


def main() -> None:
    task = json.loads(Path(sys.argv[1]).read_text())
    numbers = np.array(prepare(task["topics"]))
    author = Identity.objects.create(network="mastodon", uid="a", handle="a")
    dice = np.random.default_rng(5)
    whole = task["days"] * task["posts"]
    writing, binding = 0.0, 0.0
    for first in range(1, whole, BATCH):
        met = dice.integers(0, len(numbers), BATCH * MATCHES)
        posts = np.repeat(np.arange(first, first + BATCH), MATCHES)
        if first > whole - READ:
            store(first, met, author)
        topics = numbers[met]
        begin = time.process_time()
        book.write(topics=topics, posts=posts)
        writing += time.process_time() - begin
        if first % (16 * BATCH) == 1:
            binding += taken(lambda: book.bind(now=timezone.now())) / 1e3
    size = MatchPage.objects.aggregate(n=Sum(Length("packed")))["n"]
    first_time, again, queries, found = [], [], [], 0
    for by in Colleague.objects.order_by("pk")[:READERS]:
        first_time.append(taken(lambda by=by: to_read(by=by)))  # type: ignore[misc]
        with CaptureQueriesContext(connection) as asked:
            again.append(taken(lambda by=by: to_read(by=by)))  # type: ignore[misc]
        queries.append(len(asked))
        found += len(to_read(by=by))
    print(
        json.dumps(
            {
                "posts to read": found / READERS,
                "ms, first time": statistics.median(first_time),
                "ms, again": statistics.median(again),
                "queries": max(queries),
                "writing, us a post": writing / whole * 1e6,
                "binding, us a post": binding / whole * 1e6,
                "pages": MatchPage.objects.count(),
                "book MB": size / 1e6,
                "bytes a match": size / (whole * MATCHES),
            }
        )
    )


main()
