"""What followers and readers elsewhere do."""

from __future__ import annotations

from typing import Any

import pytest

from merkwerk.accounts.models import Colleague, Role
from merkwerk.fediverse import actions
from merkwerk.fediverse.models import Actor, Brought, Delivery, Follower, Remote, Server
from merkwerk.fediverse.tests.elsewhere import HERE, Elsewhere
from merkwerk.stories.models import PublicStory, Reaction, Sign

pytestmark = pytest.mark.django_db
SANNE = f"{HERE}/ap/people/sanne-vos"


@pytest.fixture
def at(standing: PublicStory) -> str:
    return f"{HERE}/ap/stories/{standing.story.key}"


def replied(anna: Elsewhere, at: str, **more: Any) -> dict[str, Any]:
    note = anna.note(at, **more)
    assert anna.sends(anna.activity("Create", note)) == 202
    return note


def test_an_undone_follow_ends_it(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    asked = anna.activity("Follow", SANNE)
    anna.sends(asked)
    assert anna.sends(anna.activity("Undo", asked)) == 202
    assert not Follower.objects.exists()


def test_a_follow_undone_by_its_address_alone_ends(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    asked = anna.activity("Follow", SANNE)
    anna.sends(asked)
    anna.sends(anna.activity("Undo", asked["id"]))
    assert not Follower.objects.exists()


def test_nobody_undoes_the_follow_of_another(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    asked = anna.activity("Follow", SANNE)
    anna.sends(asked)
    joris = Elsewhere(name="joris", count=100)
    joris.known()
    joris.sends(joris.activity("Undo", asked))
    joris.sends(joris.activity("Undo", asked["id"]))
    assert Follower.objects.count() == 1


def test_a_reply_becomes_a_reaction(at: str, anna: Elsewhere) -> None:
    anna.known()
    replied(anna, at)
    reaction = Reaction.objects.get()
    assert (reaction.words, reaction.name) == ("Dat ken ik.", "Anna van Elders")


def test_a_reply_to_the_page_becomes_one_too(standing: PublicStory, anna: Elsewhere) -> None:
    anna.known()
    replied(anna, f"{HERE}/stories/de-kade/")
    assert Reaction.objects.exists()


def test_scripts_in_a_reply_fall_away(at: str, anna: Elsewhere) -> None:
    anna.known()
    replied(anna, at, content="<p>Ja</p><script>x()</script><img src=x onerror=y>")
    assert Reaction.objects.get().html == "<p>Ja</p>"


def test_a_reply_that_is_not_for_everybody_is_not_shown(at: str, anna: Elsewhere) -> None:
    anna.known()
    replied(anna, at, to=[SANNE])
    assert not Reaction.objects.exists()


def test_a_reply_to_something_else_is_nothing_for_us(at: str, anna: Elsewhere) -> None:
    anna.known()
    replied(anna, "http://social.example/notes/9")
    assert not Reaction.objects.exists()


def test_an_answer_to_a_reply_stands_below_it(at: str, anna: Elsewhere) -> None:
    anna.known()
    note = replied(anna, at)
    replied(anna, note["id"], id="http://social.example/notes/2", content="En ook dit.")
    first, second = Reaction.objects.order_by("pk")
    assert second.answers == first


def test_a_changed_reply_changes_the_reaction(at: str, anna: Elsewhere) -> None:
    anna.known()
    note = replied(anna, at)
    anna.sends(anna.activity("Update", {**note, "content": "Anders."}))
    assert Reaction.objects.get().words == "Anders."


def test_a_deleted_reply_goes(at: str, anna: Elsewhere) -> None:
    anna.known()
    note = replied(anna, at)
    anna.sends(anna.activity("Delete", {"type": "Tombstone", "id": note["id"]}))
    assert Reaction.objects.get().words == ""
    assert not Brought.objects.exists()


def test_nobody_deletes_the_reply_of_another(at: str, anna: Elsewhere) -> None:
    anna.known()
    note = replied(anna, at)
    joris = Elsewhere(name="joris", count=100)
    joris.known()
    joris.sends(joris.activity("Delete", note["id"]))
    joris.sends(joris.activity("Update", {**note, "attributedTo": joris.address}))
    assert Reaction.objects.get().words == "Dat ken ik."


@pytest.mark.parametrize(("kind", "sign"), [("Like", "like"), ("Announce", "share")])
def test_a_like_and_a_boost_are_footnotes(at: str, anna: Elsewhere, kind: str, sign: str) -> None:
    anna.known()
    anna.sends(anna.activity(kind, at))
    anna.sends(anna.activity(kind, at))
    assert Sign.objects.get().kind == sign


@pytest.mark.parametrize("whole", [True, False])
def test_an_undone_like_goes(at: str, anna: Elsewhere, whole: bool) -> None:
    anna.known()
    like = anna.activity("Like", at)
    anna.sends(like)
    anna.sends(anna.activity("Undo", like if whole else like["id"]))
    assert not Sign.objects.exists()


def test_who_goes_for_good_takes_everything_along(at: str, anna: Elsewhere) -> None:
    anna.known()
    replied(anna, at)
    anna.sends(anna.activity("Like", at))
    anna.sends(anna.activity("Delete", anna.address))
    assert not Remote.objects.exists()
    assert (Sign.objects.count(), Reaction.objects.get().words) == (0, "")


def test_a_new_name_is_heard(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    anna.sends(anna.activity("Update", {**anna.document(), "name": "Anna Anders"}))
    assert Remote.objects.get().name == "Anna Anders"


def test_a_move_is_kept(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    anna.sends(anna.activity("Move", anna.address, target="http://new.example/anna"))
    assert Remote.objects.get().moved_to == "http://new.example/anna"


def test_who_blocks_somebody_gets_nothing_of_them(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    anna.sends(anna.activity("Follow", SANNE))
    anna.sends(anna.activity("Block", SANNE))
    assert not Follower.objects.exists()


def test_a_blocked_server_takes_its_words_and_followers_along(
    at: str, anna: Elsewhere, colleague_named: Any
) -> None:
    editor: Colleague = colleague_named("Eva Rood", Role.EDITOR)
    anna.known()
    anna.sends(anna.activity("Follow", SANNE))
    replied(anna, at)
    actions.block(host="https://Social.example/", by=editor, reason="spam")
    assert Server.objects.get().blocked_by == editor
    assert (Follower.objects.count(), Reaction.objects.get().words) == (0, "")
    assert not Delivery.objects.filter(state=Delivery.State.WAITING).exists()


def test_a_colleague_blocks_no_server(sanne: Colleague) -> None:
    with pytest.raises(PermissionError):
        actions.block(host="social.example", by=sanne)


@pytest.mark.parametrize("host", ["", "a b", "http://", "verhalen.example", "x" * 300])
def test_it_refuses_what_is_no_other_server(host: str, colleague_named: Any) -> None:
    with pytest.raises(ValueError, match="server"):
        actions.block(host=host, by=colleague_named("Eva Rood", Role.EDITOR))


def test_a_follower_is_let_go_with_a_word_to_their_server(actor: Actor, anna: Elsewhere) -> None:
    anna.known()
    anna.sends(anna.activity("Follow", SANNE))
    actions.let_go(follower=Follower.objects.get())
    assert not Follower.objects.exists()
    assert Delivery.objects.filter(activity__kind="Reject").count() == 1
