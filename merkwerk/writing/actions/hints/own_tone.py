"""How it sounds: like an advertisement, like its writer; and how much was about ourselves."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from merkwerk.engine.advertising import Advertising, advertising
from merkwerk.engine.fitting import fitting
from merkwerk.engine.promotion import about_ourselves, signs_of
from merkwerk.engine.remark import Remark
from merkwerk.engine.text import LINK, shorten
from merkwerk.writing.actions.hints.asking import Asked
from merkwerk.writing.actions.hints.hint import Act, Hint, Kind, Point

FEWEST_FOR_EDGES = 120
"""So many words a text has before anybody misses what was hard."""
FEWEST_SIGNS = 40
"""In less nobody hears how somebody sounds."""


def advertises(asked: Asked) -> list[Hint]:
    """Whether the draft sounds like an advertisement, with the words that make it so."""
    found = advertising(asked.read, asked.ours.names)
    if not found:
        return []
    points = [
        Point(says, tuple(one.said for one in part.words[:3]))
        for part in found.parts
        if (says := _part(part.code))
    ]
    return [
        Hint(
            Kind.ADVERTISING,
            _("It sounds a little like an advertisement"),
            _question(found),
            about=" ".join(sorted(part.code for part in found.parts)),
            points=tuple(points[:4]),
            acts=(Act(_("I leave it so"), quick=True),),
        )
    ]


def edges(asked: Asked) -> list[Hint]:
    """Whether nothing in a longer text was hard, went wrong, or is asked."""
    if len(asked.read.split()) < FEWEST_FOR_EDGES:
        return []
    found = advertising(asked.read, asked.ours.names)
    if found or found.part("no-doubt") is None:
        return []
    return [
        Hint(
            Kind.EDGES,
            _("Nothing goes wrong in it"),
            _("What was hard, or who disagreed? Readers believe a story with edges."),
            about="no-doubt",
            acts=(Act(_("I leave it so"), quick=True),),
        )
    ]


def _question(found: Advertising) -> str:
    missing = {part.code for part in found.parts}
    if "no-first-person" in missing:
        return _("You aren't in it yourself. What did you see, or do?")
    if "no-doubt" in missing:
        return _("Everything goes well in it. What was hard, or went otherwise than you thought?")
    return _("Would you say it like this at the table?")


def _part(code: str) -> str:
    says = {
        "superlatives": _("Big words"),
        "calls": _("Do this now"),
        "pride": _("Proud and delighted"),
        "hype": _("Words that could stand in any brochure"),
        "offers": _("An offer"),
        "exclamations": _("Exclamation marks"),
        "own-name": _("Our own name"),
    }
    return says.get(code, "")


def fits(asked: Asked) -> list[Hint]:
    """At most two things that differ from how the writer usually writes, when enough is known."""
    if len(asked.read) < FEWEST_SIGNS:
        return []
    fit = fitting(asked.read, [told.text for told in asked.told_before])
    if not fit.differences:
        return []
    why = ngettext(
        "Held against %(of)s earlier message of your own. Different is fine; is it you?",
        "Held against %(of)s earlier messages of your own. Different is fine; is it you?",
        fit.of,
    )
    return [
        Hint(
            Kind.FITS,
            _("Different from what you usually write"),
            why % {"of": fit.of},
            about=" ".join(one.code for one in fit.differences),
            points=tuple(
                Point(_differs(one), tuple(words.said for words in one.words))
                for one in fit.differences
            ),
            acts=(Act(_("I leave it so"), quick=True),),
        )
    ]


def _differs(one: Remark) -> str:
    facts = dict(one.facts)
    says = {
        "formal-address": _("You usually say je, here you write %(words)s."),
        "familiar-address": _("You usually say u, here you write %(words)s."),
        "no-first-person": _("You usually say “I”, here you don't."),
        "more-formal": _("It sounds more formal than you do."),
        "more-casual": _("It sounds more casual than you do."),
        "longer-sentences": _("Your sentences usually have %(usual)s words, here %(now)s."),
        "more-exclamations": _("More exclamation marks than you use: %(now)s."),
        "more-emoji": _("More emoji than you use: %(now)s."),
        "more-tags": _("More hashtags than you use: %(now)s."),
        "no-question": _("You usually ask something, here you don't."),
        "new-subject": _("You never wrote about this before. How did you come to it?"),
    }
    return says[one.code] % facts


def promotes(asked: Asked) -> list[Hint]:
    """How many of the last ten posts were about ourselves, when this draft is one more."""
    own = asked.ours
    if not signs_of(asked.read, LINK.findall(asked.read)[:20], own):
        return []
    posts = [told for told in asked.told_before if not told.answer]
    share = about_ourselves([(told.text, told.links) for told in posts], own)
    if not share.mostly:
        return []
    number = {"number": share.number, "of": share.of}
    shown = [Point(words=(shorten(posts[place].text, 80),)) for place, _signs in share.about[:3]]
    return [
        Hint(
            Kind.PROMOTION,
            _("%(number)s of your last %(of)s posts were about ourselves") % number,
            _("And so is this one. Who reads you comes for you: is there something of others?"),
            about=f"{share.number} of {share.of}",
            points=tuple(shown),
            acts=(Act(_("I leave it so"), quick=True),),
        )
    ]
