"""The organisation speaks through people: who they are shows, and another one looks first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.networks import actions
from merkwerk.networks.actions.reviewing import NobodyElse
from merkwerk.networks.actions.saying import Attached, Part
from merkwerk.networks.models import (
    Brand,
    BrandReview,
    BrandWriter,
    ConnectedAccount,
    Message,
)
from merkwerk.networks.tests.conftest import Connect, MakePost
from merkwerk.networks.tests.mastodon_stand_in import Mastodon
from merkwerk.networks.tests.steps import run_jobs
from merkwerk.notifications.models import Notice

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
WORDS = [Part("Wij zijn verhuisd.")]


@pytest.fixture
def roos(colleague_named: MakeColleague) -> Colleague:
    return colleague_named("Roos Lead", Role.SOCIAL_LEAD)


@pytest.fixture
def brand(connect: Connect, roos: Colleague, karim: Colleague) -> Brand:
    """Roos's account speaks for Kade en Kroon; Karim writes there too."""
    made = actions.make_brand(
        by=roos, account=connect(roos, "kade"), name="Kade en Kroon", pattern="^{name}", sure=True
    )
    actions.ask_writer(brand=made, by=roos, colleague=karim)
    actions.write_for(brand=made, by=karim)
    return made


def say(
    by: Colleague,
    brand: Brand,
    parts: list[Part] | None = None,
    desk: str = "blad",
    warning: str = "",
) -> Message:
    return actions.say(
        by=by, account=brand.account, parts=parts or WORDS, desk="blad", piece="stuk",
        warning=warning,
    ).message  # fmt: skip


def looked(by: Colleague, other: Colleague, brand: Brand, parts: list[Part] | None = None) -> None:
    """`by` asks, and `other` says yes."""
    asked = actions.ask_review(by=by, account=brand.account, parts=parts or WORDS, piece="stuk")
    actions.review(review=asked, by=other, yes=True)


def test_a_brand_is_made_with_an_explicit_yes(connect: Connect, roos: Colleague) -> None:
    mine = connect(roos)
    with pytest.raises(ValueError, match="yes"):
        actions.make_brand(by=roos, account=mine, name="Kade", pattern="^{name}", sure=False)
    assert actions.brand_of(mine) is None


def test_only_the_social_lead_makes_one_of_their_own_account(
    connect: Connect, roos: Colleague, sanne: Colleague
) -> None:
    for by, account in ((sanne, connect(sanne)), (roos, connect(sanne, "karel"))):
        with pytest.raises(PermissionError):
            actions.make_brand(by=by, account=account, name="K", pattern="^{name}", sure=True)


def test_a_writer_writes_after_their_own_yes(
    brand: Brand, roos: Colleague, sanne: Colleague
) -> None:
    asked = actions.ask_writer(brand=brand, by=roos, colleague=sanne)
    assert asked.accepted_at is None
    assert not ConnectedAccount.objects.spoken_for_by(sanne).exists()
    assert Notice.objects.get(colleague=sanne).kind == "brand_asked"
    actions.write_for(brand=brand, by=sanne)
    assert ConnectedAccount.objects.spoken_for_by(sanne).get() == brand.account


def test_who_was_not_asked_does_not_write(brand: Brand, sanne: Colleague) -> None:
    with pytest.raises(PermissionError):
        actions.write_for(brand=brand, by=sanne)
    with pytest.raises(PermissionError):
        actions.ask_writer(brand=brand, by=sanne, colleague=sanne)


def test_a_guest_writes_for_no_brand(
    brand: Brand, roos: Colleague, colleague_named: MakeColleague
) -> None:
    with pytest.raises(ValueError, match="work here"):
        actions.ask_writer(
            brand=brand, by=roos, colleague=colleague_named("Ad Viseur", Role.ADVISER)
        )


def test_nothing_is_said_without_a_look(brand: Brand, roos: Colleague, karim: Colleague) -> None:
    for by in (roos, karim):
        with pytest.raises(actions.NeedsReview):
            say(by, brand)
    assert not Message.objects.exists()


def test_after_a_yes_its_writer_presses_and_it_is_signed(
    mastodon: Mastodon, brand: Brand, roos: Colleague, karim: Colleague
) -> None:
    looked(karim, roos, brand)
    assert not Message.objects.exists()
    message = say(karim, brand)
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.colleague) == (Message.State.SENT, karim)
    assert mastodon.statuses[-1]["content"] == "<p>Wij zijn verhuisd. ^Karim</p>"


def test_a_changed_word_needs_a_new_look(brand: Brand, roos: Colleague, karim: Colleague) -> None:
    looked(karim, roos, brand)
    for parts in ([Part("Wij zijn verhuist.")], [*WORDS, Part("En nog iets.")]):
        with pytest.raises(actions.NeedsReview):
            say(karim, brand, parts)
    with pytest.raises(actions.NeedsReview):
        say(karim, brand, warning="let op")


