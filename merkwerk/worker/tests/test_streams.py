"""The process that listens: opens what is new, closes what nobody wants, and hurries nobody."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.connectors import values
from merkwerk.connectors.errors import Unreachable
from merkwerk.connectors.tests.loopback import LOOPBACK
from merkwerk.connectors.values import Network, Person
from merkwerk.jobs.models import Trouble, Worker
from merkwerk.listening import actions as listening
from merkwerk.networks import actions as networks
from merkwerk.networks.models import Post, Source
from merkwerk.networks.tests import people
from merkwerk.networks.tests.stream_stand_in import jetstream_server, line
from merkwerk.relationships import actions as relationships
from merkwerk.worker import actions
from merkwerk.worker import streams as listener
from merkwerk.worker.streams import Ear, Streams

pytestmark = pytest.mark.django_db


def everything(posts: Sequence[values.Post]) -> list[bool]:
    return [True] * len(posts)


@pytest.fixture(autouse=True)
def kept_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own connection, which PostgreSQL really closes, is not the process's to close."""
    monkeypatch.setattr(listener, "close_old_connections", lambda: None)
    monkeypatch.setattr(listener, "connection", SimpleNamespace(close=lambda: None))


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ears that are opened, by key; none of them runs."""
    keys: list[str] = []
    monkeypatch.setattr(Ear, "begin", lambda ear: keys.append(ear.wanted.key))
    monkeypatch.setattr(Ear, "ended", property(lambda ear: ear.stopping.is_set()))
    return keys


@pytest.fixture
def streams() -> Iterator[Streams]:
    process = Streams(everything)
    yield process
    process.end()


def source(address: str = "wss://a.example/subscribe", **more: Any) -> Source:
    usual = {"network": "bluesky", "title": "Alles", "next_check": timezone.now()}
    return Source.objects.create(kind="bluesky-jetstream", address=address, **(usual | more))


def test_a_new_source_is_opened_and_no_second_time(streams: Streams, begun: list[str]) -> None:
    made = source()
    streams.look()
    streams.look()
    assert begun == [f"source {made.pk}"]


def test_a_paused_source_is_closed(streams: Streams, begun: list[str]) -> None:
    source()
    streams.look()
    Source.objects.update(state=Source.State.PAUSED)
    ear = next(iter(streams.ears.values()))
    streams.look()
    assert ear.stopping.is_set()
    assert not streams.ears


def test_another_address_is_opened_anew(streams: Streams, begun: list[str]) -> None:
    source()
    streams.look()
    Source.objects.update(address="wss://b.example/subscribe")
    streams.look()
    streams.look()
    assert len(begun) == 2


def test_a_dead_ear_is_replaced(streams: Streams, begun: list[str]) -> None:
    source()
    streams.look()
    next(iter(streams.ears.values())).stopping.set()
    streams.look()
    streams.look()
    assert len(begun) == 2


def test_a_second_process_stands_by(streams: Streams, begun: list[str]) -> None:
    source()
    streams.look()
    other = Streams(everything)
    other.look()
    assert len(begun) == 1
    Worker.objects.filter(name=streams.name).delete()
    other.look()
    other.end()
    assert len(begun) == 2


def test_it_gives_a_sign_of_life_and_takes_it_along(streams: Streams) -> None:
    streams.look()
    now = timezone.now()
    assert Worker.objects.alive(now).listening().count() == 1
    assert Worker.objects.alive(now).taking_jobs().count() == 0
    streams.end()
    assert not Worker.objects.exists()


def test_a_signal_stops_it_and_a_second_one_at_once(streams: Streams) -> None:
    streams.stop(signal.SIGTERM, None)
    assert streams.stopping.is_set()
    with pytest.raises(SystemExit):
        streams.stop(signal.SIGTERM, None)


@pytest.fixture
def near(settings: Settings) -> None:
    settings.ALLOWED_NETWORKS = LOOPBACK


def ear_of(made: Source, sieve: networks.Sieve = everything) -> Ear:
    return Ear(networks.Wanted(made.pk, False, ("", "")), sieve)


def test_an_ear_listens_until_it_is_not_wanted(near: None) -> None:
    with jetstream_server(line(1), line(2)) as server:
        made = source(server.address)

        def pausing(posts: Sequence[values.Post]) -> list[bool]:
            Source.objects.filter(pk=made.pk, bookmark__has_key="cursor").update(state="paused")
            return everything(posts)

        server.pace = 0.7
        ear_of(made, pausing)._listen()
    assert Post.objects.count() == 1


def test_an_ear_whose_source_is_gone_just_stops() -> None:
    made = source()
    ear = ear_of(made)
    made.delete()
    ear._listen()
    assert ear.stream is None


def test_a_broken_stream_waits_and_says_so_the_second_time() -> None:
    made = source()
    ear = ear_of(made)
    waits = []
    for ear.failures in (1, 2, 3):
        waits.append(ear._wait_after(Unreachable("hung up")))
    made.refresh_from_db()
    assert waits == sorted(waits)
    assert (made.error, made.errors_in_a_row) == ("unreachable", 3)


def test_a_mistake_of_ours_goes_to_the_health_page() -> None:
    ear = ear_of(source())
    ear.failures = 1
    ear._wait_after(KeyError("x"))
    assert Trouble.objects.get().place == "streams"


def test_a_paused_source_is_not_waited_for() -> None:
    ear = ear_of(source(state="paused"))
    assert ear._wait_after(Unreachable()) == 0
    assert ear.stopping.is_set()


# --- the sieve -------------------------------------------------------------------------------


def told(text: str, uid: str = "did:plc:x", network: Network = Network.BLUESKY, **more: Any) -> Any:
    author = Person(network=network, uid=uid, handle=uid)
    return values.Post(
        network=network, uid=f"at://{uid}/{text}", url="", author=author, text=text,
        written=timezone.now(), **more,
    )  # fmt: skip


def test_the_sieve_keeps_what_meets_a_topic(sanne: Colleague) -> None:
    listening.save_topic(by=sanne, name="Btw", query="btw", purpose="klanten helpen")
    assert actions.sieve([told("de btw stijgt"), told("het regent")]) == [True, False]


def test_the_sieve_keeps_whom_somebody_knows(sanne: Colleague) -> None:
    joris = people.identity("Joris Bakker", "bluesky")
    people.sent(sanne, people.post("Weet iemand dit?", joris))
    relationships.remember_message(
        message=sanne.messages.get(), now=timezone.now() + timedelta(seconds=1)
    )
    assert actions.sieve([told("het regent", joris.uid), told("het regent")]) == [True, False]


def test_the_sieve_keeps_what_speaks_to_us(sanne: Colleague) -> None:
    people.account(sanne)
    names = ("@sanne.vos@social.example",)
    kept = actions.sieve(
        [
            told("Hoi", network=Network.MASTODON, mentions=names),
            told("Dag", network=Network.MASTODON),
        ]
    )
    assert kept == [True, False]


def test_an_empty_batch_costs_nothing(django_assert_num_queries: Callable[[int], Any]) -> None:
    with django_assert_num_queries(0):
        assert actions.sieve([]) == []


def test_what_nobody_can_digest_is_passed_over_after_five_times() -> None:
    made = source(bookmark={"cursor": "1763"})
    ear = Ear(networks.wanted_streams()[f"source {made.pk}"], everything)
    for ear.failures in range(1, 5):
        ear._wait_after(TypeError("unhashable"))
    assert Source.objects.get().bookmark == {"cursor": "1763"}
    ear.failures = 5
    ear._wait_after(TypeError("unhashable"))
    assert Source.objects.get().bookmark == {}


def test_a_broken_line_forgets_nothing() -> None:
    made = source(bookmark={"cursor": "1763"})
    ear = Ear(networks.wanted_streams()[f"source {made.pk}"], everything, failures=5)
    ear._wait_after(Unreachable())
    assert Source.objects.get().bookmark == {"cursor": "1763"}
