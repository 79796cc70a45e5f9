"""An open site with Sanne on it, and her story."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.connectors.tests.loopback import LOOPBACK
from merkwerk.fediverse import actions
from merkwerk.fediverse.models import Actor
from merkwerk.fediverse.tests.elsewhere import Elsewhere
from merkwerk.stories.models import PersonPage, PublicStory, Site, Story, StoryEvent


@pytest.fixture(autouse=True)
def here(settings: Settings) -> None:
    settings.SITE_ADDRESS = "http://verhalen.example"
    settings.ALLOWED_HOSTS = ["*"]
    settings.ALLOWED_NETWORKS = LOOPBACK


@pytest.fixture
def site(organisation: Organisation) -> Site:
    return Site.objects.update_or_create(pk=1, defaults={"name": "Kade en Kroon", "is_open": True})[
        0
    ]


@pytest.fixture
def her_page(sanne: Colleague, site: Site) -> PersonPage:
    return PersonPage.objects.create(
        colleague=sanne, slug="sanne-vos", name="Sanne Vos", is_open=True,
        introduction="Ik bouw kades.", opened_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def actor(her_page: PersonPage) -> Actor:
    return actions.actor_of(her_page)


@pytest.fixture
def standing(her_page: PersonPage, sanne: Colleague) -> PublicStory:
    """On the site since yesterday."""
    at = timezone.now() - timedelta(days=1)
    story = Story.objects.create(
        author=sanne, title="De kade", body="<p>Het <em>water</em> kwam.</p>", slug="de-kade",
        first_published_at=at,
    )  # fmt: skip
    return PublicStory.objects.create(
        story=story, person=her_page, version=1, slug="de-kade", language="nl", title="De kade",
        opening="Over water.", body=story.body, question="En jij?", published_at=at, changed_at=at,
    )  # fmt: skip


@pytest.fixture
def anna() -> Elsewhere:
    return Elsewhere()


def happened(standing: PublicStory, what: str = StoryEvent.What.PUBLISHED) -> StoryEvent:
    return StoryEvent.objects.create(
        story_key=standing.story.key, story=standing.story, what=what, path="/stories/de-kade/"
    )
