"""What is stored about somebody outside: told as a whole, and forgotten when they ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.listening.actions import outsiders
from merkwerk.listening.actions.reading import pass_on
from merkwerk.listening.models import Interpretation
from merkwerk.networks.models import Erasure, Identity, Post
from merkwerk.networks.tests.people import account, identity, limited_post, post
from merkwerk.notifications.models import Notice
from merkwerk.relationships.models import Contact, Relationship
from merkwerk.relationships.tests.people import contact_of

pytestmark = pytest.mark.django_db


def test_people_are_found_by_handle_and_name() -> None:
    ann = identity("Ann de Wit")
    post("Dag allemaal.", ann)
    assert outsiders.find_people("@ann.de") == [ann]
    assert outsiders.find_people("de wit") == [ann]
    assert outsiders.find_people("an") == []


def test_all_public_words_are_shown() -> None:
    ann = identity("Ann")
    one = post("Dag allemaal.", ann)
    post("Iets anders.", identity("Bas"))
    assert list(outsiders.stored(ann).posts) == [one]


def test_a_letter_to_a_colleague_is_theirs(sanne: Colleague) -> None:
    ann = identity("Ann")
    limited_post("Alleen voor jou.", account(sanne), by=ann)
    assert not outsiders.stored(ann).posts.exists()


def test_a_post_says_when_it_goes(settings: object) -> None:
    settings.KEPT_DAYS = 90  # type: ignore[attr-defined]
    ann = identity("Ann")
    one = post("Dag allemaal.", ann)
    kept = outsiders.stored(ann)
    assert kept.expires(one) == one.received + timedelta(days=90)
    one.held = True
    assert kept.expires(one) is None


def test_a_copy_holds_what_colleagues_say_it_means(sanne: Colleague) -> None:
    ann = identity("Ann")
    said = post("Dag allemaal.", ann)
    Interpretation.objects.create(colleague=sanne, post=said, text="Ze zoekt werk.")
    [told] = outsiders.copy_for(ann)["posts"]
    assert told["text"] == "Dag allemaal."
    assert told["what_colleagues_say_it_means"] == [{"by": sanne.name, "text": "Ze zoekt werk."}]


def test_a_colleague_does_not_forget_people(sanne: Colleague) -> None:
    with pytest.raises(PermissionError):
        outsiders.forget(identity=identity("Ann"), by=sanne)
    assert Identity.objects.filter(name="Ann").exists()


def test_forgetting_leaves_no_word(administrator: Colleague) -> None:
    ann = identity("Ann")
    post("Dag allemaal.", ann)
    contact_of(ann)
    outsiders.forget(identity=ann, by=administrator)
    assert not Post.objects.exclude(text="").exists()
    assert not Identity.objects.filter(name="Ann").exists()
    assert not Contact.objects.exists()
    assert Erasure.objects.count() == 1


def test_forgetting_takes_their_name_out_of_notices(
    administrator: Colleague, sanne: Colleague, karim: Colleague
) -> None:
    said = post("Dag allemaal.", identity("Ann"))
    pass_on(post=said, by=sanne, to=karim, sentence="Iets voor jou.")
    outsiders.forget(identity=said.identity, by=administrator)
    assert not Notice.objects.filter(colleague=karim).exists()


def test_who_knows_them_is_told_without_a_name(administrator: Colleague, sanne: Colleague) -> None:
    ann = identity("Ann")
    Relationship.objects.create(colleague=sanne, contact=contact_of(ann))
    outsiders.forget(identity=ann, by=administrator, now=timezone.now())
    notice = Notice.objects.get(colleague=sanne)
    assert "Ann" not in str(notice.facts)
    assert Contact.objects.exists()


def test_our_own_accounts_are_not_forgotten(administrator: Colleague, sanne: Colleague) -> None:
    with pytest.raises(ValueError, match="colleague"):
        outsiders.forget(identity=account(sanne).identity, by=administrator)


def test_who_only_wrote_to_a_colleague_is_not_found(sanne: Colleague) -> None:
    limited_post("Alleen voor jou.", account(sanne), by=identity("Ann de Wit"))
    assert outsiders.find_people("ann.de") == []


def test_a_handle_is_forgotten_unseen(administrator: Colleague, sanne: Colleague) -> None:
    limited_post("Alleen voor jou.", account(sanne), by=identity("Ann de Wit"))
    outsiders.forget_handle(handle="@Ann.de.Wit@social.example", by=administrator)
    assert not Post.objects.exclude(text="").exists()
    assert Erasure.objects.count() == 1


def test_no_handle_forgets_nobody(administrator: Colleague) -> None:
    identity("Ann de Wit")
    outsiders.forget_handle(handle=" @ ", by=administrator)
    assert not Erasure.objects.exists()


def test_a_colleague_forgets_no_handle(sanne: Colleague) -> None:
    with pytest.raises(PermissionError):
        outsiders.forget_handle(handle="ann.de.wit@social.example", by=sanne)
