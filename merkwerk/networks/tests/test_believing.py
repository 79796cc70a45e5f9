"""A server speaks for its own people; about others it may not change what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.errors import Unreadable
from merkwerk.connectors.values import Audience, Network, Page, Person
from merkwerk.connectors.values import Post as Told
from merkwerk.networks import actions
from merkwerk.networks.actions.answering import full_text
from merkwerk.networks.actions.connected import connected
from merkwerk.networks.models import ConnectedAccount, Identity, PendingConnection, Post, Source
from merkwerk.networks.tests.conftest import Connect, MakeSource

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
LATER = THEN + timedelta(hours=1)
OWN, OTHER, EVIL = "https://good.example", "https://other.example", "https://evil.example"
UID = f"{OWN}/users/anna/statuses/1"
ANNA = Person(
    network=Network.MASTODON, uid=f"{OWN}/users/anna", handle="anna@good.example", name="Anna"
)


def told(by: str, text: str = "Hallo", **more: Any) -> Told:
    usual: dict[str, Any] = {
        "network": Network.MASTODON, "uid": UID, "url": UID, "author": ANNA, "text": text,
        "html": f"<p>{text}</p>", "written": THEN, "native": {"server": by, "id": "1"},
    }  # fmt: skip
    return Told(**(usual | more))


def receive(*posts: Told, source: Source | None = None) -> None:
    actions.receive(source=source, page=Page(posts=posts), now=LATER)


@pytest.mark.parametrize("first", [OWN, OTHER])
def test_a_strange_server_puts_no_words_in_anybodys_mouth(first: str) -> None:
    receive(told(first))
    receive(told(EVIL, "Ik ben dom", edited=LATER, url="https://evil.example/"))
    assert (Post.objects.get().text, Post.objects.get().url) == ("Hallo", UID)


def test_ones_own_server_may_edit_whoever_told_it_first() -> None:
    receive(told(OTHER))
    receive(told(OWN, "Hallo allemaal", edited=LATER))
    assert Post.objects.get().text == "Hallo allemaal"


def test_the_first_word_of_ones_own_server_replaces_a_forged_one() -> None:
    mallory = replace(ANNA, uid=f"{EVIL}/users/mallory", handle="mallory@evil.example")
    receive(told(EVIL, "Ik ben dom", author=mallory))
    receive(told(OWN))
    post = Post.objects.get()
    assert (post.text, post.identity.uid) == ("Hallo", ANNA.uid)


def test_who_told_it_before_may_tell_of_an_edit() -> None:
    receive(told(OTHER))
    receive(told(OTHER, "Hallo allemaal", edited=LATER))
    assert Post.objects.get().text == "Hallo allemaal"


def test_a_strange_server_gives_nobody_another_name() -> None:
    receive(told(OWN))
    forged = replace(ANNA, name="Mallory", handle="mallory@evil.example", bot=True)
    receive(told(EVIL, uid=f"{EVIL}/2", author=forged))
    anna = Identity.objects.get(uid=ANNA.uid)
    assert (anna.name, anna.handle, anna.bot) == ("Anna", "anna@good.example", False)


def test_who_told_the_truth_first_may_not_lie_after_ones_own_server_spoke() -> None:
    receive(told(EVIL))
    receive(told(OWN))
    receive(told(EVIL, uid=f"{EVIL}/2", author=replace(ANNA, name="Mallory")))
    assert Identity.objects.get().name == "Anna"


def test_ones_own_server_gives_the_right_name_after_a_wrong_one() -> None:
    receive(told(EVIL, author=replace(ANNA, name="Mallory", handle="mallory@evil.example")))
    receive(told(OWN))
    assert Identity.objects.get().handle == "anna@good.example"


def letter(by: str, text: str = "Onder ons: morgen", **more: Any) -> Told:
    return told(by, text, audience=Audience.LIMITED, **more)


@pytest.fixture
def mine(connect: Connect, source_of: MakeSource, sanne: Colleague) -> Source:
    """Sanne's own mentions, through which a letter by Anna came."""
    own = source_of("x", "mastodon-mentions", account=connect(sanne, server=OTHER))
    receive(letter(OTHER), source=own)
    return own


def test_a_strange_server_makes_no_letter_public(mine: Source, karim: Colleague) -> None:
    receive(told(EVIL, "wat dan ook"))
    assert Post.objects.get().audience == Audience.LIMITED
    assert not Post.objects.visible_to(karim).exists()


def test_who_only_knows_the_address_of_a_letter_does_not_read_it(
    mine: Source, connect: Connect, source_of: MakeSource, karim: Colleague
) -> None:
    his = source_of("y", "mastodon-mentions", account=connect(karim, "karim", server=EVIL))
    receive(letter(EVIL, "wat dan ook"), source=his)
    assert not Post.objects.visible_to(karim).exists()


def test_who_received_the_same_letter_reads_it_too(
    mine: Source, connect: Connect, source_of: MakeSource, karim: Colleague
) -> None:
    his = source_of("y", "mastodon-mentions", account=connect(karim, "karim", server=EVIL))
    receive(letter(EVIL, "Onder ons:  morgen"), source=his)
    assert Post.objects.visible_to(karim).count() == 1


def test_speaking_for_an_account_opens_no_letters_it_wrote(mine: Source, karim: Colleague) -> None:
    ConnectedAccount.objects.create(
        colleague=karim,
        network="mastodon",
        server=EVIL,
        identity=Identity.objects.get(uid=ANNA.uid),
    )
    assert not Post.objects.visible_to(karim).exists()


def test_a_server_connects_no_account_of_another(mine: Source, karim: Colleague) -> None:
    pending = PendingConnection.objects.create(colleague=karim, way="mastodon", server=EVIL)
    with pytest.raises(Unreadable):
        connected(pending, person=ANNA, server=EVIL, token="{}", limit=500, now=THEN)
    assert not ConnectedAccount.objects.filter(colleague=karim).exists()


def test_an_answer_names_whom_the_letter_itself_names(mine: Source) -> None:
    post = Post.objects.get()
    post.native["handle"] = "anna@good.example"
    post.identity.handle = "mallory@evil.example"
    account = mine.account
    assert account is not None
    said = full_text("Tot morgen", account=account, post=post)
    assert said == "@anna@good.example Tot morgen"
