"""One run of the bench `pipeline`, inside its own process and database."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.utils import timezone  # noqa: E402

from merkwerk.accounts.models import Colleague, Organisation  # noqa: E402
from merkwerk.connectors.values import Network, Page, Person  # noqa: E402
from merkwerk.connectors.values import Post as Told  # noqa: E402
from merkwerk.listening.models import Match, Topic  # noqa: E402
from merkwerk.networks.actions import receive  # noqa: E402
from merkwerk.networks.models import Identity, Post, Source  # noqa: E402
from merkwerk.worker.actions import read_posts  # noqa: E402

PAGE = 200
BEGIN = datetime.now(UTC) - timedelta(hours=1)


def told(number: int, text: str) -> Told:
    person = number % 500
    author = Person(
        network=Network.MASTODON,
        uid=f"https://a.example/users/{person}",
        handle=f"p{person}@a.example",
    )
    uid = f"https://a.example/posts/{number}"
    written = BEGIN + timedelta(milliseconds=number)
    return Told(
        network=Network.MASTODON, uid=uid, url=uid, author=author, text=text, written=written
    )


def prepare(queries: list[str]) -> Source:
    """50 colleagues with their topics, and one source."""
    Organisation.objects.create(pk=1, name="Meting")
    people = [
        Colleague.objects.create_user(f"c{n}@a.example", None, name=f"C {n}") for n in range(50)
    ]
    Topic.objects.bulk_create(
        [Topic(colleague=people[n % 50], name=q[:80], query=q) for n, q in enumerate(queries)]
    )
    return Source.objects.create(
        kind="mastodon-hashtag", network="mastodon", address="x@a.example", title="x",
        next_check=timezone.now() + timedelta(days=1),
    )  # fmt: skip


def bare(texts: list[str]) -> float:
    """The same rows by nothing but bulk_create, into the same table."""
    author = Identity.objects.create(
        network="mastodon", uid="https://a.example/bare", handle="bare"
    )
    rows = [
        Post(network="mastodon", uid=f"https://a.example/bare/{n}", identity=author, text=text,
             written=BEGIN, try_after=BEGIN, state=Post.State.READ)
        for n, text in enumerate(texts)
    ]  # fmt: skip
    begin = time.perf_counter()
    for start in range(0, len(rows), PAGE):
        Post.objects.bulk_create(rows[start : start + PAGE])
    return time.perf_counter() - begin


def main() -> None:
    task = json.loads(Path(sys.argv[1]).read_text())
    source = prepare(task["queries"])
    posts = [told(number, text) for number, text in enumerate(task["texts"])]
    pages = [Page(posts=tuple(posts[start : start + PAGE])) for start in range(0, len(posts), PAGE)]
    begin = time.perf_counter()
    for page in pages:
        receive(source=source, page=page, now=timezone.now())
    received = time.perf_counter()
    read_posts()
    end = time.perf_counter()
    if Post.objects.unread(timezone.now() + timedelta(days=1)).exists():
        raise SystemExit("Some posts were not read.")
    print(
        json.dumps(
            {
                "pipeline": end - begin,
                "received": received - begin,
                "read": end - received,
                "bare": bare(task["texts"]),
                "matches": Match.objects.count(),
            }
        )
    )


main()
