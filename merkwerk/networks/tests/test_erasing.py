"""Who does not want to be stored is gone at once, and does not come back."""

from __future__ import annotations

from datetime import datetime

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Network, Notice, NoticeKind, Page, Person
from merkwerk.connectors.values import Post as Told
from merkwerk.networks import actions
from merkwerk.networks.models import Erasure, Identity, Post, Reaction
from merkwerk.networks.tests.conftest import Connect, MakePost, MakeSource
from merkwerk.networks.tests.steps import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def joris(post_by: MakePost) -> Identity:
    return post_by(text="Mijn eigen woorden").identity


def test_their_words_are_gone_at_once(joris: Identity, administrator: Colleague) -> None:
    actions.erase(identity=joris, by=administrator)
    post, identity = Post.objects.get(), Identity.objects.get()
    assert (post.text, post.html, post.url) == ("", "", "")
    assert post.deleted_at
    assert (identity.name, identity.handle, identity.url) == ("", "", "")


def test_the_worker_deletes_the_rows(joris: Identity, administrator: Colleague) -> None:
    actions.erase(identity=joris, by=administrator)
    run_jobs()
    assert not Post.objects.exists()
    assert not Identity.objects.exists()


def test_only_a_fingerprint_stays(joris: Identity, administrator: Colleague) -> None:
    actions.erase(identity=joris, by=administrator)
    kept = Erasure.objects.get()
    assert kept.fingerprint == actions.fingerprint("mastodon", joris.uid)
    assert "joris" not in kept.fingerprint


def back(joris: Identity, now: datetime) -> Page:
    person = Person(network=Network.MASTODON, uid=joris.uid, handle=joris.handle)
    post = Told(
        network=Network.MASTODON, uid="https://social.example/p/99", url="", author=person,
        text="Daar ben ik weer", written=now,
    )  # fmt: skip
    notice = Notice(
        kind=NoticeKind.FOLLOW, network=Network.MASTODON, uid="1", person=person, written=now
    )
    return Page(posts=(post,), notices=(notice,))


def test_they_do_not_come_back(
    joris: Identity, administrator: Colleague, source_of: MakeSource, now: datetime
) -> None:
    actions.erase(identity=joris, by=administrator)
    run_jobs()
    source = source_of("joris@social.example", "mastodon-account")
    received = actions.receive(source=source, page=back(joris, now), now=now)
    assert (received.new, received.reactions) == (0, 0)
    assert not Identity.objects.exists()
    assert not Reaction.objects.exists()


def test_others_still_come_in(
    joris: Identity, administrator: Colleague, source_of: MakeSource, now: datetime
) -> None:
    page = back(joris, now)
    joris.uid = "https://social.example/users/other"
    joris.save()
    actions.erase(identity=joris, by=administrator)
    source = source_of("joris@social.example", "mastodon-account")
    assert actions.receive(source=source, page=page, now=now).new == 1


def test_erasing_twice_is_erasing_once(joris: Identity, administrator: Colleague) -> None:
    actions.erase(identity=joris, by=administrator)
    actions.erase(identity=Identity.objects.get(), by=administrator)
    assert Erasure.objects.count() == 1


def test_a_colleague_may_not(joris: Identity, sanne: Colleague) -> None:
    with pytest.raises(PermissionError):
        actions.erase(identity=joris, by=sanne)
    assert Post.objects.get().text


def test_our_own_accounts_are_not_erased(
    connect: Connect, sanne: Colleague, administrator: Colleague
) -> None:
    with pytest.raises(ValueError, match="connected"):
        actions.erase(identity=connect(sanne).identity, by=administrator)
