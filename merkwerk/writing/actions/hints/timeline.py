"""The guard's findings in words, with its ways out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from merkwerk.engine.guard import Overlap
from merkwerk.engine.text import sentences, shorten
from merkwerk.networks.models import Message
from merkwerk.writing.actions.hints.asking import Asked
from merkwerk.writing.actions.hints.guarding import NAMES, Seen, Speech, seen
from merkwerk.writing.actions.hints.hint import Act, Hint, Kind, Point

MOST_NEW = 2
LONGEST_NEW = 240


def guarded(asked: Asked) -> list[Hint]:
    """Nothing when nobody would see it again; when nobody knows who follows whom, only who said it
    and when."""
    if not (asked.read.strip() or asked.draft.link):
        return []
    found = seen(asked)
    loudest = found.loudest if found else None
    if found is None or loudest is None:
        return []
    overlap = found.overlap
    if overlap.silent and not overlap.unknown:
        return []
    return [
        Hint(
            Kind.GUARD,
            _title(found, loudest),
            " ".join(_why(asked, found, loudest)),
            about=" ".join(str(key) for key in sorted(found.speeches)),
            points=_points(asked.read, overlap),
            acts=tuple(_acts(asked, found, loudest)),
            stop=False,
            urgent=not overlap.silent,
        )
    ]


def _title(found: Seen, loudest: Speech) -> str:
    overlap = found.overlap
    if overlap.silent:
        return _("%(name)s told this just now too") % {"name": loudest.called}
    title = ngettext(
        "%(number)s of your followers saw this from %(name)s already",
        "%(number)s of your followers saw this from %(name)s already",
        overlap.saw,
    )
    names = _listed([speech.called for speech in _speakers(found)])
    return title % {"number": overlap.saw, "name": names}


def _speakers(found: Seen) -> list[Speech]:
    """One speech of each who reached somebody, most shared first."""
    told: dict[str, Speech] = {}
    for one in found.overlap.heard:
        told.setdefault(found.speeches[one.key].called, found.speeches[one.key])
    return list(told.values())


def _why(asked: Asked, found: Seen, loudest: Speech) -> list[str]:
    overlap = found.overlap
    says = [_said(asked, found, loudest)]
    if overlap.silent:
        says.append(_("Whether you share readers isn't known here yet."))
        return says
    if found.known:
        names = _listed([name for name, _often, _whom in found.known[:NAMES]])
        rest = overlap.saw - min(len(found.known), NAMES)
        if rest > 0:
            text = ngettext("Among them %(names)s and %(rest)s other.",
                            "Among them %(names)s and %(rest)s others.", rest)  # fmt: skip
            says.append(text % {"names": names, "rest": rest})
        else:
            says.append(_("Among them %(names)s.") % {"names": names})
    if overlap.most > 1:
        text = ngettext(
            "%(people)s person had it %(times)s times already.",
            "%(people)s people had it %(times)s times already.",
            len(overlap.worst),
        )
        says.append(text % {"people": len(overlap.worst), "times": overlap.most})
    return says


def _said(asked: Asked, found: Seen, loudest: Speech) -> str:
    minutes = max(0, int((asked.now - loudest.at).total_seconds() // 60))
    told = {"name": loudest.called, "ago": _ago(minutes)}
    kinds = {one.key: one.kind for one in found.overlap.heard}
    if kinds.get(loudest.key) == "nearly":
        return _("%(name)s said it %(ago)s in nearly the same words.") % told
    if kinds.get(loudest.key) == "same-link":
        return _("%(name)s shared the same page %(ago)s.") % told
    return _("%(name)s told about it %(ago)s.") % told


def _ago(minutes: int) -> str:
    if minutes < 1:
        return _("just now")
    if minutes < 90:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": hours}


def _points(text: str, overlap: Overlap) -> tuple[Point, ...]:
    new = tuple(shorten(one, LONGEST_NEW) for one in new_sentences(text, overlap.new)[:MOST_NEW])
    return (Point(_("This is new, and yours. Begin with it?"), new),) if new else ()


def new_sentences(text: str, passages: Sequence[str]) -> list[str]:
    """The whole sentences of which half the words or more stand in one of these passages; nobody
    begins with half a sentence."""
    found: list[str] = []
    for sentence in sentences(text):
        words = sentence.split()
        inside = max((_within(sentence, one) for one in passages), default=0)
        if len(words) > 1 and inside * 2 >= len(words):
            found.append(sentence)
    return found


def _within(sentence: str, passage: str) -> int:
    """How many words of a sentence a passage holds, which may be longer or shorter than it."""
    if sentence in passage:
        return len(sentence.split())
    pieces = (one for one in sentences(passage) if one in sentence)
    return max((len(one.split()) for one in pieces), default=0)


def _acts(asked: Asked, found: Seen, loudest: Speech) -> list[Act]:
    overlap = found.overlap
    acts: list[Act] = []
    if overlap.clear_at and overlap.clear_at > asked.now:
        minutes = int((overlap.clear_at - asked.now).total_seconds() // 60) + 1
        clock = _clock(overlap.clear_at, asked)
        label = _("Let it rest until %(time)s") % {"time": clock}
        acts.append(Act(label, value=f"rest:{minutes}"))
    other = found.speeches.get(overlap.leave_to or 0, loudest)
    if other.who.pk != asked.by.pk:
        label = _("Leave it to %(name)s") % {"name": other.called}
        acts.append(Act(label, value=f"leave:{other.key}"))
    acts.append(Act(_("I tell it all the same"), quick=True))
    return acts


def _clock(at: datetime, asked: Asked) -> str:
    return date_format(timezone.localtime(at, ZoneInfo(asked.by.time_zone)), "H.i")


def _listed(names: list[str]) -> str:
    shown = list(dict.fromkeys(names))[:NAMES]
    if len(shown) < 2:
        return "".join(shown)
    return _("%(first)s and %(last)s") % {"first": ", ".join(shown[:-1]), "last": shown[-1]}


def told_by(*, key: int) -> str:
    """Who told the message that a draft is left to: a colleague's or a brand's name; empty when it
    doesn't stand any more."""
    row = Message.objects.published().filter(pk=key)
    message = row.select_related("colleague", "account__brand").first()
    return message.speaker if message else ""
