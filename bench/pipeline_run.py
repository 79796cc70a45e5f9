"""Parts of one run of the bench `pipeline`, each in a process of its own on the same database."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Sum  # noqa: E402
from django.db.models.functions import Length  # noqa: E402
from django.utils import timezone  # noqa: E402

from merkwerk.accounts.models import Colleague, Organisation  # noqa: E402
from merkwerk.connectors.bluesky.events import Reader  # noqa: E402
from merkwerk.connectors.values import Page  # noqa: E402
from merkwerk.connectors.values import Post as Told  # noqa: E402
from merkwerk.listening import actions as listening  # noqa: E402
from merkwerk.listening.actions.listener import Listener  # noqa: E402
from merkwerk.listening.models import MatchPage, Topic  # noqa: E402
from merkwerk.networks.actions import receive  # noqa: E402
from merkwerk.networks.models import Post, Source  # noqa: E402
from merkwerk.today.actions.room import ENOUGH, room  # noqa: E402
from merkwerk.today.models import Occasion  # noqa: E402
from merkwerk.worker.actions import read_posts  # noqa: E402

PAGE = 200
LATER = timedelta(hours=1)
EACH = 10
"""Topics of one colleague."""


def used() -> float:
    """CPU seconds so far, of this process and of its back end."""
    mine = time.process_time()
    if connection.vendor != "postgresql":
        return mine
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return mine + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def taken(work: Callable[[], Any]) -> tuple[Any, float]:
    begin = used()
    found = work()
    return found, used() - begin


def tell(facts: dict[str, float]) -> None:
    print(json.dumps(facts))


def prepare(queries: Sequence[str]) -> Source:
    """Colleagues with ten topics each, and a stream."""
    Organisation.objects.create(pk=1, name="Meting")
    many = max(len(queries) // EACH, 1)
    Colleague.objects.bulk_create(
        [Colleague(email=f"c{n}@a.example", name=f"C {n}", password="!") for n in range(many)]
    )
    people = list(Colleague.objects.order_by("pk"))
    Topic.objects.bulk_create(
        [Topic(colleague=people[n % many], name=q[:80], query=q) for n, q in enumerate(queries)],
        batch_size=500,
    )
    Topic.objects.update(changed=timezone.now() - timedelta(days=1))
    return Source.objects.create(
        kind="bluesky-jetstream", network="bluesky", address="wss://stream.example", title="x",
        next_check=timezone.now() + timedelta(days=1),
    )  # fmt: skip


def stream(file: str) -> None:
    """Lines to posts, sifted and stored, as the process does that keeps streams open."""
    task = json.loads(Path(file).read_text())
    source = prepare(task["queries"])
    pages, decoded = taken(lambda: list(_decoded(task["lines"])))
    listening.sieve(pages[0].posts)
    wanted, sifted = taken(lambda: [listening.sieve(page.posts) for page in pages])
    kept = [_kept(page, keep) for page, keep in zip(pages, wanted, strict=True)]
    work = partial(_receive, source, kept)
    _, stored = taken(work)
    middle = Post.objects.order_by("pk").values_list("pk", flat=True)[Post.objects.count() // 2]
    Post.objects.filter(pk__gte=middle).update(try_after=timezone.now() + LATER)
    tell({"posts": len(task["lines"]), "decode": decoded, "sieve": sifted, "receive": stored})


def _decoded(lines: Sequence[str]) -> Any:
    reader = Reader()
    for start in range(0, len(lines), PAGE):
        for line in lines[start : start + PAGE]:
            reader.read(line)
        yield reader.page()


def _kept(page: Page, keep: Sequence[bool]) -> Page:
    posts: tuple[Told, ...] = tuple(p for p, yes in zip(page.posts, keep, strict=True) if yes)
    return Page(posts=posts)


def _receive(source: Source, pages: Sequence[Page]) -> None:
    for page in pages:
        receive(source=source, page=page, now=timezone.now())


def read(folder: str, number: str) -> None:
    """One worker: compiles all topics, says that it is ready, waits for the start, reads."""
    place = Path(folder)
    spent = 0.0
    plain = Listener.match

    def match(self: Listener, posts: Any) -> Any:
        nonlocal spent
        begin = time.process_time()
        try:
            return plain(self, posts)
        finally:
            spent += time.process_time() - begin

    some = list(Post.objects.select_related("identity")[:PAGE])
    _, start = taken(lambda: listening.meeting(posts=some, now=timezone.now()))
    Listener.match = match  # type: ignore[method-assign]
    took = []
    for phase in ("first", "later"):
        _wait(place, phase, number)
        spent = 0.0
        took.append(taken(read_posts)[1])
        people = Colleague.objects.values_list("pk", flat=True)
        day = timezone.now().date()
        room.counted = {(pk, kind, day): ENOUGH for pk in people for kind in ("said", "question")}
        room.full = dict.fromkeys(room.counted, timezone.now())
    tell({"first": took[0], "later": took[1], "match": spent, "start": start})


def _wait(place: Path, phase: str, number: str) -> None:
    """Says that it is ready, and waits for the start of a phase."""
    (place / f"ready-{phase}-{number}").touch()
    while not (place / phase).exists():
        time.sleep(0.005)


def release() -> None:
    """The second half of the posts comes in: in the course of the day, when each colleague has
    heard as much of strangers as Today takes."""
    Post.objects.filter(state=Post.State.NEW).update(try_after=timezone.now())


def after(_file: str) -> None:
    """What came of it, and what is done in the background."""
    if Post.objects.unread(timezone.now() + timedelta(days=1)).exists():
        raise SystemExit("Some posts were not read.")
    now = timezone.now()
    matches = MatchPage.objects.aggregate(n=Sum("matches"))["n"] or 0
    _, bind = taken(lambda: listening.bind(now=now))
    size = MatchPage.objects.aggregate(n=Sum(Length("packed")))["n"] or 0
    _, echoes = taken(lambda: listening.find_echoes(now=now))
    by = Colleague.objects.order_by("pk").first()
    assert by is not None
    listening.to_read(by=by, now=now)
    _, queue = taken(lambda: listening.to_read(by=by, now=now))
    tell({
        "matches": matches,
        "occasions": Occasion.objects.count(),
        "bind": bind,
        "book": size,
        "echoes": echoes,
        "queue": queue,
    })  # fmt: skip


if __name__ == "__main__":
    {"stream": stream, "read": read, "release": release, "after": after}[sys.argv[1]](*sys.argv[2:])
