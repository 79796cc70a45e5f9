"""Each post once, edits and deletions followed, nothing hostile kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import (
    Audience,
    Network,
    Notice,
    NoticeKind,
    Page,
    Person,
)
from merkwerk.connectors.values import Post as Told
from merkwerk.networks import actions
from merkwerk.networks.models import Identity, Post, Reaction, Sighting, Source
from merkwerk.networks.tests.conftest import Connect, MakeSource

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
JORIS = Person(
    network=Network.MASTODON, uid="https://s.example/users/joris", handle="joris@s.example",
    name="Joris",
)  # fmt: skip


def told(number: int = 1, text: str = "Hallo", **more: Any) -> Told:
    uid = f"https://s.example/p/{number}"
    usual: dict[str, Any] = {
        "network": Network.MASTODON, "uid": uid, "url": uid, "author": JORIS, "text": text,
        "html": f"<p>{text}</p>", "written": THEN,
    }  # fmt: skip
    return Told(**(usual | more))


@pytest.fixture
def source(source_of: MakeSource) -> Source:
    return source_of("joris@s.example", "mastodon-account")


def receive(source: Source | None, *posts: Told, **page: Any) -> actions.Received:
    return actions.receive(source=source, page=Page(posts=posts, **page), now=THEN)


def test_a_second_time_adds_nothing(source: Source) -> None:
    assert receive(source, told(1), told(2)).new == 2
    again = receive(source, told(1), told(2))
    assert (again.new, again.changed) == (0, 0)
    assert (Post.objects.count(), Identity.objects.count(), Sighting.objects.count()) == (2, 1, 2)


def test_the_same_post_through_two_sources_is_one_post(
    source: Source, source_of: MakeSource
) -> None:
    receive(source, told())
    receive(source_of("#x@s.example", "mastodon-hashtag"), told())
    assert (Post.objects.count(), Sighting.objects.count()) == (1, 2)


def test_equals_within_one_page_are_one_post(source: Source) -> None:
    assert receive(source, told(1, "eerst"), told(1, "later")).new == 1


def test_a_changed_text_waits_for_the_pipeline_again(source: Source) -> None:
    receive(source, told())
    Post.objects.update(state=Post.State.READ, tries=3)
    later = told(text="Hallo allemaal", edited=THEN + timedelta(hours=1), revision="2")
    assert receive(source, later).changed == 1
    post = Post.objects.get()
    assert (post.text, post.state, post.tries) == ("Hallo allemaal", "new", 0)


def test_a_touched_post_with_the_same_words_does_not(source: Source) -> None:
    receive(source, told())
    Post.objects.update(state=Post.State.READ)
    touched = told(edited=THEN + timedelta(hours=1), revision="2", links=("https://a.example/",))
    assert receive(source, touched).changed == 0
    post = Post.objects.get()
    assert (post.state, post.links) == ("read", ["https://a.example/"])


def test_another_servers_dress_of_the_same_words_changes_nothing(source: Source) -> None:
    receive(source, told(text="@sanne hallo"))
    Post.objects.update(state=Post.State.READ)
    receive(source, told(text="@sanne@zaak.example hallo"))
    assert Post.objects.get().text == "@sanne hallo"


def test_an_older_edit_does_not_undo_a_newer_one(source: Source) -> None:
    receive(source, told(text="nieuw", edited=THEN + timedelta(hours=2)))
    receive(source, told(text="oud", edited=THEN + timedelta(hours=1)))
    assert Post.objects.get().text == "nieuw"


def test_learning_what_it_answers_makes_it_new_again(source: Source) -> None:
    receive(source, told(1), told(2))
    Post.objects.update(state=Post.State.READ)
    receive(source, told(2, reply_to="https://s.example/p/1", root="https://s.example/p/1"))
    assert Post.objects.get(uid__endswith="/2").state == Post.State.NEW
    receive(source, told(2))
    assert Post.objects.get(uid__endswith="/2").reply_to == "https://s.example/p/1"


def test_what_is_taken_away_is_emptied(source: Source) -> None:
    receive(source, told())
    assert receive(source, deleted=("https://s.example/p/1",)).deleted == 1
    post = Post.objects.get()
    assert (post.text, post.html, post.deleted_at) == ("", "", THEN)
    receive(source, told())
    assert Post.objects.get().text == ""


def test_a_source_cannot_take_away_what_it_never_showed(
    source: Source, source_of: MakeSource
) -> None:
    receive(source, told())
    other = source_of("kwaad@k.example", "mastodon-account")
    assert receive(other, deleted=("https://s.example/p/1",)).deleted == 0


def test_what_is_not_for_everybody_is_not_kept_from_a_shared_source(source: Source) -> None:
    got = receive(source, told(audience=Audience.LIMITED))
    assert [refusal.code for refusal in got.refused] == ["limited"]
    assert not Post.objects.exists()


def test_what_is_not_for_everybody_is_seen_by_whose_account_got_it(
    connect: Connect, source_of: MakeSource, sanne: Colleague, karim: Colleague
) -> None:
    own = source_of("x", "mastodon-mentions", account=connect(sanne))
    receive(own, told(audience=Audience.LIMITED))
    assert Post.objects.visible_to(sanne).count() == 1
    assert not Post.objects.visible_to(karim).exists()


def test_tricks_are_taken_off(source: Source) -> None:
    receive(
        source, told(text="vei\u202elig\x00", title="a\u200bb", links=("https://x.example/\u202e",))
    )
    post = Post.objects.get()
    assert (post.text, post.title, post.links) == ("veilig", "ab", ["https://x.example/"])


def test_ten_thousand_emoji_are_kept(source: Source) -> None:
    receive(source, told(text="👨‍👩‍👧" * 3_333))
    assert len(Post.objects.get().text) > 10_000


def test_a_lone_surrogate_is_no_disaster(source: Source) -> None:
    receive(source, told(text="a\ud800b", author=replace(JORIS, name="J\ud800")))
    assert Post.objects.get().text == "a\ufffdb"


def test_an_address_too_long_to_keep_is_refused_with_a_reason(source: Source) -> None:
    got = receive(source, told(1), told(2, uid="https://s.example/" + "x" * 2_000))
    assert got.new == 1
    assert [refusal.code for refusal in got.refused] == ["too-long"]


def test_a_time_to_come_is_taken_as_now(source: Source) -> None:
    receive(source, told(written=datetime(2999, 1, 1, tzinfo=UTC)))
    assert Post.objects.get().written == THEN


def test_a_new_name_is_taken_over_and_an_empty_one_is_not(source: Source) -> None:
    receive(source, told())
    receive(source, told(2, author=replace(JORIS, name="Joris B.")))
    receive(source, told(3, author=replace(JORIS, name="")))
    assert Identity.objects.get().name == "Joris B."


def notice(kind: NoticeKind, number: int = 1) -> Notice:
    return Notice(
        kind=kind, network=Network.MASTODON, uid=f"n{number}", person=JORIS, about="ons",
        written=THEN,
    )  # fmt: skip


def test_reactions_are_kept_once(source: Source) -> None:
    both = (notice(NoticeKind.FAVOURITE, 1), notice(NoticeKind.FOLLOW, 2))
    assert receive(source, notices=both).reactions == 2
    assert receive(source, notices=both).reactions == 0
    kinds = Reaction.objects.unremembered().values_list("kind", flat=True)
    assert set(kinds) == {"favourite", "follow"}


def test_a_mention_is_a_post_and_no_reaction(source: Source) -> None:
    receive(source, told(), notices=(notice(NoticeKind.MENTION),))
    assert not Reaction.objects.exists()


def test_two_colleagues_with_the_same_account_each_hear_of_a_reaction(
    connect: Connect, source_of: MakeSource, sanne: Colleague, karim: Colleague
) -> None:
    for colleague in (sanne, karim):
        own = source_of("x", "mastodon-mentions", account=connect(colleague))
        receive(own, notices=(notice(NoticeKind.BOOST),))
    assert [Reaction.objects.visible_to(one).count() for one in (sanne, karim)] == [1, 1]


def test_two_thousand_posts_take_few_queries(
    source: Source, django_assert_max_num_queries: Any
) -> None:
    many = tuple(told(number) for number in range(2_000))
    with django_assert_max_num_queries(100):
        assert receive(source, *many).new == 2_000
    with django_assert_max_num_queries(40):
        assert receive(source, *many).new == 0


def test_a_web_entry_with_other_words_is_changed(source: Source) -> None:
    entry = told(network=Network.WEB, author=replace(JORIS, network=Network.WEB))
    receive(source, entry)
    assert receive(source, replace(entry, text="Anders")).changed == 1
    assert receive(source, replace(entry, text="Anders")).changed == 0


def test_a_letter_is_never_overwritten_by_one_that_calls_itself_the_same(
    source_of: MakeSource,
) -> None:
    now = THEN
    mailbox = source_of("nieuws@kade.example", "mailbox", network="web")
    sender = Person(network=Network.WEB, uid="mailto:n@krant.example", handle="krant.example")
    letter = Told(
        network=Network.WEB, uid="krant.example mid:1@krant.example", url="", author=sender,
        text="Het nieuws van vandaag", written=now,
    )  # fmt: skip
    actions.receive(source=mailbox, page=Page(posts=(letter,)), now=now)
    forged = replace(letter, text="Koop nu", url="https://evil.example/")
    actions.receive(source=mailbox, page=Page(posts=(forged,)), now=now)
    assert (Post.objects.get().text, Post.objects.get().url) == ("Het nieuws van vandaag", "")
