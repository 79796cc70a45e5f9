"""One address typed: what it is, three recent items, kept or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from merkwerk.accounts.models import Colleague, Role
from merkwerk.connectors.tests.loopback import Asked, Reply, Server, http_to, serving
from merkwerk.networks import actions
from merkwerk.networks.actions import way_out
from merkwerk.networks.models import Lookup, Post, Source
from merkwerk.networks.tests.conftest import Connect
from merkwerk.networks.tests.mastodon_stand_in import Mastodon, reply
from merkwerk.networks.tests.steps import run_jobs
from merkwerk.networks.tests.test_collecting import feed

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


def site(asked: Asked) -> Reply:
    if asked.path == "/feed.xml":
        return Reply(200, feed("een", "twee", "drie", "vier"), {"Content-Type": "text/xml"})
    if asked.path == "/":
        link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        page = f"<!doctype html><html><head><title>Blog</title>{link}</head><body><p>Hoi</p>"
        return Reply(200, page.encode(), {"Content-Type": "text/html"})
    return Reply(404)


@contextmanager
def world(handler: Callable[[Asked], Reply], monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(handler) as server:
        monkeypatch.setattr(way_out, "http", lambda: http_to(server))
        yield server


def looked_up(by: Colleague, text: str, aim: str = "source") -> Lookup:
    lookup = actions.look_up(by=by, text=text, aim=aim)
    run_jobs()
    lookup.refresh_from_db()
    return lookup


def test_a_site_leads_to_its_feed_with_three_recent_items(
    sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world(site, monkeypatch):
        lookup = looked_up(sanne, "http://blog.example/")
    assert lookup.state == "found"
    (found,) = lookup.findings
    assert (found["kind"], found["address"]) == ("feed", "http://blog.example/feed.xml")
    assert len(found["recent"]) == 3
    assert not Source.objects.exists()


def test_keeping_it_twice_is_one_source_with_its_posts(
    sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world(site, monkeypatch):
        lookup = looked_up(sanne, "http://blog.example/")
        first = actions.keep(by=sanne, lookup=lookup, choice=0)
        second = actions.keep(by=sanne, lookup=lookup, choice=0)
        assert first == second
        run_jobs()
    assert (Source.objects.count(), Post.objects.count()) == (1, 4)


def test_keeping_a_removed_source_brings_it_back(
    sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world(site, monkeypatch):
        lookup = looked_up(sanne, "http://blog.example/")
        kept = actions.keep(by=sanne, lookup=lookup, choice=0)
        assert kept is not None
        actions.remove(source=kept, by=sanne)
        assert not Source.objects.visible_to(sanne).exists()
        again = actions.keep(by=sanne, lookup=lookup, choice=0)
        run_jobs()
    assert again is not None
    assert Source.objects.get().state == "active"


def test_a_choice_that_is_not_there_keeps_nothing(sanne: Colleague) -> None:
    lookup = Lookup.objects.create(colleague=sanne, text="x", state="found", findings=[])
    assert actions.keep(by=sanne, lookup=lookup, choice=0) is None
    assert actions.keep(by=sanne, lookup=lookup, choice=-1) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("http://leeg.example/niets", "not-found"),
        ("ik weet het niet", "bad-address"),
        ("ftp://oud.example/", "bad-address"),
        ("javascript:alert(1)", "bad-address"),
    ],
)
def test_it_says_what_is_wrong_with_an_address(
    text: str, code: str, sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world(site, monkeypatch):
        lookup = looked_up(sanne, text)
    assert (lookup.state, lookup.error) == ("failed", code)
    assert lookup.trouble is not None
    assert lookup.trouble.do


def test_a_private_address_is_not_opened(sanne: Colleague, settings: object) -> None:
    settings.ALLOWED_NETWORKS = ()  # type: ignore[attr-defined]
    assert looked_up(sanne, "http://127.0.0.1/").error == "private-address"


def test_a_handle_that_does_not_exist_is_said_so(mastodon: Mastodon, sanne: Colleague) -> None:
    lookup = looked_up(sanne, f"@niemand@{mastodon.host}")
    assert lookup.error == "not-found"


def test_a_bare_tag_is_read_on_the_own_server(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    account = connect(sanne)
    mastodon.says("over #btw")
    lookup = looked_up(sanne, "#btw")
    (found,) = [f for f in lookup.findings if f["network"] == "mastodon"]
    assert found["address"] == f"btw@{mastodon.host}"
    assert found["needs_account"] is None
    kept = actions.keep(by=sanne, lookup=lookup, choice=lookup.findings.index(found))
    assert kept is not None
    assert not kept.is_personal
    assert account.pk


def test_what_a_server_shows_to_members_only_becomes_ones_own_source(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, karim: Colleague
) -> None:
    connect(sanne)
    mastodon.trouble = lambda asked: (
        None if "authorization" in asked.headers else reply({"error": "login"}, 401)
    )
    mastodon.says("over #btw")
    lookup = looked_up(sanne, "#btw")
    number = next(i for i, f in enumerate(lookup.findings) if f["network"] == "mastodon")
    kept = actions.keep(by=sanne, lookup=lookup, choice=number)
    assert kept is not None
    assert kept.is_personal
    assert not Source.objects.visible_to(karim).exists()


def test_a_link_by_hand_becomes_a_post_once(
    sanne: Colleague, karim: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world(site, monkeypatch):
        for colleague in (sanne, karim):
            assert looked_up(colleague, "http://blog.example/", "link").post is not None
    assert (Post.objects.count(), Source.objects.count()) == (1, 1)


def test_a_lookup_whose_job_was_lost_is_asked_for_again(sanne: Colleague, now: datetime) -> None:
    Lookup.objects.create(colleague=sanne, text="x.example")
    assert actions.look_again(now=now) == 0
    assert actions.look_again(now=now + timedelta(minutes=1)) == 1
    actions.look_again(now=now + timedelta(days=2))
    assert not Lookup.objects.exists()


# --- the pages ---------------------------------------------------------------------------------


def test_the_walk_through_the_pages(
    sanne: Colleague, as_colleague: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_colleague(sanne)
    asked = client.post(reverse("networks:new_source"), {"text": "http://blog.example/"})
    page = client.get(asked["Location"])
    assert b'http-equiv="refresh"' in page.content
    assert b"every 1s" in page.content
    with world(site, monkeypatch):
        run_jobs()
    fragment = client.get(asked["Location"], headers={"HX-Request": "true"})
    assert b"<html" not in fragment.content
    assert b"twee" in fragment.content
    assert b"every 1s" not in fragment.content
    lookup = Lookup.objects.get()
    kept = client.post(reverse("networks:keep", args=[lookup.pk]), {"choice": "0"}, follow=True)
    assert "Kept." in kept.content.decode()


def test_an_empty_field_is_answered_in_words(sanne: Colleague, as_colleague: SignIn) -> None:
    answer = as_colleague(sanne).post(reverse("networks:new_source"), {"text": ""})
    assert answer.status_code == 422
    assert b"Type an address first." in answer.content


def test_a_failure_is_told_with_what_to_do(sanne: Colleague, as_colleague: SignIn) -> None:
    lookup = Lookup.objects.create(
        colleague=sanne, text="<b>x</b>", state="failed", error="not-found", error_detail="404"
    )
    page = as_colleague(sanne).get(reverse("networks:lookup", args=[lookup.pk]))
    assert b"Nothing was found there." in page.content
    assert b"<b>x</b>" not in page.content


def test_a_lookup_is_not_for_others(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    lookup = Lookup.objects.create(colleague=sanne, text="x")
    client = as_colleague(karim)
    assert client.get(reverse("networks:lookup", args=[lookup.pk])).status_code == 404
    assert client.post(reverse("networks:keep", args=[lookup.pk])).status_code == 404


def test_a_guest_adds_no_sources(
    colleague_named: Callable[..., Colleague], as_colleague: SignIn
) -> None:
    guest = colleague_named("Gast", Role.ADVISER)
    assert as_colleague(guest).get(reverse("networks:new_source")).status_code == 403