def test_another_picture_or_description_needs_a_new_look(
    brand: Brand, roos: Colleague, karim: Colleague
) -> None:
    def with_picture(file: str, said: str) -> list[Part]:
        picture = Attached(file=file, description=said, width=1, height=1, type="image/png")
        return [Part("Kijk.", (picture,))]

    looked(karim, roos, brand, with_picture("een", "een boot"))
    asking = {"account": brand.account, "by": karim, "piece": "stuk"}
    assert actions.is_reviewed(parts=with_picture("een", "een boot"), **asking)  # type: ignore[arg-type]
    for file, said in (("twee", "een boot"), ("een", "een schip")):
        assert not actions.is_reviewed(parts=with_picture(file, said), **asking)  # type: ignore[arg-type]


def test_a_yes_to_one_writer_is_none_to_another(
    brand: Brand, roos: Colleague, karim: Colleague
) -> None:
    looked(karim, roos, brand)
    with pytest.raises(actions.NeedsReview):
        say(roos, brand)


def test_nobody_looks_at_their_own_words(brand: Brand, karim: Colleague) -> None:
    asked = actions.ask_review(by=karim, account=brand.account, parts=WORDS, piece="stuk")
    with pytest.raises(PermissionError):
        actions.review(review=asked, by=karim, yes=True)
    BrandReview.objects.update(state="yes", reviewed_by=karim)
    with pytest.raises(actions.NeedsReview):
        say(karim, brand)


def test_who_does_not_write_there_does_not_look(
    brand: Brand, karim: Colleague, sanne: Colleague
) -> None:
    asked = actions.ask_review(by=karim, account=brand.account, parts=WORDS, piece="stuk")
    with pytest.raises(PermissionError):
        actions.review(review=asked, by=sanne, yes=True)
    assert not BrandReview.objects.visible_to(sanne).exists()


def test_a_remark_is_no_yes(brand: Brand, roos: Colleague, karim: Colleague) -> None:
    asked = actions.ask_review(by=karim, account=brand.account, parts=WORDS, piece="stuk")
    with pytest.raises(ValueError, match="something to say"):
        actions.review(review=asked, by=roos, yes=False)
    actions.review(review=asked, by=roos, yes=False, remark="Wanneer dan?")
    assert Notice.objects.filter(colleague=karim, kind="review_remark").exists()
    with pytest.raises(actions.NeedsReview):
        say(karim, brand)


def test_the_others_are_told_once_and_the_newest_words_count(
    brand: Brand, roos: Colleague, karim: Colleague
) -> None:
    def ask(text: str) -> BrandReview:
        return actions.ask_review(by=karim, account=brand.account, parts=[Part(text)], piece="stuk")

    first = ask("Wij zijn verhuisd.")
    assert ask("Wij zijn verhuisd. ").pk == first.pk
    second = ask("Wij zijn gisteren verhuisd.")
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "asked")
    assert list(BrandReview.objects.waiting_for(roos)) == [second]
    assert Notice.objects.filter(colleague=roos, kind="review_asked").count() == 2


def test_alone_nobody_can_look(connect: Connect, roos: Colleague) -> None:
    made = actions.make_brand(
        by=roos, account=connect(roos), name="Kade", pattern="^{name}", sure=True
    )
    with pytest.raises(NobodyElse):
        actions.ask_review(by=roos, account=made.account, parts=WORDS, piece="stuk")


