"""From a draft to a story: own words go along, others' words stand beside."""

from __future__ import annotations

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.networks.tests.people import identity, post
from merkwerk.stories.models import Story
from merkwerk.writing import actions

pytestmark = pytest.mark.django_db


def test_own_words_go_along_and_others_stand_beside(sanne: Colleague) -> None:
    about = post("Wie helpt?", identity("Mira Kaya"))
    draft = actions.begin(by=sanne, text="Wat ik zag.\n---\nEn meer.", facts="12", about=about)
    story = actions.make_a_story(draft=draft, by=sanne)
    story.refresh_from_db()
    assert story.body == "<p>Wat ik zag.</p><p>En meer.</p>"
    assert (story.beside["notes"], story.beside["sources"][0]["words"]) == ("12", "Wie helpt?")


def test_pressing_twice_makes_one_story(sanne: Colleague) -> None:
    draft = actions.begin(by=sanne, text="Wat ik zag.")
    for _time in range(2):
        actions.make_a_story(draft=draft, by=sanne)
    assert Story.objects.count() == 1


def test_anothers_draft_becomes_no_story(sanne: Colleague, karim: Colleague) -> None:
    draft = actions.begin(by=sanne, text="Wat ik zag.")
    with pytest.raises(PermissionError):
        actions.make_a_story(draft=draft, by=karim)
