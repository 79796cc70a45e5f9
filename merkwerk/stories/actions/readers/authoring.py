"""What an author does with reactions under their story: answer, ask back, hide, free."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from merkwerk.accounts.models import Colleague, Role
from merkwerk.pages import actions as pages
from merkwerk.stories.actions.readers.arriving import FREED, FREED_BY_AUTHOR, announce
from merkwerk.stories.actions.readers.marks import words_mark
from merkwerk.stories.actions.readers.telling import ask_to_confirm, tell_hidden
from merkwerk.stories.models import PersonPage, Reaction, Sign, StoryEvent

State = Reaction.State


@transaction.atomic
def answer(
    *, reaction: Reaction, by: Colleague, words: str, asks_back: bool = False, now: datetime
) -> Reaction:
    """The author answers under their own name, and the reader is told if they wished so. With the
    answer a reaction that waited for the author is shown. The same words again are one answer.
    Raises PermissionError for who didn't write the story, ValueError when the reaction isn't one
    that can be shown (held back, taken away)."""
    _own(reaction, by)
    if reaction.state == State.ASKED:
        show(reaction=reaction, by=by, now=now)
    if reaction.state != State.SHOWN:
        raise ValueError("Only what is shown can be answered.")
    mark = words_mark(words)
    there = Reaction.objects.filter(answers=reaction, is_answer=True, words_mark=mark, by=by)
    if (found := there.exclude(state=State.WITHDRAWN).first()) is not None:
        return found
    said = Reaction(
        story=reaction.story,
        name=_name(by),
        words=words,
        words_mark=mark,
        language=reaction.story.language,
        answers=reaction,
        by=by,
        is_answer=True,
        asks_back=asks_back,
        state=State.SHOWN,
        at=now,
        confirmed_at=now,
    )
    said.save()
    announce(said, now=now)
    _goes_back(said)
    return said


@transaction.atomic
def change_answer(*, answer: Reaction, by: Colleague, words: str, now: datetime) -> Reaction:
    """The author says it differently. Whoever had a letter of it gets no second one; on the server
    of somebody elsewhere the answer changes as well. The same words change nothing. Raises
    PermissionError when it isn't theirs."""
    if not answer.is_answer or answer.by_id != by.pk:
        raise PermissionError("Only who answered changes it.")
    if answer.words == words:
        return answer
    answer.words, answer.words_mark, answer.changed_at = words, words_mark(words), now
    answer.save(update_fields=["words", "words_mark", "changed_at"])
    pages.touched(f"story:{answer.story_id}")
    _goes_back(answer)
    return answer


@transaction.atomic
def take_back_answer(*, answer: Reaction, by: Colleague) -> None:
    """The author takes an own answer away. Raises PermissionError when it isn't theirs."""
    if not answer.is_answer or answer.by_id != by.pk:
        raise PermissionError("Only who answered takes it back.")
    story = answer.story_id
    _goes_back(answer)
    answer.delete()
    pages.touched(f"story:{story}")


@transaction.atomic
def show(*, reaction: Reaction, by: Colleague, now: datetime) -> Reaction:
    """Shows what waited, was not shown, or was held back by mistake. What its writer didn't confirm
    yet isn't shown by this: the letter that asks them goes out now. Editors may free what is held.
    Raises PermissionError for anybody else, ValueError for what was taken away."""
    _own(reaction, by, held=True)
    if reaction.state in {State.WITHDRAWN, State.SHOWN}:
        if reaction.state == State.WITHDRAWN:
            raise ValueError("Its writer took it away.")
        return reaction
    reaction.kind_note, reaction.because = "", []
    if reaction.confirmed_at is None:
        if reaction.state != State.WAITING:
            ask_to_confirm(reaction)
        is_author = reaction.story.author_id == by.pk
        reaction.state, reaction.because = State.WAITING, FREED_BY_AUTHOR if is_author else FREED
        reaction.save()
        return reaction
    reaction.state = State.SHOWN
    reaction.save()
    announce(reaction, now=now)
    return reaction


@transaction.atomic
def hide(*, reaction: Reaction, by: Colleague, note: str = "") -> Reaction:
    """Takes a reaction off the page. With a `note` its writer gets it by mail, kindly; without one
    nobody is told. Raises PermissionError for who didn't write the story."""
    _own(reaction, by)
    if reaction.state in {State.WITHDRAWN, State.HIDDEN}:
        return reaction
    reaction.state, reaction.kind_note = State.HIDDEN, note
    reaction.save()
    pages.touched(f"story:{reaction.story_id}")
    if note and reaction.email and reaction.confirmed_at:
        tell_hidden(reaction)
    return reaction


def settle(*, reaction: Reaction, by: Colleague, settled: bool = True) -> None:
    """The author looked at it and needn't answer (or takes that back). Seen by the author alone."""
    _own(reaction, by)
    Reaction.objects.filter(pk=reaction.pk).update(settled=settled)


def _goes_back(answer: Reaction) -> None:
    """Leaves word that an answer to somebody on the fediverse is to follow there."""
    if answer.answers is None or answer.answers.network != "fediverse":
        return
    StoryEvent.objects.create(
        story_key=answer.story.key,
        story_id=answer.story_id,
        what=StoryEvent.What.ANSWERED,
        path="",
        name=answer.key,
    )


def goes_back(reaction: Reaction) -> bool:
    """Whether an answer of its author goes back to the server this came from."""
    if reaction.network != "fediverse":
        return False
    page = PersonPage.objects.filter(colleague=reaction.story.author_id).first()
    return page is not None and page.can_be_followed


def waiting_for(colleague: Colleague) -> int:
    """How many reactions under one's own stories are not answered, shown or settled yet."""
    mine = Reaction.objects.of_readers().unanswered()
    return mine.filter(story__author=colleague).count()


def _name(by: Colleague) -> str:
    page = PersonPage.objects.filter(colleague=by).values_list("name", flat=True).first()
    return page or by.name


def _own(reaction: Reaction, by: Colleague, *, held: bool = False) -> None:
    if reaction.story.author_id == by.pk:
        return
    if held and reaction.state == State.HELD and Role.EDITOR in by.roles:
        return
    raise PermissionError("Reactions are looked after by who wrote the story.")


@transaction.atomic
def hide_sign(*, sign: Sign, by: Colleague, hidden: bool = True) -> None:
    """Takes somebody out of the footnotes, or puts them back. Raises PermissionError for who didn't
    write the story."""
    if sign.story.author_id != by.pk:
        raise PermissionError("Footnotes are looked after by who wrote the story.")
    Sign.objects.filter(pk=sign.pk).update(is_hidden=hidden)
    pages.touched(f"story:{sign.story_id}")
