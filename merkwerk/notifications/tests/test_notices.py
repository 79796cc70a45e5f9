"""Notices: told once, to one colleague, in the language of the day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from merkwerk.accounts.models import Colleague
from merkwerk.notifications import actions
from merkwerk.notifications.models import Notice
from merkwerk.notifications.sentences import SENTENCES, sentence

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
LIST = reverse("notifications:notices")


def passed(to: Colleague, key: str = "post:1", by: str = "Karim Aydin") -> Notice:
    return actions.tell(
        colleague=to, kind="passed_post", key=key, facts={"by": by}, link="/listening/"
    )


def test_telling_twice_is_telling_once(sanne: Colleague) -> None:
    assert passed(sanne) == passed(sanne)
    assert Notice.objects.count() == 1


def test_two_colleagues_may_hear_the_same(sanne: Colleague, karim: Colleague) -> None:
    assert passed(sanne) != passed(karim)


def test_it_refuses_a_kind_without_a_sentence(sanne: Colleague) -> None:
    with pytest.raises(ValueError, match="no sentence"):
        actions.tell(colleague=sanne, kind="winner", key="1", facts={})


def test_it_refuses_a_sentence_with_a_hole(sanne: Colleague) -> None:
    with pytest.raises(ValueError, match="needs the fact"):
        actions.tell(colleague=sanne, kind="passed_post", key="1", facts={})


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_it_refuses_a_way_out(sanne: Colleague, link: str) -> None:
    with pytest.raises(ValueError, match="our own"):
        actions.tell(colleague=sanne, kind="passed_post", key="1", facts={"by": "Karim"}, link=link)


def test_a_notice_says_its_sentence(sanne: Colleague) -> None:
    with translation.override("en"):
        assert sentence(passed(sanne)) == "Karim Aydin passed you a post."


def test_a_kind_that_is_gone_still_says_something() -> None:
    with translation.override("en"):
        assert sentence(Notice(kind="gone")) == "Something was told to you."


# Whose yes or wish it is, is read on a page of ours and never in a sentence that goes by mail.
NAMELESS = {"person_forgotten"} | {
    f"consent_{what}" for what in ("answered", "taken_back", "over", "leaver", "grown")
}


@pytest.mark.parametrize("kind", sorted(SENTENCES.keys() - NAMELESS))
def test_each_sentence_names_a_fact(kind: str) -> None:
    assert "%(" in str(SENTENCES[kind])


@pytest.mark.parametrize("kind", sorted(NAMELESS))
def test_who_asked_to_be_forgotten_or_said_no_is_not_named(kind: str) -> None:
    assert "%(" not in str(SENTENCES[kind])


def test_a_stranger_is_asked_who_they_are(client: Client, organisation: object) -> None:
    assert "/account/login/" in client.get(LIST)["Location"]


def test_one_sees_one_s_own_notices(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    passed(sanne)
    assert "Karim Aydin passed you a post." in as_colleague(sanne).get(LIST).content.decode()
    assert "passed you" not in as_colleague(karim).get(LIST).content.decode()


def test_looking_marks_nothing_as_read(sanne: Colleague, as_colleague: SignIn) -> None:
    passed(sanne)
    as_colleague(sanne).get(LIST)
    assert Notice.objects.unread().exists()


def test_pressing_one_marks_it_and_goes_there(sanne: Colleague, as_colleague: SignIn) -> None:
    notice = passed(sanne)
    answer = as_colleague(sanne).post(reverse("notifications:read", args=[notice.pk]))
    assert answer["Location"] == "/listening/"
    assert not Notice.objects.unread().exists()


def test_somebody_else_s_notice_is_not_there(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    notice = passed(sanne)
    answer = as_colleague(karim).post(reverse("notifications:read", args=[notice.pk]))
    assert answer.status_code == 404
    assert Notice.objects.unread().exists()


def test_all_read_is_only_my_own(sanne: Colleague, karim: Colleague, as_colleague: SignIn) -> None:
    passed(sanne)
    passed(karim)
    as_colleague(sanne).post(reverse("notifications:read_all"))
    assert [n.colleague for n in Notice.objects.unread()] == [karim]


def test_a_hostile_name_is_only_text(sanne: Colleague, as_colleague: SignIn) -> None:
    passed(sanne, by="<script>alert(1)</script>")
    assert "<script>alert(1)" not in as_colleague(sanne).get(LIST).content.decode()


def test_no_notices_is_said_kindly(sanne: Colleague, as_colleague: SignIn) -> None:
    assert "Nothing new" in as_colleague(sanne).get(LIST).content.decode()
