"""Questions for who doesn't write: own words, typed or spoken, that can become the text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague, Role
from merkwerk.engine.prose import Kind, Line, Run, read_html, write_html
from merkwerk.engine.text import without_tricks
from merkwerk.notifications.actions import tell
from merkwerk.stories.actions.drafting import put_words, words_in
from merkwerk.stories.actions.files import Brought, forget_files, keep_file, names_of
from merkwerk.stories.actions.versions import kept_now
from merkwerk.stories.models import Interview, Story, VoiceMemo

MOST_QUESTIONS = 20
MOST_MEMOS = 20
QUESTION, WORDS = 300, 20_000


class TooManyMemos(ValueError):
    """Twenty recordings of one interview are kept already."""


def first_questions() -> list[str]:
    """What an interview begins with, in the language of who asks; each may be changed."""
    return [
        _("What did you do this week that nobody sees?"),
        _("When was the last time that something went wrong? What happened then?"),
        _("Who disagreed with you, and what did they say?"),
        _("What do people get wrong about your work?"),
        _("What do you know now that you would have liked to know then?"),
        _("Which moment do you tell about at home?"),
        _("What would you like to ask whoever reads this?"),
    ]


def interview_of(*, story: Story, by: Colleague) -> Interview:
    """The interview of one's own story, begun with questions when there is none. Raises
    PermissionError for another colleague's story."""
    if story.author_id != by.pk:
        raise PermissionError("an interview is begun by the author")
    asked = [{"question": one, "words": ""} for one in first_questions()]
    return Interview.objects.get_or_create(
        story=story, defaults={"answers": asked, "agreed_at": timezone.now()}
    )[0]


def ask_to_interview(*, by: Colleague, who: Colleague, now: datetime | None = None) -> Interview:
    """An editor asks a colleague for an interview: an empty story of that colleague's, in which
    the editor sees nothing until the colleague says yes. One that waits is not asked twice. Raises
    PermissionError for who doesn't edit, and for who isn't here."""
    here = Colleague.objects.here().filter(pk=who.pk).exclude(pk=by.pk)
    if Role.EDITOR not in by.roles or not here.exists():
        raise PermissionError("an editor asks a colleague")
    with transaction.atomic():
        waiting = Interview.objects.filter(
            interviewer=by, story__author=who, agreed_at=None
        ).first()  # fmt: skip
        if waiting is not None:
            return waiting
        story = Story.objects.create(author=who, language=_language(who))
        asked = [{"question": one, "words": ""} for one in first_questions()]
        made = Interview.objects.create(story=story, interviewer=by, answers=asked)
        tell(
            colleague=who,
            kind="interview_asked",
            key=f"interview-asked-{made.pk}",
            facts={"by": by.name},
            link=reverse("stories:interview", args=[story.pk]),
        )
    return made


def _language(colleague: Colleague) -> str:
    return colleague.language if colleague.language in ("nl", "en") else "nl"


def agree(*, interview: Interview, by: Colleague, now: datetime | None = None) -> bool:
    """The author lets the interviewer lead; only from now on they see the questions and answers,
    and nothing else of the story."""
    mine = Interview.objects.filter(pk=interview.pk, story__author=by, agreed_at=None)
    if not mine.update(agreed_at=now or timezone.now()):
        return False
    if interview.interviewer is not None:
        tell(
            colleague=interview.interviewer,
            kind="interview_agreed",
            key=f"interview-agreed-{interview.pk}",
            facts={"by": by.name},
            link=reverse("stories:interview", args=[interview.story_id]),
        )
    return True


def let_lead(*, interview: Interview, by: Colleague, who: Colleague | None) -> None:
    """The author chooses who leads the interview from now on, or nobody. Raises PermissionError
    for another's interview and for somebody who isn't here."""
    if who is not None and not Colleague.objects.here().filter(pk=who.pk).exists():
        raise PermissionError("that colleague isn't here")
    mine = Interview.objects.filter(pk=interview.pk, story__author=by)
    if not mine.update(interviewer=who, agreed_at=timezone.now()):
        raise PermissionError("the author chooses who asks")
    if who is not None and who.pk != by.pk:
        tell(
            colleague=who,
            kind="interview_lead",
            key=f"interview-lead-{interview.pk}-{timezone.now():%Y%m%d%H}",
            facts={"by": by.name},
            link=reverse("stories:interview", args=[interview.story_id]),
        )


