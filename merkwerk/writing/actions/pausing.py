"""A pause to think, as long as the writer chose, with three questions of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import without_tricks
from merkwerk.writing.models import Draft, Wishes

LONGEST_PAUSE = 24 * 60
LONGEST_GUARD = 24 * 60
OWN = 3
QUESTION = 200


def wishes_of(by: Colleague) -> Wishes:
    """How this colleague wants to write; what nobody chose yet has the usual values and no row."""
    return Wishes.objects.filter(colleague=by).first() or Wishes(colleague=by)


def wish(
    *,
    by: Colleague,
    pause_minutes: int,
    own_questions: Sequence[str],
    guard_minutes: int,
    figures_wait: bool,
    quiet_hints: Sequence[str] = (),
) -> Wishes:
    """Keeps how a colleague wants to write. Numbers out of their range are brought into it."""
    asked = [" ".join(without_tricks(one).split())[:QUESTION] for one in own_questions[:OWN]]
    wishes, _made = Wishes.objects.update_or_create(
        colleague=by,
        defaults={
            "pause_minutes": min(max(pause_minutes, 0), LONGEST_PAUSE),
            "own_questions": [one for one in asked if one],
            "guard_minutes": min(max(guard_minutes, 5), LONGEST_GUARD),
            "figures_wait": figures_wait,
            "quiet_hints": sorted(set(quiet_hints))[:20],
        },
    )
    return wishes


def questions_for(by: Colleague) -> list[str]:
    """The three questions of the pause: one's own first, then the house's."""
    usual = [
        _("Would you say it to their face?"),
        _("Is it yours to tell?"),
        _("Will you still stand by it tomorrow?"),
    ]
    return [*wishes_of(by).own_questions, *usual][:OWN]


def pause(*, draft: Draft, by: Colleague, minutes: int, now: datetime | None = None) -> None:
    """Lets a draft rest for some minutes. Nothing happens when they are over: the writer presses,
    or doesn't."""
    until = (now or timezone.now()) + timedelta(minutes=min(max(minutes, 1), LONGEST_PAUSE))
    Draft.objects.visible_to(by).filter(pk=draft.pk).update(pause_until=until)


def end_pause(*, draft: Draft, by: Colleague) -> None:
    """The writer has thought enough."""
    Draft.objects.visible_to(by).filter(pk=draft.pk).update(pause_until=None)


def is_pausing(draft: Draft, now: datetime | None = None) -> bool:
    """Whether the pause still lasts. A clock that jumped back makes no pause longer than the
    longest one."""
    now = now or timezone.now()
    if draft.pause_until is None:
        return False
    return now < draft.pause_until <= now + timedelta(minutes=LONGEST_PAUSE)
