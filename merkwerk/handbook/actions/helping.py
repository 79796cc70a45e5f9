"""An answer becomes an example, without a name, only when its asker says yes to the words."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import without_tricks
from merkwerk.handbook.models import Example, Proposal, Question, Situation
from merkwerk.notifications.actions import tell
from merkwerk.notifications.models import Notice

KIND = "handbook_may_help"


class AskedBefore(Exception):
    """The asker was asked about this question once; that is enough."""


def propose_example(
    *, question: Question, by: Colleague, situation: Situation, what: str, why: str
) -> Proposal:
    """An answerer asks the asker whether this may stand in the handbook, in these words. Raises
    Question.DoesNotExist for who wasn't asked, AskedBefore a second time."""
    mine = Question.objects.for_answerer(by).filter(pk=question.pk)
    with transaction.atomic():
        if not mine.exists():
            raise Question.DoesNotExist
        if not Question.objects.filter(pk=question.pk, may_help=False).update(may_help=True):
            raise AskedBefore
        made = Proposal.objects.create(
            question=question,
            by=by,
            situation=situation,
            what=without_tricks(what).strip(),
            why=without_tricks(why).strip(),
        )
        tell(
            colleague=question.asker,
            kind=KIND,
            key=_key(question),
            facts={"by": by.name},
            link=reverse("handbook:question", args=[question.pk]),
        )
    return made


def let_help(
    *, question: Question, by: Colleague, what: str, why: str, also_outside: bool = False
) -> Example:
    """The asker says yes, to these words, which may be their own. It joins what is worked on;
    nothing in it says whom it came from. Refuses (Proposal.DoesNotExist) everybody else, and
    when nothing was asked."""
    with transaction.atomic():
        proposal = Proposal.objects.select_related("situation").get(
            question=question, question__asker=by
        )
        example = Example.objects.create(
            situation=proposal.situation,
            what=without_tricks(what).strip(),
            why=without_tricks(why).strip(),
            is_given=True,
            stays_inside=not also_outside,
        )
        question.example = example
        question.save(update_fields=["example"])
        _settle(question)
    return example


def decline_help(*, question: Question, by: Colleague) -> None:
    """The asker says no. The words go, and the answerer sees what they saw while it was open."""
    if question.asker_id != by.pk:
        raise Proposal.DoesNotExist
    with transaction.atomic():
        _settle(question)


def take_back_example(*, question: Question, by: Colleague, now: datetime | None = None) -> None:
    """The asker wants it gone after all: it leaves every edition at once, also the printed page of
    tomorrow. Refuses (Example.DoesNotExist) everybody else."""
    if question.asker_id != by.pk or question.example_id is None:
        raise Example.DoesNotExist
    with transaction.atomic():
        Example.objects.filter(pk=question.example_id).update(withdrawn=now or timezone.now())
        question.example = None
        question.save(update_fields=["example"])


def _settle(question: Question) -> None:
    Proposal.objects.filter(question=question).delete()
    Notice.objects.filter(colleague=question.asker_id, key=_key(question)).delete()


def _key(question: Question) -> str:
    return f"handbook:question:{question.pk}:{KIND}:"
