"""Where addresses lead: asked once by the worker, and remembered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from merkwerk.connectors.tests.loopback import Asked, Reply, Server, serving
from merkwerk.networks import actions
from merkwerk.networks.models import LedAddress
from merkwerk.networks.tests.steps import run_jobs

pytestmark = pytest.mark.django_db
PAGE = {"Content-Type": "text/html"}
MINUTE = timedelta(minutes=1)


def answer(asked: Asked) -> Reply:
    path = asked.path.partition("?")[0]
    if path == "/kort":
        return Reply(301, headers={"Location": "/lang?utm_source=x"})
    if path == "/rond":
        return Reply(302, headers={"Location": "/rond"})
    if path.startswith("/ketting/"):
        return Reply(302, headers={"Location": f"/ketting/{int(path.rpartition('/')[2]) + 1}"})
    if path == "/ziek":
        return Reply(503)
    return Reply(body=b"<html><title>x</title>", headers=PAGE)


@pytest.fixture
def site() -> Iterator[Server]:
    with serving(answer) as server:
        yield server


def place(site: Server, path: str) -> str:
    return f"{site.address}{path}"


def short(site: Server, path: str) -> str:
    return f"127.0.0.1:{site.port}{path}"


def test_a_short_link_stands_for_its_page(site: Server) -> None:
    link = place(site, "/kort")
    assert actions.resolve([link]) == 1
    assert actions.resolved([link]) == {link: short(site, "/kort")}
    run_jobs()
    assert actions.resolved([link]) == {link: short(site, "/lang")}


def test_two_spellings_are_one_question(site: Server) -> None:
    link = place(site, "/kort")
    actions.resolve([link, f"{link}?utm_campaign=a"])
    actions.resolve([f"{link}#x"])
    run_jobs()
    assert LedAddress.objects.count() == 1
    assert len({*actions.resolved([link, f"{link}?utm_medium=b"]).values()}) == 1


def test_what_is_no_address_stands_for_nothing() -> None:
    told = actions.resolved(["geen adres", "mailto:a@b.example", "", "https://krant.example/a"])
    assert list(told.values()) == ["", "", "", "krant.example/a"]
    assert actions.resolve(["geen adres", "javascript:alert(1)"]) == 0


@pytest.mark.parametrize(("path", "code"), [("/rond", "goes-round"), ("/ketting/1", "too-far")])
def test_a_loop_and_an_endless_chain_end(site: Server, path: str, code: str) -> None:
    actions.resolve([place(site, path)])
    run_jobs()
    one = LedAddress.objects.get()
    assert (one.error, one.next_try, one.canonical) == (code, None, "")
    assert actions.resolved([place(site, path)]) == {place(site, path): short(site, path)}


def test_an_unreachable_server_is_asked_a_few_times_and_then_left(now: datetime) -> None:
    link = "http://127.0.0.1:9/weg"
    actions.resolve([link], now=now)
    for _again in range(8):
        one = LedAddress.objects.get()
        if one.next_try is None:
            break
        assert not actions.follow_address(address_id=one.pk, now=one.next_try)
    assert (one.tries, one.error) == (4, "unreachable")


def test_a_page_in_trouble_is_still_where_it_leads(site: Server) -> None:
    actions.resolve([place(site, "/ziek")])
    run_jobs()
    assert LedAddress.objects.get().canonical == short(site, "/ziek")


def test_what_is_known_is_not_asked_again(site: Server, now: datetime) -> None:
    actions.resolve([place(site, "/kort")], now=now)
    run_jobs()
    assert actions.resolve([place(site, "/kort")], now=now + 20 * MINUTE) == 0


def test_after_a_month_it_is_forgotten(site: Server, now: datetime) -> None:
    actions.resolve([place(site, "/kort")], now=now)
    run_jobs()
    actions.follow_addresses_due(now=now + timedelta(days=31))
    assert not LedAddress.objects.exists()


def test_a_lost_job_is_found_again(site: Server, now: datetime) -> None:
    actions.resolve([place(site, "/kort")], now=now)
    assert actions.follow_addresses_due(now=now) == 1
    run_jobs()
    assert actions.follow_addresses_due(now=now + MINUTE) == 0
    assert len([asked for asked in site.asked if asked.path == "/kort"]) == 1


def test_nobody_asks_for_more_than_twenty_at_once() -> None:
    assert actions.resolve(f"https://krant.example/{number}" for number in range(50)) == 20


def test_nobody_reads_in_the_table_who_wrote_about_what() -> None:
    actions.resolve(["https://krant.example/zwijgzaam"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM networks_ledaddress")
        assert "krant" not in str(cursor.fetchall())


def test_many_are_looked_up_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        actions.resolved(f"https://krant.example/{number}" for number in range(100))


def test_a_private_place_is_not_entered(now: datetime, settings: object) -> None:
    actions.resolve(["http://10.0.0.1/geheim"], now=now)
    run_jobs()
    assert LedAddress.objects.get().error == "private-address"