def rather_not(*, interview: Interview, by: Colleague) -> None:
    """The author would rather not: the interviewer doesn't lead any more, and a story in which
    nothing stands goes. Nobody asks why."""
    with transaction.atomic():
        mine = Interview.objects.select_for_update().filter(pk=interview.pk, story__author=by)
        kept = mine.select_related("story").first()
        if kept is None:
            return
        told = any(one.get("words") for one in kept.answers) or kept.memos.exists()
        empty = not (told or words_in(kept.story) or kept.story.beside)
        if empty and kept.agreed_at is None:
            names = names_of(kept.story)
            kept.story.delete()
            forget_files(names)
            return
        kept.interviewer, kept.agreed_at = None, timezone.now()
        kept.save(update_fields=["interviewer", "agreed_at"])


def leads(interview: Interview, colleague: Colleague) -> bool:
    """Whether this colleague may write in it now."""
    if interview.story.author_id == colleague.pk:
        return True
    return interview.interviewer_id == colleague.pk and interview.agreed_at is not None


def save_answers(
    *, interview: Interview, by: Colleague, answers: Sequence[tuple[str, str]]
) -> Interview:
    """Keeps questions and what was told, in their order; an empty question with no words falls
    away. Raises PermissionError for who neither is interviewed nor leads."""
    told = [
        {
            "question": " ".join(without_tricks(question).split())[:QUESTION],
            "words": without_tricks(words).replace("\r\n", "\n")[:WORDS],
        }
        for question, words in answers[:MOST_QUESTIONS]
    ]
    with transaction.atomic():
        found = Interview.objects.select_for_update().select_related("story")
        kept = found.get(pk=interview.pk)
        if not leads(kept, by):
            raise PermissionError("an interview is of two")
        kept.answers = [one for one in told if one["question"] or one["words"].strip()]
        kept.revision += 1
        kept.save(update_fields=["answers", "revision", "changed_at"])
    return kept


def add_memo(*, interview: Interview, by: Colleague, file: Brought, place: int = 0) -> VoiceMemo:
    """Keeps somebody's voice with a question, private. Raises NoFile for what is no sound or is
    larger than 25 MB, TooManyMemos at twenty, PermissionError for who doesn't lead."""
    if not leads(interview, by):
        raise PermissionError("an interview is of two")
    if interview.memos.count() >= MOST_MEMOS:
        raise TooManyMemos
    name, kind, size = keep_file(file, "memo")
    return VoiceMemo.objects.create(
        interview=interview, place=place, file=name, kind=kind, size=size, brought_by=by
    )


def remove_memo(*, memo: VoiceMemo, by: Colleague) -> bool:
    """Takes a recording away for good: by the author, or by who brought it and leads."""
    author = memo.interview.story.author_id == by.pk
    if not author and not (memo.brought_by_id == by.pk and leads(memo.interview, by)):
        return False
    with transaction.atomic():
        VoiceMemo.objects.filter(pk=memo.pk).delete()
        forget_files([memo.file])
    return True


def answers_as_text(*, story: Story, by: Colleague, questions: bool = False) -> Story:
    """Puts the author's own answers below each other behind what stands in the story, as
    paragraphs; with their `questions` as small headings when wished. The words of before are kept
    as a version. Raises PermissionError for another's story, ValueError when nothing was told."""
    if story.author_id != by.pk:
        raise PermissionError("own words are put in by their author")
    with transaction.atomic():
        mine = Story.objects.select_for_update().get(pk=story.pk)
        asked = Interview.objects.filter(story=mine).first()
        told = [one for one in (asked.answers if asked else []) if one.get("words", "").strip()]
        if not told:
            raise ValueError("nothing was told yet")
        kept_now(mine, by)
        lines = read_html(mine.body)
        for one in told:
            if questions and one["question"]:
                lines.append(Line(Kind.SMALL_HEADING, (Run(one["question"]),)))
            parts = one["words"].split("\n\n")
            lines += [Line(Kind.PARAGRAPH, (Run(part),)) for part in parts]
        now = words_in(mine)
        put_words(mine, type(now)(now.title, now.opening, write_html(lines), now.question))
    return mine


def interviews_asked(colleague: Colleague) -> QuerySet[Interview]:
    """Interviews that wait for this colleague's yes."""
    waiting = Interview.objects.filter(story__author=colleague, agreed_at=None)
    return waiting.select_related("interviewer", "story")


def interviews_led(colleague: Colleague) -> QuerySet[Interview]:
    """Interviews of others that this colleague leads."""
    led = Interview.objects.filter(interviewer=colleague, agreed_at__isnull=False)
    return led.exclude(story__author=colleague).select_related("story__author")
