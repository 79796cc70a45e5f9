"""That the writer saw a hint and decided: the only thing that is remembered of one."""

from __future__ import annotations

import re

from merkwerk.accounts.models import Colleague
from merkwerk.writing.models import Decision, Draft

MOST = 500
"""Decisions about one draft; more is no writing any more."""
_MARK = re.compile(r"[0-9a-f]{64}")


def decide(*, draft: Draft, by: Colleague, mark: str) -> bool:
    """Notes that `by` decided about the hint with this mark, so that it is quiet for this draft
    from now on. False for what is no mark. Refuses (PermissionError) another colleague's draft."""
    if draft.colleague_id != by.pk:
        raise PermissionError("a draft is its writer's alone")
    if not _MARK.fullmatch(mark) or Decision.objects.filter(draft=draft).count() >= MOST:
        return False
    Decision.objects.get_or_create(draft=draft, mark=mark)
    return True


def decided(draft: Draft) -> frozenset[str]:
    """The marks of the hints about which its writer decided."""
    return frozenset(Decision.objects.filter(draft=draft).values_list("mark", flat=True))


def speak_again(*, draft: Draft, by: Colleague) -> int:
    """Lets all hints of one's own draft speak again; says how many were quiet."""
    mine = Decision.objects.filter(draft=draft, draft__colleague=by)
    return mine.delete()[0]
