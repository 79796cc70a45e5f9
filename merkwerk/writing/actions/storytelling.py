"""From a draft to a story for the site."""

from __future__ import annotations

import hashlib

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Audience
from merkwerk.stories import actions as stories
from merkwerk.stories.models import Story
from merkwerk.writing.models import Draft


def make_a_story(*, draft: Draft, by: Colleague) -> Story:
    """Begins a story with the draft's own words; its facts, and what it is about, stand beside.
    The draft stays. The same words once more are the same story. Raises PermissionError for
    another colleague's draft."""
    if draft.colleague_id != by.pk:
        raise PermissionError("a draft is its writer's alone")
    once = hashlib.sha256(f"{draft.key}\n{draft.text}".encode(errors="replace")).hexdigest()[:32]
    words = draft.text.replace("\n---\n", "\n\n")
    before = Story.objects.of(by).filter(key=once).first()
    if before is not None:
        return before
    story = stories.begin(
        by=by, own_words=words, notes=draft.facts, language=draft.language[:2], key=once
    )
    if draft.link:
        stories.add_source(story=story, by=by, address=draft.link)
    about = draft.about
    if about is not None and about.audience == Audience.PUBLIC:
        stories.add_source(
            story=story, by=by, words=about.text, whose=about.identity.called, address=about.url
        )
    return story
