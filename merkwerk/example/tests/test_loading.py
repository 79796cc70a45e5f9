"""What the example holds once it is loaded."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.conf import settings

from merkwerk.accounts.models import Colleague, Duty, Role
from merkwerk.colleagues.models import Department, Profile, Stance
from merkwerk.connectors.values import Network
from merkwerk.engine.text import without_tricks
from merkwerk.example import actions
from merkwerk.example.actions.people import DOMAIN
from merkwerk.example.tests.loaded import NOW
from merkwerk.jobs.models import Trouble
from merkwerk.listening import actions as listening
from merkwerk.listening.models import Claim, Correction, Interpretation, Reading, Topic
from merkwerk.networks import actions as networks
from merkwerk.networks.models import ConnectedAccount, Identity, Message, Post, Reaction, Source
from merkwerk.notifications.models import Letter
from merkwerk.relationships.models import Contact, Moment, Relationship
from merkwerk.today import actions as today
from merkwerk.today.models import Occasion

pytestmark = pytest.mark.usefixtures("example")
Kind = Occasion.Kind


def shown(colleague: Colleague) -> list[today.Place]:
    return list(today.day(colleague=colleague, now=NOW).shown)


def everything_said() -> list[str]:
    """Every text of every row of our own tables."""
    found: list[str] = []
    for model in apps.get_models():
        if model.__module__.startswith("merkwerk."):
            names = [field.name for field in model._meta.concrete_fields]
            for row in model._default_manager.values_list(*names):
                found += [cell for cell in row if isinstance(cell, str)]
    return found


def test_it_counts_what_it_made(example: actions.Loaded) -> None:
    assert example.colleagues == Colleague.objects.count() == 41
    assert 1000 <= example.posts <= 1500
    assert 20 <= example.sources <= 30
    assert example.relationships == Relationship.objects.count() >= 80


def test_there_are_people_of_every_role() -> None:
    assert set(Duty.objects.values_list("role", flat=True)) == set(Role.values) - {Role.COLLEAGUE}
    assert Duty.objects.filter(role=Role.BOARD_MEMBER).count() == 2


def test_everybody_has_a_place_in_the_house() -> None:
    assert Profile.objects.exclude(place="").count() == 41
    assert Department.objects.count() == 8
    assert set(Profile.objects.values_list("place", flat=True)) == {
        "Arnhem", "Groningen", "Rotterdam",
    }  # fmt: skip


def test_some_say_not_me_and_some_rather_stay_unfound() -> None:
    assert Stance.objects.filter(feeling=Stance.Feeling.NOT_ME).exists()
    assert Stance.objects.filter(found=False).exists()


def test_colleagues_listen_to_something_of_their_own() -> None:
    listeners = set(Topic.objects.values_list("colleague", flat=True))
    assert len(listeners) >= 25
    assert Reading.objects.scrapbook().exists()
    assert Interpretation.objects.count() >= 3


def test_a_team_reads_a_topic_together_and_one_of_them_takes_a_question(
    sanne: Colleague, example: actions.Loaded
) -> None:
    topic = Topic.objects.visible_to(sanne).exclude(team=None).get()
    assert topic.readers.count() == 3
    claim = Claim.objects.holding(NOW).get()
    assert claim.colleague.name == "Mei-Lin Chen"
    assert claim.post in listening.shares(topic=topic, by=sanne, now=NOW)[claim.colleague_id]


def test_sanne_has_told_her_topic_what_belongs_to_it(sanne: Colleague) -> None:
    told = Correction.objects.visible_to(sanne)
    assert set(told.values_list("wanted", flat=True)) == {True, False}


def test_sanne_knows_about_thirty_people_some_better_than_others(sanne: Colleague) -> None:
    known = Relationship.objects.visible_to(sanne)
    assert known.count() >= 25
    warmths = sorted(known.values_list("warmth", flat=True))
    assert warmths[0] < 10
    assert warmths[-1] > 80


def test_sannes_day_has_six_moments_of_five_kinds_and_one_is_done(sanne: Colleague) -> None:
    day = today.day(colleague=sanne, now=NOW)
    assert [(place.occasion.kind, place.relationship is not None) for place in day.shown] == [
        (Kind.WAITING, True),
        (Kind.COLLEAGUE, False),
        (Kind.QUESTION, True),
        (Kind.WAITING, True),
        (Kind.REACTION, False),
        (Kind.QUIET, True),
    ]
    assert day.done == 1


def test_mira_has_been_quiet_for_eleven_weeks(sanne: Colleague) -> None:
    mira = Relationship.objects.visible_to(sanne).get(contact__name="Mira Kaya")
    assert (mira.rhythm_days, mira.quiet_days) == (21, 77)


@pytest.mark.parametrize(("name", "least"), [("Nienke Jellema", 4), ("Wiebe Hoekstra", 3)])
def test_the_others_one_comes_in_as_have_a_day_too(name: str, least: int) -> None:
    assert len(shown(Colleague.objects.get(name=name))) >= least


def test_nobody_has_more_than_seven_moments() -> None:
    for colleague in Colleague.objects.all():
        assert today.day(colleague=colleague, now=NOW).total <= 7


def test_who_liked_an_answer_is_told_of() -> None:
    assert Reaction.objects.exists()
    assert Moment.objects.filter(kind=Moment.Kind.REACTED).exists()


def test_a_person_with_several_names_is_one_contact() -> None:
    joris = Contact.objects.get(name="Joris Bakker")
    networks_of_his = set(joris.identities.values_list("network", flat=True))
    assert networks_of_his == {"mastodon", "bluesky", "web"}


def test_every_name_on_a_network_is_invented() -> None:
    text = "\n".join(everything_said())
    hosts = set(re.findall(r"(?:https?://|did:web:|@)([\w-]+(?:\.[\w-]+)+)", text))
    assert hosts
    assert {host for host in hosts if not host.endswith(".example")} == set()
    addresses = Colleague.objects.values_list("email", flat=True)
    assert all(address.endswith(f"@{DOMAIN}") for address in addresses)
    assert all(".example" in handle for handle in Identity.objects.values_list("handle", flat=True))


def test_nothing_is_due_that_would_touch_a_network() -> None:
    assert not Source.objects.exclude(state=Source.State.PAUSED).exists()
    assert not Message.objects.exclude(state__in=["sent", "elsewhere"]).exists()
    assert not ConnectedAccount.objects.working().exists()
    assert not ConnectedAccount.objects.exclude(token="").exists()
    assert networks.collect_due(now=NOW) == 0
    assert networks.send_due(now=NOW) == 0
    assert not Letter.objects.exists()


def test_opening_a_conversation_asks_no_network(sanne: Colleague) -> None:
    newest = Post.objects.exclude(network=Network.WEB).first()
    assert newest is not None
    assert not networks.ask_for_thread(post=newest, by=sanne, now=NOW)


def test_no_sources_trouble_and_no_post_set_aside() -> None:
    assert not Post.objects.exclude(state=Post.State.READ).exists()
    assert not Source.objects.in_trouble().exists()
    assert not Trouble.objects.exists()
    assert not Message.objects.unremembered().exists()


def test_answering_is_honest_that_there_is_no_account(sanne: Colleague) -> None:
    joris = Post.objects.filter(text__startswith="Iemand ervaring met de nieuwe").get()
    assert networks.accounts_for(post=joris, by=sanne) == []


def test_every_text_stands_there_as_it_was_written() -> None:
    assert [text for text in everything_said() if without_tricks(text) != text] == []


def test_nobody_says_more_than_their_network_takes() -> None:
    long = [
        text
        for network, text in Post.objects.values_list("network", "text")
        if network != "web" and len(text) > {"mastodon": 500, "bluesky": 300}[network]
    ]
    assert long == []


def test_nobody_says_the_same_twice() -> None:
    texts = list(Post.objects.values_list("text", flat=True))
    assert len(texts) == len(set(texts))


def test_nothing_happened_tomorrow_and_answers_come_after_questions() -> None:
    assert not Post.objects.filter(written__gt=NOW).exists()
    assert not Moment.objects.filter(at__gt=NOW).exists()
    written = dict(Post.objects.values_list("uid", "written"))
    replies = Post.objects.exclude(reply_to="").values_list("reply_to", "written")
    assert all(written[above] < at for above, at in replies)


def test_nobody_has_a_password() -> None:
    assert not any(colleague.has_usable_password() for colleague in Colleague.objects.all())


def test_the_links_let_three_people_in(example: actions.Loaded) -> None:
    doors = actions.doors()
    assert [colleague.name for colleague, _link in doors] == [
        "Sanne Vos", "Nienke Jellema", "Wiebe Hoekstra",
    ]  # fmt: skip
    assert all(link.startswith(settings.SITE_URL + "/") for _colleague, link in doors)


def test_it_refuses_where_there_is_an_organisation() -> None:
    with pytest.raises(actions.AlreadyThere):
        actions.load(now=NOW)
