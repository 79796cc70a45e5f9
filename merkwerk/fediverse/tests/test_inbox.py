"""What is believed at the door, and what never is."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from merkwerk.connectors.activitypub.client import packed
from merkwerk.connectors.activitypub.request import Dialect
from merkwerk.connectors.activitypub.signing import Signer, headers_for
from merkwerk.fediverse.models import (
    Actor,
    Brought,
    Delivery,
    Follower,
    Heard,
    Incoming,
    RemoteKey,
    Server,
)
from merkwerk.fediverse.tests.elsewhere import HERE, OTHER_PAIR, Elsewhere, brings
from merkwerk.stories.models import PublicStory, Reaction, Site

pytestmark = pytest.mark.django_db
SANNE = f"{HERE}/ap/people/sanne-vos"


def follow(anna: Elsewhere) -> dict[str, Any]:
    return anna.activity("Follow", SANNE)


def nothing_happened() -> bool:
    return not Follower.objects.exists() and not Heard.objects.exists()


@pytest.mark.parametrize("dialect", Dialect)
def test_a_signed_follow_is_taken(actor: Actor, anna: Elsewhere, dialect: Dialect) -> None:
    remote = anna.known()
    assert anna.sends(follow(anna), dialect=dialect) == 202
    assert Follower.objects.get().remote == remote


def test_it_is_answered_with_an_accept(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    asked = follow(anna)
    anna.sends(asked)
    accept = Delivery.objects.get().activity
    assert (accept.kind, accept.body["object"]["id"]) == ("Accept", asked["id"])


def test_the_inbox_of_one_person_takes_it_too(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    assert anna.sends(follow(anna), to="/ap/people/sanne-vos/inbox") == 202
    assert Follower.objects.exists()


def test_what_is_not_signed_is_refused(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    assert brings(packed(follow(anna)), {"host": "verhalen.example"}) == 401
    assert nothing_happened()


def test_another_key_is_refused(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    assert anna.sends(follow(anna), signer=Signer(anna.key, OTHER_PAIR[1])) == 401
    assert nothing_happened()


def test_a_body_that_was_changed_is_refused(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    told = follow(anna)
    fields = headers_for(
        "POST", f"{HERE}/ap/inbox", signer=anna.signer, now=timezone.now(), body=packed(told)
    )
    other = packed({**told, "object": f"{HERE}/ap/people/karim"})
    assert brings(other, {"host": "verhalen.example", **fields}) == 401
    assert nothing_happened()


def test_yesterdays_message_is_refused(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    assert anna.sends(follow(anna), at=timezone.now() - timedelta(days=1)) == 401
    assert nothing_happened()


def test_a_message_for_another_host_is_refused(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    assert anna.sends(follow(anna), host="elsewhere.example") == 401
    assert nothing_happened()


def test_somebody_elses_key_is_refused_also_when_it_is_known(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    joris = Elsewhere(name="joris")
    joris.known()
    told = {**follow(anna), "actor": joris.address}
    assert anna.sends(told) == 403
    assert nothing_happened()


def test_a_key_on_another_server_is_refused(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    told = {**follow(anna), "actor": "http://big.example/users/chief"}
    assert anna.sends({**told, "id": "http://big.example/1"}) == 403
    assert nothing_happened()


def test_an_activity_named_on_another_server_is_refused(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    assert anna.sends({**follow(anna), "id": "http://big.example/1"}) == 403
    assert nothing_happened()


def test_the_same_bytes_again_are_refused(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    told, at = follow(anna), timezone.now()
    assert anna.sends(told, at=at) == 202
    Follower.objects.all().delete()
    assert anna.sends(told, at=at) == 401
    assert not Follower.objects.exists()


def test_the_same_activity_signed_anew_changes_nothing(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    told = follow(anna)
    anna.sends(told)
    Follower.objects.all().delete()
    assert anna.sends(told, at=timezone.now() + timedelta(seconds=5)) == 202
    assert not Follower.objects.exists()


def test_a_blocked_server_is_refused(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    Server.objects.create(host="social.example", blocked_at=timezone.now())
    assert anna.sends(follow(anna)) == 403
    assert nothing_happened()


def test_an_unknown_key_waits_for_the_worker(actor: Actor, anna: Elsewhere) -> None:
    assert anna.sends(follow(anna)) == 202
    assert Incoming.objects.get().host == "social.example"
    assert nothing_happened()


def test_a_key_that_no_longer_fits_is_looked_up_once_more(actor: Actor, anna: Elsewhere) -> None:
    anna.known(timezone.now() - timedelta(days=1))
    RemoteKey.objects.update(public=OTHER_PAIR[0])
    assert anna.sends(follow(anna)) == 202
    assert Incoming.objects.exists()
    assert nothing_happened()


def test_one_server_cannot_fill_the_house(actor: Actor, anna: Elsewhere) -> None:
    statuses = [anna.sends(follow(anna)) for _ in range(52)]
    assert statuses[-2:] == [429, 429]
    assert Incoming.objects.count() == 50


def test_a_stranger_says_less_at_once(actor: Actor, anna: Elsewhere) -> None:
    assert anna.sends({**follow(anna), "summary": "x" * 70_000}) == 413
    assert not Incoming.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b" ", b"[]", b"{", b"\xff\xfe", b'{"type": 3}', b"[" * 100_000, b'{"actor": "x", "type": "x"}',
     json.dumps({"type": "Follow", "actor": "http://a.example/", "object": "\0"}).encode(),
     b'{"type": "Follow", "actor": "http://a.example/", "object": "\\ud800"}'],
)  # fmt: skip
def test_what_is_no_activity_is_refused(site: Site, anna: Elsewhere, body: bytes) -> None:
    assert anna.sends(body) == 400


def test_what_is_too_large_is_not_read(site: Site, anna: Elsewhere) -> None:
    assert anna.sends(b" " * 300_000) == 413


def test_a_form_is_not_for_the_inbox(site: Site) -> None:
    assert Client().post("/ap/inbox", {"a": "b"}).status_code == 415


def test_there_is_no_inbox_while_the_site_is_closed(site: Site, anna: Elsewhere) -> None:
    Site.objects.update(is_open=False)
    assert anna.sends(follow(anna)) == 404


@pytest.mark.parametrize("kind", ["Question", "Flag", "Arrive", "Add", "x" * 400])
def test_what_we_do_not_know_is_politely_ignored(actor: Actor, anna: Elsewhere, kind: str) -> None:
    anna.known()
    assert anna.sends(anna.activity(kind, SANNE)) == 202
    assert not Brought.objects.exists()


def test_a_deletion_of_a_stranger_is_ignored_without_a_row(site: Site, anna: Elsewhere) -> None:
    assert anna.sends(anna.activity("Delete", anna.address)) == 202
    assert not Incoming.objects.exists()


def test_the_words_of_another_are_refused(standing: PublicStory, anna: Elsewhere) -> None:
    anna.known()
    note = anna.note(f"{HERE}/stories/de-kade/", attributedTo="http://social.example/users/bob")
    assert anna.sends(anna.activity("Create", note)) == 403
    assert not Reaction.objects.exists()
