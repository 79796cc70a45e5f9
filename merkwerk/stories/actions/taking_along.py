"""What a colleague takes along of their stories, with interviews and voices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from merkwerk.accounts.models import Colleague
from merkwerk.stories.actions.files import file_path
from merkwerk.stories.models import Interview, Story, VoiceMemo


def everything_of(by: Colleague) -> dict[str, Any]:
    """All stories of a colleague, published or not, with what was told in their interviews, as
    values for JSON; what they laid beside a story (quotes with whose they are) goes along."""
    mine = Story.objects.of(by).select_related("interview", "public")
    return {"stories": [_story(one) for one in mine.order_by("pk")]}


def voices_of(by: Colleague) -> Iterator[tuple[str, Path]]:
    """The voice memos of one's own interviews: a name for each, and its file."""
    memos = VoiceMemo.objects.filter(interview__story__author=by).select_related("interview")
    for memo in memos.order_by("pk"):
        path = file_path(memo.file)
        if path is not None:
            ending = memo.kind.partition("/")[2].partition(";")[0] or "sound"
            story = memo.interview.story_id
            yield f"voices/story-{story}-question-{memo.place + 1}-{memo.pk}.{ending}", path


def _story(story: Story) -> dict[str, Any]:
    interview: Interview | None = getattr(story, "interview", None)
    public = getattr(story, "public", None)
    return {
        "number": story.pk,
        "kind": story.kind,
        "language": story.language,
        "title": story.title,
        "opening": story.opening,
        "body": story.body,
        "question": story.question,
        "beside": story.beside,
        "started": story.started.isoformat(),
        "changed": story.changed.isoformat(),
        "on_the_site_since": public.published_at.isoformat() if public else "",
        "interview": interview.answers if interview else [],
    }
