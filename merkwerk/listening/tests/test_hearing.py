"""Every post meets every topic, and nobody hears what isn't theirs to hear."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from merkwerk.accounts.models import Colleague
from merkwerk.listening import actions
from merkwerk.listening.models import MatchPage, Mute, Topic
from merkwerk.networks.models import Post
from merkwerk.networks.tests.people import account, identity, limited_post, post

pytestmark = pytest.mark.django_db


def topic(owner: Colleague, query: str = "btw", **rest: object) -> Topic:
    return Topic.objects.create(colleague=owner, name=query, query=query, **rest)


def consider(*posts: Post) -> int:
    return actions.consider(posts=posts, now=timezone.now())


def reads(colleague: Colleague) -> list[Post]:
    return [found.post for found in actions.to_read(by=colleague)]


def told(*posts: Post) -> list[actions.Meeting]:
    return actions.meeting(posts=posts, now=timezone.now())


def test_a_post_meets_a_topic(sanne: Colleague) -> None:
    wanted, one = topic(sanne), post("Iemand ervaring met btw?")
    assert consider(one, post("Mooi weer.")) == 1
    (found,) = actions.to_read(by=sanne)
    assert (found.post, found.topics, found.asks) == (one, (wanted,), True)


def test_considering_twice_shows_once(sanne: Colleague) -> None:
    topic(sanne)
    one = post("Alles over btw.")
    consider(one)
    consider(one)
    (found,) = actions.to_read(by=sanne)
    assert not found.asks


def test_a_batch_without_matches_leaves_nothing_in_the_book(sanne: Colleague) -> None:
    topic(sanne)
    assert consider(post("Mooi weer.")) == 0
    assert not MatchPage.objects.exists()


def test_a_new_topic_is_heard_at_the_next_post(sanne: Colleague) -> None:
    topic(sanne)
    consider(post("btw"))
    topic(sanne, "podcast")
    assert consider(post("Nieuwe podcast!")) == 1


def test_a_changed_topic_is_heard_at_the_next_post(sanne: Colleague) -> None:
    one = topic(sanne)
    consider(post("btw"))
    actions.change_query(topic=one, by=sanne, query="podcast")
    assert consider(post("btw"), post("Nieuwe podcast!")) == 1


def test_a_removed_topic_hears_nothing(sanne: Colleague) -> None:
    one = topic(sanne)
    topic(sanne, "podcast")
    consider(post("btw"))
    actions.remove_topic(topic=one, by=sanne)
    assert consider(post("btw")) == 0


def test_a_resting_topic_hears_nothing(sanne: Colleague) -> None:
    actions.set_resting(topic=topic(sanne), by=sanne, resting=True)
    assert consider(post("btw")) == 0


def test_a_topic_that_is_over_hears_nothing(sanne: Colleague) -> None:
    topic(sanne, until=timezone.localdate() - timedelta(days=1))
    topic(sanne, "btw podcast", until=timezone.localdate())
    assert consider(post("btw-podcast")) == 1


def test_somebody_who_left_hears_nothing(sanne: Colleague) -> None:
    topic(sanne)
    consider(post("btw"))
    Colleague.objects.filter(pk=sanne.pk).update(is_active=False)
    assert consider(post("btw")) == 0


def test_ones_own_post_is_nothing_to_read(sanne: Colleague, karim: Colleague) -> None:
    topic(sanne)
    topic(karim)
    one = post("btw", account(sanne).identity)
    consider(one)
    assert reads(sanne) == []
    assert reads(karim) == [one]
    assert [meeting.colleague_id for meeting in told(one)] == [karim.pk]


def test_a_post_for_few_is_matched_only_for_who_received_it(
    sanne: Colleague, karim: Colleague
) -> None:
    topic(sanne)
    topic(karim)
    one = limited_post("btw, onder ons", account(karim))
    assert consider(one) == 1
    assert reads(sanne) == []
    assert reads(karim) == [one]
    assert [meeting.colleague_id for meeting in told(one)] == [karim.pk]


def test_who_does_not_want_to_be_searched_is_heard_by_tag_and_handle_only(
    sanne: Colleague,
) -> None:
    shy = identity("Stille Wil", indexable=False)
    topic(sanne)
    topic(sanne, "@kade")
    topic(sanne, "from:stille")
    topic(sanne, "#podcast")
    words, handle = post("Alles over btw.", shy), post("Dag @kade, btw.", shy)
    tagged = post("btw", shy, tags=["podcast"])
    consider(words, handle, tagged)
    met = {f.post: sorted(t.query for t in f.topics) for f in actions.to_read(by=sanne)}
    assert met == {
        words: ["from:stille"],
        handle: ["@kade", "from:stille"],
        tagged: ["#podcast", "from:stille"],
    }


def test_who_does_not_want_to_be_searched_is_heard_in_full_by_who_follows_them(
    sanne: Colleague, karim: Colleague
) -> None:
    topic(sanne)
    topic(karim)
    shy = identity("Stille Wil", indexable=False)
    one = limited_post("Alles over btw.", account(karim), shy)
    Post.objects.filter(pk=one.pk).update(audience="public")
    one.refresh_from_db()
    consider(one)
    assert reads(sanne) == []
    assert reads(karim) == [one]


def test_an_edit_takes_away_what_no_longer_meets(sanne: Colleague) -> None:
    topic(sanne)
    one = post("btw")
    consider(one)
    one.text, one.edited = "Ik vergiste me.", timezone.now()
    one.save()
    consider(one)
    assert reads(sanne) == []


def test_an_edit_leaves_what_somebody_kept(sanne: Colleague) -> None:
    topic(sanne)
    one = post("btw")
    consider(one)
    kept = actions.keep(post=one, by=sanne)
    one.text, one.edited = "Ik vergiste me.", timezone.now()
    one.save()
    consider(one)
    kept.refresh_from_db()
    assert kept.kept


def test_a_muted_person_is_not_heard(sanne: Colleague) -> None:
    about = topic(sanne)
    loud = identity("Luide Leo")
    Mute.objects.create(topic=about, identity=loud)
    one, other = post("btw", loud), post("btw")
    consider(one, other)
    assert reads(sanne) == [other]
    assert [meeting.post_id for meeting in told(one, other)] == [other.pk]


def test_quiet_hours_keep_it_from_today_and_not_from_reading(sanne: Colleague) -> None:
    now = timezone.localtime()
    hours = [(now + timedelta(hours=by)).time() for by in (-1, 1)]
    topic(sanne, quiet_from=hours[0], quiet_until=hours[1])
    one = post("btw")
    consider(one)
    assert reads(sanne) == [one]
    assert told(one) == []


def test_a_meeting_names_all_topics_of_a_colleague(sanne: Colleague) -> None:
    topic(sanne)
    topic(sanne, "regels")
    one = post("Wie kent de btw-regels?")
    consider(one)
    (meeting,) = told(one)
    assert (sorted(meeting.topics), meeting.asks) == (["btw", "regels"], True)


def test_nobody_is_told_of_what_they_have_read(sanne: Colleague) -> None:
    topic(sanne)
    one = post("btw")
    consider(one)
    actions.rest(posts=[one], by=sanne)
    assert told(one) == []


def test_a_meeting_follows_a_topic_that_changed_since(sanne: Colleague) -> None:
    about, one = topic(sanne), post("btw")
    consider(one)
    actions.change_query(topic=about, by=sanne, query="podcast")
    assert told(one) == []


def test_it_costs_the_same_number_of_queries_for_many_posts(
    sanne: Colleague, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    topic(sanne)
    consider(post("btw"))
    many = [post(f"btw {n}", identity(f"Piet {n}")) for n in range(60)]
    with django_assert_max_num_queries(8):
        assert consider(*many) == 60
    with django_assert_max_num_queries(9):
        assert len(told(*many)) == 60


def test_the_reasons_name_the_words(sanne: Colleague) -> None:
    about = topic(sanne, "btw OR podcast")
    (reason,) = actions.reasons(topic=about, post=post("De nieuwe BTW."))
    assert "De nieuwe BTW."[reason.start : reason.end] == "BTW"


def test_a_topic_that_can_no_longer_be_read_keeps_no_other_from_hearing(sanne: Colleague) -> None:
    broken = topic(sanne, "(btw")
    topic(sanne)
    one = post("btw")
    assert consider(one) == 1
    assert actions.reasons(topic=broken, post=one) == ()
    assert actions.topics_of(post=one, by=sanne)
