"""Real feeds, stored: each is read or says why not; a second visit costs a 304 and adds nothing."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from merkwerk.connectors.tests.loopback import Asked, Reply, http_to, serving
from merkwerk.networks import actions
from merkwerk.networks.actions import way_out
from merkwerk.networks.models import Post, Sighting, Source
from merkwerk.networks.tests.conftest import MakeSource

DEMO = Path(__file__).parents[4] / "shared" / "data" / "feeds" / "demo" / "rss"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DEMO.is_dir(), reason="the recorded feeds are not there"),
]


def test_all_of_them_twice(source_of: MakeSource, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"/{path.name}": path.read_bytes() for path in sorted(DEMO.iterdir())}
    statuses: list[int] = []

    def answer(asked: Asked) -> Reply:
        body = files[urlsplit(asked.path).path]
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        known = asked.headers.get("if-none-match") == etag
        statuses.append(304 if known else 200)
        return Reply(304 if known else 200, b"" if known else body, {"ETag": etag})

    with serving(answer) as server:
        monkeypatch.setattr(way_out, "http", lambda: http_to(server))
        made = [source_of(f"http://f.example{name}", host=name) for name in files]
        for source in made:
            actions.collect(source_id=source.pk)
        counts = (Post.objects.count(), Sighting.objects.count())
        silent = Source.objects.filter(error="").exclude(sightings__isnull=False)
        assert [source.refused_entries for source in silent if not source.refused_entries] == []
        later = timezone.now() + timedelta(days=8)
        for source in made:
            actions.collect(source_id=source.pk, now=later)
    assert counts[0] > 500
    assert (Post.objects.count(), Sighting.objects.count()) == counts
    bad = Source.objects.exclude(error="").count()
    assert statuses[len(files) :].count(304) == len(files) - bad
    assert {source.error for source in Source.objects.exclude(error="")} <= {"unreadable"}
    assert not Source.objects.exclude(claim="").exists()