def test_a_personal_account_needs_no_look_and_has_none(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    mine = connect(sanne)
    assert actions.is_reviewed(account=mine, by=sanne, parts=WORDS, piece="stuk")
    with pytest.raises(PermissionError):
        actions.ask_review(by=sanne, account=mine, parts=WORDS, piece="stuk")
    actions.say(by=sanne, account=mine, parts=WORDS, desk="blad")
    run_jobs()
    assert mastodon.statuses[-1]["content"] == "<p>Wij zijn verhuisd.</p>"


def test_the_signature_is_added_once_and_counts(brand: Brand, karim: Colleague) -> None:
    sign = {"account": brand.account, "by": karim}
    once = actions.signed("Hallo.", **sign)  # type: ignore[arg-type]
    assert once == "Hallo. ^Karim"
    assert actions.signed(once, **sign) == once  # type: ignore[arg-type]
    Brand.objects.update(pattern="{name} voor {brand}")
    assert actions.signed("Hallo.", **sign) == "Hallo.\n\nKarim voor Kade en Kroon"  # type: ignore[arg-type]
    looked(karim, brand.account.colleague, brand, [Part("x" * 590)])
    with pytest.raises(ValueError, match="too-long"):
        say(karim, brand, [Part("x" * 590)])


def test_the_last_part_of_a_thread_is_signed(
    mastodon: Mastodon, brand: Brand, roos: Colleague, karim: Colleague
) -> None:
    parts = [Part("Eerst dit."), Part("Dan dat.")]
    looked(karim, roos, brand, parts)
    say(karim, brand, parts)
    run_jobs()
    said = [status["content"] for status in mastodon.statuses]
    assert said == ["<p>Eerst dit.</p>", "<p>Dan dat. ^Karim</p>"]


def test_a_brand_answers_nobody(brand: Brand, roos: Colleague, post_by: MakePost) -> None:
    post = post_by()
    assert actions.accounts_for(post=post, by=roos) == []
    with pytest.raises(PermissionError):
        actions.answer(by=roos, post=post, text="Ja.", account=brand.account, desk="d")


def test_who_stops_writing_sends_nothing_any_more(
    mastodon: Mastodon, brand: Brand, roos: Colleague, karim: Colleague
) -> None:
    looked(karim, roos, brand)
    message = say(karim, brand)
    actions.leave_brand(brand=brand, by=karim, colleague=karim)
    run_jobs()
    message.refresh_from_db()
    assert message.state == Message.State.REFUSED
    assert mastodon.statuses == []
    with pytest.raises(PermissionError):
        actions.leave_brand(brand=brand, by=roos, colleague=roos)


def test_its_words_are_not_changed_where_they_stand(
    mastodon: Mastodon, brand: Brand, roos: Colleague, karim: Colleague
) -> None:
    looked(karim, roos, brand)
    message = say(karim, brand)
    run_jobs()
    message.refresh_from_db()
    assert not actions.can_change(message)


def test_when_its_account_is_let_go_the_others_are_told(
    brand: Brand, roos: Colleague, karim: Colleague, now: datetime
) -> None:
    actions.disconnect(account=brand.account, by=roos, now=now)
    assert Notice.objects.filter(colleague=karim, kind="brand_gone").count() == 1
    assert not Brand.objects.live().exists()
    assert not ConnectedAccount.objects.spoken_for_by(karim).exists()


def test_when_its_owner_leaves_it_is_let_go(
    brand: Brand, roos: Colleague, karim: Colleague, now: datetime
) -> None:
    Colleague.objects.filter(pk=roos.pk).update(left_at=now)
    actions.disconnect_leavers(now=now)
    assert Notice.objects.filter(colleague=karim, kind="brand_gone").exists()
    assert not BrandWriter.objects.filter(colleague=roos).exists()


def test_a_writer_who_leaves_looks_at_nothing(
    brand: Brand, roos: Colleague, karim: Colleague, now: datetime
) -> None:
    Colleague.objects.filter(pk=karim.pk).update(left_at=now)
    assert not ConnectedAccount.objects.spoken_for_by(karim).exists()
    with pytest.raises(NobodyElse):
        actions.ask_review(by=roos, account=brand.account, parts=WORDS, piece="stuk")


def test_ended_it_is_its_owners_own_again(brand: Brand, roos: Colleague, karim: Colleague) -> None:
    with pytest.raises(PermissionError):
        actions.end_brand(brand=brand, by=karim)
    actions.end_brand(brand=brand, by=roos)
    assert list(ConnectedAccount.objects.spoken_for_by(roos)) == [brand.account]
    assert actions.brand_of(brand.account) is None
    assert not ConnectedAccount.objects.spoken_for_by(karim).exists()


def test_old_words_are_let_go(
    brand: Brand, roos: Colleague, karim: Colleague, now: datetime
) -> None:
    looked(karim, roos, brand)
    assert actions.forget_reviews(now=now + timedelta(days=30)) == 0
    assert actions.forget_reviews(now=now + timedelta(days=100)) == 1
    assert BrandReview.objects.get().wording == {}


def test_pages_lead_from_making_to_a_yes(
    connect: Connect, roos: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    mine, lead, writer = connect(roos, "kade"), as_colleague(roos), as_colleague(karim)
    typed = {"account": mine.pk, "name": "Kade", "pattern": "^{name}"}
    assert lead.post(reverse("networks:brands"), typed).status_code == 422
    lead.post(reverse("networks:brands"), typed | {"sure": "on"})
    made = Brand.objects.get()
    place = reverse("networks:brand", args=[made.pk])
    assert writer.get(place).status_code == 404
    lead.post(reverse("networks:ask_writer", args=[made.pk]), {"colleague": karim.pk})
    assert b"^Karim" in writer.get(place).content
    writer.post(reverse("networks:write_for", args=[made.pk]))
    asked = actions.ask_review(
        by=karim, account=mine, parts=WORDS, piece="stuk", link="/writing/drafts/1/"
    )
    look = reverse("networks:review", args=[asked.pk])
    assert b"Wij zijn verhuisd. ^Karim" in lead.get(look).content
    assert b"Would you look along" in lead.get(reverse("networks:brands")).content
    assert lead.post(look, {"answer": "remark"}).status_code == 422
    lead.post(look, {"answer": "yes"})
    assert b"/writing/drafts/1/" in writer.get(look).content
    assert lead.get(reverse("networks:accounts")).status_code == 200
    lead.post(reverse("networks:end_brand", args=[made.pk]))
    assert writer.get(place).status_code == 404


def test_what_waited_when_the_account_became_a_brand_stays_here(
    connect: Connect, roos: Colleague, mastodon: Mastodon
) -> None:
    account = connect(roos, "kade")
    message = actions.say(by=roos, account=account, parts=WORDS, desk="blad", piece="stuk").message
    actions.make_brand(by=roos, account=account, name="Kade", pattern="^{name}", sure=True)
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.error) == (Message.State.REFUSED, "brand-now")
    assert not mastodon.statuses
    assert Notice.objects.filter(colleague=roos, kind="message_refused").exists()
