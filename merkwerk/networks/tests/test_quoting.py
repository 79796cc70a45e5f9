"""What is quoted, and how a thread hangs together on Bluesky."""

from __future__ import annotations

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.networks.actions import Unsayable
from merkwerk.networks.models import ConnectedAccount, Message, Post
from merkwerk.networks.tests.bluesky_stand_in import Bluesky
from merkwerk.networks.tests.conftest import Connect, MakePost
from merkwerk.networks.tests.mastodon_stand_in import Mastodon
from merkwerk.networks.tests.steps import run_jobs
from merkwerk.networks.tests.test_saying import contents, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(connect: Connect, sanne: Colleague) -> ConnectedAccount:
    return connect(sanne)


def test_what_is_quoted_is_named_by_its_address_where_it_is_not_shown(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague, post_by: MakePost
) -> None:
    post = post_by()
    say(sanne, account, "Lees dit eens.", quotes=post)
    run_jobs()
    assert contents(mastodon) == [f"<p>Lees dit eens.\n\n{post.url}</p>"]
    assert Post.objects.get(pk=post.pk).held


def test_a_server_that_can_quote_is_asked_to(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague, post_by: MakePost
) -> None:
    account.abilities = {"quotes": True}
    account.save()
    post = post_by(native={"server": mastodon.address, "id": "1000"})
    say(sanne, account, "Lees dit eens.", quotes=post)
    run_jobs()
    (there,) = mastodon.by_us()
    assert (there["content"], there["quoted"]) == ("<p>Lees dit eens.</p>", "1000")


def test_what_was_said_to_few_is_not_quoted(
    account: ConnectedAccount, sanne: Colleague, post_by: MakePost
) -> None:
    with pytest.raises(Unsayable, match="quote-limited"):
        say(sanne, account, "Kijk!", quotes=post_by(audience="limited"))


def test_a_quote_whose_author_was_erased_stops_it(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague, post_by: MakePost
) -> None:
    post = post_by()
    say(sanne, account, "Lees dit eens.", quotes=post)
    post.delete()
    run_jobs()
    assert (Message.objects.get().error, mastodon.by_us()) == ("quoted-gone", [])


def test_a_thread_on_bluesky_hangs_together(
    bluesky: Bluesky, on_bluesky: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, on_bluesky, warning="Over verlies")
    run_jobs()
    told = list(Message.objects.of_piece("stuk-1"))
    first, second, third = (bluesky.records[one.uid] for one in told)
    assert first["text"] == "Over verlies\n\nEerst dit."
    assert second["text"] == "Dan dat."
    assert third["reply"]["root"]["uri"] == told[0].uid
    assert third["reply"]["parent"]["uri"] == told[1].uid
    assert "reply" not in first


def test_keys_of_a_thread_on_bluesky_rise(on_bluesky: ConnectedAccount, sanne: Colleague) -> None:
    keys = [one.record for one in say(sanne, on_bluesky).parts]
    assert keys == sorted(keys)
    assert len(set(keys)) == 3


def test_a_quote_on_bluesky_is_shown_inside(
    bluesky: Bluesky, on_bluesky: ConnectedAccount, sanne: Colleague, post_by: MakePost
) -> None:
    post = post_by(network="bluesky", native={"cid": "bafy1"}, uid="at://did:plc:x/a/1")
    say(sanne, on_bluesky, "Lees dit eens.", quotes=post)
    run_jobs()
    (record,) = bluesky.records.values()
    assert record["embed"]["record"] == {"uri": "at://did:plc:x/a/1", "cid": "bafy1"}
