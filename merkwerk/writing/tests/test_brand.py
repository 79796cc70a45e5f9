"""The organisation's own account: its writer presses, after somebody else looked."""

from __future__ import annotations

import pytest
from django.utils import timezone

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.networks import actions as networks
from merkwerk.networks.models import BrandReview, ConnectedAccount, Message
from merkwerk.writing.models import Draft
from merkwerk.writing.tests.people import account, client_of, draft, placed

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(colleague_named: MakeColleague) -> Colleague:
    return colleague_named("Lies Lead", Role.SOCIAL_LEAD)


@pytest.fixture
def brand(lead: Colleague, sanne: Colleague) -> ConnectedAccount:
    through = account(lead)
    made = networks.make_brand(
        by=lead,
        account=through,
        name="Kade en Kroon",
        pattern=networks.patterns("en")[0],
        sure=True,
    )
    networks.ask_writer(brand=made, by=lead, colleague=sanne)
    networks.write_for(brand=made, by=sanne)
    return through


def press(colleague: Colleague, mine: Draft, brand: ConnectedAccount, **typed: str) -> str:
    told = {"text": mine.text, "desk": "page", "language": "nl"} | typed
    answer = client_of(colleague).post(f"/writing/drafts/{mine.pk}/place/{brand.pk}/", told)
    return answer.content.decode()


def test_it_says_nothing_that_nobody_looked_at(sanne: Colleague, brand: ConnectedAccount) -> None:
    assert "looks at it first" in press(sanne, draft(sanne), brand, tell="1")
    assert not Message.objects.exists()


def test_after_a_look_its_writer_presses_and_is_named(
    sanne: Colleague, lead: Colleague, brand: ConnectedAccount
) -> None:
    mine = draft(sanne)
    press(sanne, mine, brand, review="1")
    networks.review(review=BrandReview.objects.get(), by=lead, yes=True)
    press(sanne, mine, brand, tell="1")
    message = Message.objects.get()
    assert message.colleague == sanne
    assert message.text.startswith(mine.text)
    assert "Sanne" in message.text


def test_a_changed_word_asks_for_another_look(
    sanne: Colleague, lead: Colleague, brand: ConnectedAccount
) -> None:
    mine = draft(sanne)
    press(sanne, mine, brand, review="1")
    networks.review(review=BrandReview.objects.get(), by=lead, yes=True)
    assert "looks at it first" in press(sanne, mine, brand, text="Iets anders", tell="1")
    assert not Message.objects.exists()


def test_what_was_held_because_the_account_became_a_brand_asks_for_a_look(
    lead: Colleague, brand: ConnectedAccount
) -> None:
    mine = draft(lead)
    message = placed(mine, brand, timezone.now())
    Message.objects.update(state=Message.State.REFUSED, error="brand-now", sent_at=None)
    where = f"/writing/told/{mine.pk}/{message.pk}/again/"
    page = client_of(lead).post(where, follow=True)
    assert page.redirect_chain == [(f"/writing/drafts/{mine.pk}/place/{brand.pk}/", 302)]
    assert "another writer looks at it first" in page.content.decode()
    message.refresh_from_db()
    assert message.state == Message.State.REFUSED


def test_nobody_looks_at_their_own_words(sanne: Colleague, brand: ConnectedAccount) -> None:
    press(sanne, draft(sanne), brand, review="1")
    with pytest.raises(PermissionError):
        networks.review(review=BrandReview.objects.get(), by=sanne, yes=True)
