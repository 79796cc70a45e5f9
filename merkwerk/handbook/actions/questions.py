"""The question desk: asking, answering within the promised time, and saying so when it is late."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague
from merkwerk.engine.days_off import dutch_days_off
from merkwerk.engine.text import without_tricks
from merkwerk.engine.working_hours import after_working_hours
from merkwerk.handbook.actions.editing import the_draft
from merkwerk.handbook.actions.people import answerers
from merkwerk.handbook.models import Question, Reply
from merkwerk.handbook.models.questions import MOST_ATTACHED, MOST_WORDS, Questions
from merkwerk.notifications.actions import tell
from merkwerk.notifications.models import Notice

MOST_LINK = 500


class NobodyAnswers(Exception):
    """Nobody of those asked answers questions (any more)."""


def promise_from(now: datetime, colleague: Colleague) -> datetime:
    """Until when an answer to `colleague` is promised, asked at `now`."""
    hours = the_draft().promised_hours
    return after_working_hours(now, hours, ZoneInfo(colleague.time_zone), is_off=is_day_off)


def is_day_off(day: date) -> bool:
    """Whether nobody is asked to work that day, by the settings: a public holiday of the country,
    or a day the organisation itself is closed."""
    public = dutch_days_off(day.year) if settings.HOLIDAYS == "nl" else frozenset()
    return day in public or day.isoformat() in settings.CLOSED_ON


def ask(
    *,
    by: Colleague,
    words: str,
    attached: str = "",
    link: str = "",
    of: Collection[Colleague] | None = None,
    key: str = "",
    now: datetime | None = None,
) -> Question:
    """Asks those who answer questions, or only those in `of`, and tells them. `attached` is a copy
    of a draft's words, `link` an address; all of it is encrypted, and only `by` and who is asked
    see it. It decides nothing about the draft: the answer is advice. The same `key` asks once.
    Raises NobodyAnswers when nobody of them answers."""
    now = now or timezone.now()
    asked_of = [one for one in answerers(apart_from=by) if of is None or one in of]
    if not asked_of:
        raise NobodyAnswers
    try:
        with transaction.atomic():
            question = Question.objects.create(
                asker=by,
                words=without_tricks(words).strip()[:MOST_WORDS],
                attached=without_tricks(attached).strip()[:MOST_ATTACHED],
                link=link.strip()[:MOST_LINK],
                key=key,
                asked=now,
                since=now,
                due=promise_from(now, by),
            )
            question.asked_of.set(asked_of)
            for one in asked_of:
                _tell(question, one, "handbook_asked", by.name)
    except IntegrityError:  # pressed twice
        return Question.objects.get(asker=by, key=key)
    return question


def asked_now(question: Question) -> list[Colleague]:
    """Who was asked and still answers."""
    asked = question.asked_of.all()
    return [one for one in answerers(apart_from=question.asker) if one in asked]


def ask_also(*, question: Question, by: Colleague, now: datetime | None = None) -> None:
    """The asker asks everybody who answers now, when those first asked don't any more; the promise
    begins anew. Raises NobodyAnswers."""
    _as_asker(question, by)
    now = now or timezone.now()
    people = list(answerers(apart_from=by))
    if not people:
        raise NobodyAnswers
    with transaction.atomic():
        question.asked_of.set(people)
        _wait(question, by, now)
        for one in people:
            _tell(question, one, "handbook_asked", by.name)


def reply(*, question: Question, by: Colleague, words: str, now: datetime | None = None) -> Reply:
    """An answer by who was asked, or the asker asking on, which begins a new promise. Refuses
    (Question.DoesNotExist) everybody else."""
    if not Question.objects.visible_to(by).filter(pk=question.pk).exists():
        raise Question.DoesNotExist
    now = now or timezone.now()
    with transaction.atomic():
        said = question.replies.create(
            by=by, words=without_tricks(words).strip()[:MOST_WORDS], at=now
        )
        if by.pk == question.asker_id:
            _wait(question, by, now)
            for one in asked_now(question):
                _tell(question, one, "handbook_asked_on", by.name, str(said.pk))
        else:
            question.state = Question.State.ANSWERED
            question.save(update_fields=["state"])
            _tell(question, question.asker, "handbook_answered", by.name, str(said.pk))
    return said


def erase(*, question: Question, by: Colleague) -> None:
    """The asker erases it with all that was said, and what was told of it. An example that came
    of it stays; whoever wants that gone takes it back first."""
    _as_asker(question, by)
    with transaction.atomic():
        drop_notices(question.pk)
        question.delete()


def drop_notices(number: int) -> None:
    """What anybody was told of a question."""
    Notice.objects.filter(key__startswith=_key(number)).delete()


def remind(*, now: datetime) -> int:
    """Tells, once for each promise, those who were asked and the asker that the promised time is
    over. Answers how many questions. Safe to repeat."""
    told = 0
    late = Question.objects.to_remind(now)
    for question in late.defer("words", "attached", "link").select_related("asker"):
        people = asked_now(question)
        with transaction.atomic():
            taken = Question.objects.filter(pk=question.pk, reminded=question.reminded)
            if not taken.update(reminded=now):
                continue
            stamp = f"{question.due:%Y%m%d%H%M}"
            for one in people:
                _tell(question, one, "handbook_late", question.asker.name, stamp)
            _tell(question, question.asker, "handbook_waits", _names(people, question), stamp)
        told += 1
    return told


def waiting_for(colleague: Colleague) -> Questions:
    """Open questions that others ask this colleague, who waits longest first; with their askers,
    without the words."""
    found = Question.objects.for_answerer(colleague).open().select_related("asker")
    return found.defer("words", "attached", "link").order_by("due", "pk")


def answered_for(colleague: Colleague) -> Questions:
    """Own questions that were answered, the newest first; without the words."""
    found = Question.objects.of_asker(colleague).filter(state=Question.State.ANSWERED)
    return found.defer("words", "attached", "link")


def _as_asker(question: Question, by: Colleague) -> None:
    if question.asker_id != by.pk:
        raise Question.DoesNotExist


def _wait(question: Question, by: Colleague, now: datetime) -> None:
    question.state, question.since = Question.State.OPEN, now
    question.due = promise_from(now, by)
    question.save(update_fields=["state", "since", "due"])


def _names(people: Collection[Colleague], question: Question) -> str:
    with translation.override(question.asker.language):
        return get_text_list([one.name for one in people], _("and")) or _("nobody")


def _key(number: int) -> str:
    return f"handbook:question:{number}:"


def _tell(question: Question, to: Colleague, kind: str, by: str, more: str = "") -> None:
    tell(
        colleague=to,
        kind=kind,
        key=f"{_key(question.pk)}{kind}:{more}",
        facts={"by": by},
        link=reverse("handbook:question", args=[question.pk]),
    )
