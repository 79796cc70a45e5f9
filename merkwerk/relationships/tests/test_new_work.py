"""Other work that a profile tells of: asked, and never decided for anybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from merkwerk.connectors.values import Network, Person
from merkwerk.networks.actions.fitting import identities_of
from merkwerk.networks.models import Identity, ProfileChange
from merkwerk.notifications.models import Notice
from merkwerk.relationships import actions
from merkwerk.relationships.models import Belonging, NewWork, Relationship
from merkwerk.relationships.tests.people import NOW, client_of, colleague, identity, knows

pytestmark = pytest.mark.django_db
OLD, NEW = "Adviseur bij Deltawerk. Fietst.", "Adviseur bij Kleine Bron. Fietst."


def joris(**rest: Any) -> tuple[Relationship, Identity]:
    """Sanne knows Joris of Deltawerk, whose profile says so."""
    sanne = colleague()
    whose = identity(bio=OLD, told_by="", **rest)
    known = knows(sanne)
    known.contact.organisation = "Deltawerk"
    known.contact.save()
    actions.refresh_words(contacts=[known.contact])
    Belonging.objects.create(identity=whose, contact=known.contact)
    return known, whose


def says(whose: Identity, bio: str = NEW, name: str = "") -> None:
    """The network tells what their profile says now."""
    person = Person(
        network=Network(whose.network), uid=whose.uid, handle=whose.handle, name=name or whose.name,
        url="", bio=bio,
    )  # fmt: skip
    identities_of([person])


def asked(whose: Identity, bio: str = NEW) -> list[NewWork]:
    says(whose, bio)
    actions.hear_profiles(now=NOW)
    return list(NewWork.objects.order_by("pk"))


def test_a_changed_profile_is_asked_about() -> None:
    known, whose = joris()
    (question,) = asked(whose)
    assert (question.colleague, question.organisation) == (known.colleague, "Kleine Bron")
    assert question.function == "Adviseur"
    known.contact.refresh_from_db()
    assert known.contact.organisation == "Deltawerk"


def test_the_colleague_is_told_of_the_question() -> None:
    known, whose = joris()
    asked(whose)
    notice = Notice.objects.get(colleague=known.colleague)
    assert notice.kind == "work_changed"
    assert notice.link == "/relationships/work/"


def test_a_change_is_read_once() -> None:
    _known, whose = joris()
    asked(whose)
    assert not ProfileChange.objects.exists()
    assert actions.hear_profiles(now=NOW) == 0


def test_a_profile_read_for_the_first_time_is_no_change() -> None:
    _known, whose = joris()
    Identity.objects.update(bio="")
    whose.refresh_from_db()
    assert asked(whose) == []


def test_who_nobody_knows_is_asked_of_nobody() -> None:
    whose = identity(bio=OLD)
    assert asked(whose) == []
    assert not ProfileChange.objects.exists()


def test_a_bot_has_no_work() -> None:
    _known, whose = joris(bot=True)
    Identity.objects.update(bot=True)
    person = Person(
        network=Network.MASTODON, uid=whose.uid, handle=whose.handle, bio=NEW, bot=True, url=""
    )
    identities_of([person])
    assert not ProfileChange.objects.exists()


def test_a_yes_changes_the_own_card_and_is_news() -> None:
    known, whose = joris()
    (question,) = asked(whose)
    told = actions.agree_work(question=question, by=known.colleague, now=NOW)
    assert told is not None
    card = Relationship.objects.get(pk=known.pk).contact
    assert (card.organisation, card.owner) == ("Kleine Bron", known.colleague)
    position = card.positions.get(until=None)
    assert position.because == "profile"
    assert position.noticed is not None
    assert card.positions.exclude(until=None).get().organisation == "Deltawerk"


def test_a_yes_counts_once() -> None:
    known, whose = joris()
    (question,) = asked(whose)
    actions.agree_work(question=question, by=known.colleague, now=NOW)
    assert actions.agree_work(question=question, by=known.colleague, now=NOW) is None


def test_a_no_stays_no() -> None:
    known, whose = joris()
    (question,) = asked(whose)
    actions.refuse_work(question=question, by=known.colleague, now=NOW)
    asked(whose, OLD)
    (only,) = asked(whose)
    assert only.state == NewWork.State.NO
    known.contact.refresh_from_db()
    assert known.contact.organisation == "Deltawerk"


def test_a_question_goes_when_the_profile_takes_it_back() -> None:
    _known, whose = joris()
    asked(whose)
    assert asked(whose, OLD) == []


def test_each_colleague_answers_for_themselves() -> None:
    known, whose = joris()
    karim = colleague("Karim")
    Relationship.objects.create(colleague=karim, contact=known.contact)
    first, second = asked(whose)
    actions.agree_work(question=first, by=first.colleague, now=NOW)
    theirs = Relationship.objects.get(colleague=second.colleague)
    assert theirs.contact.organisation == "Deltawerk"


def test_another_may_not_answer() -> None:
    _known, whose = joris()
    (question,) = asked(whose)
    with pytest.raises(NewWork.DoesNotExist):
        actions.agree_work(question=question, by=colleague("Karim"), now=NOW)
    with pytest.raises(NewWork.DoesNotExist):
        actions.refuse_work(question=question, by=colleague("Karim"), now=NOW)


def test_two_changes_before_anybody_reads_count_from_the_first() -> None:
    _known, whose = joris()
    says(whose, "Fietst alleen nog maar.")
    (question,) = asked(whose)
    assert question.organisation == "Kleine Bron"


def test_an_erased_person_leaves_no_change() -> None:
    _known, whose = joris()
    says(whose)
    whose.delete()
    assert not ProfileChange.objects.exists()


def test_the_page_asks_and_the_buttons_answer() -> None:
    known, whose = joris()
    (question,) = asked(whose)
    client = client_of(known.colleague)
    page = client.get("/relationships/work/").content.decode()
    assert "Is that so?" in page
    assert "Adviseur bij Kleine Bron" in page
    assert "Other work?" in client.get("/relationships/").content.decode()
    client.post(f"/relationships/work/{question.pk}/refuse/")
    assert "Nothing to ask" in client.get("/relationships/work/").content.decode()


def test_the_page_of_the_person_asks_too() -> None:
    known, whose = joris()
    (question,) = asked(whose)
    client = client_of(known.colleague)
    assert "Is that so?" in client.get(f"/relationships/{known.pk}/").content.decode()
    client.post(f"/relationships/work/{question.pk}/agree/")
    page = client.get(f"/relationships/{known.pk}/").content.decode()
    assert "noticed in their profile" in page
    assert "Is that so?" not in page


def test_answering_twice_says_so() -> None:
    known, whose = joris()
    (question,) = asked(whose)
    NewWork.objects.update(state=NewWork.State.YES, decided=timezone.now())
    answer = client_of(known.colleague).post(
        f"/relationships/work/{question.pk}/agree/", follow=True
    )
    assert "answered before" in answer.content.decode()
