"""Words for what colleagues see of each other's relationships, and for what contacts led to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from merkwerk.accounts.models import Colleague
from merkwerk.relationships.models import Introduction, Moment, Outcome
from merkwerk.relationships.sentences.moments import CHANNELS, short_name

if TYPE_CHECKING:
    from merkwerk.relationships.actions.sharing import Glimpse, Shown
    from merkwerk.relationships.actions.steps import Step

Kind, Direction, State = Moment.Kind, Moment.Direction, Introduction.State
CONVERSATION, INTRODUCED, OUTCOME = "conversation", "introduced", "outcome"
"""Steps on the way to an outcome that are no kind of moment."""

THINGS = {
    Kind.SAID: gettext_lazy("a remark"),
    Kind.ASKED: gettext_lazy("a question"),
    Kind.ANSWERED: gettext_lazy("an answer"),
    Kind.MENTIONED: gettext_lazy("a mention"),
    Kind.SHARED: gettext_lazy("a post passed along"),
    Kind.REACTED: gettext_lazy("a like"),
    Kind.FOLLOWED: gettext_lazy("a follow"),
    Kind.MET: gettext_lazy("a meeting"),
    Kind.CALLED: gettext_lazy("a call"),
    Kind.WROTE: gettext_lazy("a letter"),
    Kind.NOTICED: gettext_lazy("a first sight"),
    Kind.OTHER: gettext_lazy("a contact"),
    CONVERSATION: gettext_lazy("a conversation"),
}


def glimpsed(moment: Glimpse, shown: Shown) -> str:
    """A shared moment in words, without anything of what was said: "a question from Joris"."""
    what = str(THINGS[Kind(moment.kind)])
    who = {
        Direction.THEIRS: short_name(shown.name),
        Direction.OURS: short_name(shown.knower.name),
    }.get(Direction(moment.direction))
    words = _("%(what)s from %(who)s") % {"what": what, "who": who} if who else what
    where = CHANNELS.get(moment.channel)
    return capfirst(f"{words} {where}" if where else words)


def step_in_words(step: Step, outcome: Outcome) -> str:
    """One step on the way to an outcome, without its day: "an answer"."""
    if step.what == OUTCOME:
        return str(Outcome.Kind(outcome.kind).label)
    if step.what == INTRODUCED:
        who = short_name(step.by) if step.by else _("a colleague")
        return _("an introduction by %(name)s") % {"name": who}
    what = str(THINGS[Kind(step.what) if step.what in Kind.values else CONVERSATION])
    if step.by:
        return _("%(what)s with %(name)s") % {"what": what, "name": short_name(step.by)}
    return what


def way_in_words(way: Sequence[Step], outcome: Outcome, exact: bool) -> list[str]:
    """The steps as one reads them, each with its day as far as that is news: "a like on 3 March",
    "an answer", "a meeting in May". The first day is told only when `exact`; then months."""
    told, before = [], None
    for number, step in enumerate(way):
        words = step_in_words(step, outcome)
        if number == 0 and exact:
            words = _("%(what)s on %(day)s") % {"what": words, "day": _day(step.on)}
        elif before is None or (before.year, before.month) != (step.on.year, step.on.month):
            words = _("%(what)s in %(month)s") % {"what": words, "month": _month(step.on, before)}
        told.append(words)
        before = step.on
    return told


def _day(on: date) -> str:
    return date_format(on, "j F Y")


def _month(on: date, before: date | None) -> str:
    return date_format(on, "F" if before and before.year == on.year else "F Y")


def prepared_question(shown: Shown) -> str:
    """A beginning for asking a colleague to introduce one to somebody; theirs to change."""
    names = {
        "knower": short_name(shown.knower.name),
        "who": shown.name,
        "organisation": shown.organisation,
    }
    if shown.organisation:
        return (
            _("%(knower)s, you know %(who)s of %(organisation)s. Would you introduce us?") % names
        )
    return _("%(knower)s, you know %(who)s. Would you introduce us?") % names


STATES = {
    State.ASKED: gettext_lazy("Waits for an answer"),
    State.PROMISED: gettext_lazy("Promised, before %(day)s"),
    State.DECLINED: gettext_lazy("Not now"),
    State.INTRODUCED: gettext_lazy("Introduced"),
    State.MET: gettext_lazy("Met"),
    State.ENDED: gettext_lazy("Nothing came of it"),
    State.WITHDRAWN: gettext_lazy("Taken back"),
}


def standing(introduction: Introduction) -> str:
    """How an introduction stands, in a word or two."""
    day = _day(introduction.promised_for) if introduction.promised_for else ""
    return str(STATES[State(introduction.state)]) % {"day": day}


def history(introduction: Introduction, reader: Colleague) -> list[tuple[str, object]]:
    """What happened to an introduction, oldest first: a sentence and its time (None where it isn't
    known). Both of them read the same."""
    asks = reader.pk == introduction.asker_id
    names = {
        "asker": introduction.asker.name,
        "knower": introduction.knower.name,
        "day": _day(introduction.promised_for) if introduction.promised_for else "",
    }
    asked = _("You asked %(knower)s.") if asks else _("%(asker)s asked you.")
    told: list[tuple[str, object]] = [(asked % names, introduction.asked_at)]
    promised = (
        _("%(knower)s promised to do it before %(day)s.")
        if asks
        else _("You promised to do it before %(day)s.")
    )
    is_last = introduction.state == State.PROMISED
    if introduction.promised_for:
        told.append((promised % names, introduction.changed_at if is_last else None))
    after = _after(asks).get(State(introduction.state), [])
    for number, words in enumerate(after, start=1):
        last = number == len(after)
        told.append((words % names, introduction.changed_at if last else None))
    return told


def _after(asks: bool) -> dict[Introduction.State, list[str]]:
    made = _("%(knower)s introduced you.") if asks else _("You introduced %(asker)s.")
    return {
        State.DECLINED: [
            _("%(knower)s can't do it now.") if asks else _("You said that it can't be now.")
        ],
        State.WITHDRAWN: [
            _("You took the question back.") if asks else _("%(asker)s took the question back.")
        ],
        State.INTRODUCED: [made],
        State.MET: [made, _("You met.") if asks else _("They met.")],
        State.ENDED: [made, _("Nothing came of it. That happens.")],
    }
