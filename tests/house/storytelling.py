"""A story that is being written, with the private word in all of it."""

from __future__ import annotations

from merkwerk.accounts.models import Colleague
from merkwerk.stories import actions as stories
from merkwerk.stories.actions import drafting, interviewing, versions
from merkwerk.stories.models import StoryProposal, VoiceMemo
from tests.house.reacting import reacting


def storytelling(sanne: Colleague, word: str) -> dict[str, int]:
    """Words, a version, what stands beside it, an interview with a voice, and a proposal."""
    story = stories.begin_about(by=sanne, words=word, whose=word, address="https://a.example/")
    words = stories.Words(word, word, f"<p>{word}</p>", word)
    stories.save(story=story, by=sanne, words=words, prompts={"hard": word}, notes=word, desk="a")
    versions.keep_version(story=story, by=sanne)
    other = drafting.Words(f"{word} anders", word, f"<p>{word} anders</p>", word)
    stories.save(story=story, by=sanne, words=other, desk="b")
    asked = interviewing.interview_of(story=story, by=sanne)
    interviewing.save_answers(interview=asked, by=sanne, answers=[(word, word)])
    memo = VoiceMemo.objects.create(interview=asked, file="none", kind="audio/ogg", size=1)
    editor = Colleague.objects.create_user("leest-mee@kade.example", name="Edwin Eindredacteur")
    proposal = StoryProposal.objects.create(
        story=story, by=editor, remark=word, title=word, body=f"<p>{word}</p>",
        over={"revision": 1, "version": 1},
    )  # fmt: skip
    return {
        "story": story.pk,
        "voice_memo": memo.pk,
        "story_proposal": proposal.pk,
        **reacting(sanne, story, word),
    }
