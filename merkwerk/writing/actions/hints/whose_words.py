"""Whose words these are: those of a source, or of a colleague."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from merkwerk.engine.borrowing import Borrowed, borrowed, own
from merkwerk.engine.echoes import Echo, shared
from merkwerk.networks.models import Message
from merkwerk.writing.actions.hints.asking import Asked
from merkwerk.writing.actions.hints.hint import Act, Hint, Kind, Point
from merkwerk.writing.actions.hints.said_lately import SAID_LATELY
from merkwerk.writing.models import Reference

MOST_SHOWN = 2


def sources(asked: Asked) -> list[Hint]:
    """What stands word for word in a page or a post that the draft is about; quotations are fine.
    The one with most of it is told."""
    mine = own(asked.read)
    found = [(borrowed(mine, text), key, called) for key, called, text in _sources(asked) if text]
    told = [one for one in found if one[0]]
    if not told:
        return []
    most, key, called = max(told, key=lambda one: one[0].share)
    return [_from_source(most, key, called)]


def _sources(asked: Asked) -> Iterable[tuple[str, str, str]]:
    """What the draft is about: key, whose it is, words."""
    for one in Reference.objects.filter(draft=asked.draft, state=Reference.State.READ):
        yield f"reference {one.pk}", one.author or one.title, one.text
    about = asked.draft.about
    if about is not None and about.deleted_at is None:
        yield f"post {about.pk}", about.identity.called, f"{about.title}\n{about.text}"


def _from_source(taken: Borrowed, key: str, called: str) -> Hint:
    named = {"name": called[:80]}
    if taken.kind == "nearly":
        title = _("These are mostly words of your source")
        why = _("They stand there already: “%(name)s”. What do you think of it yourself?") % named
    else:
        title = _("A piece of your source")
        why = _(
            "This stands in “%(name)s” too. Put it between quotation marks, or say it your way."
        )
        why %= named
    return Hint(
        Kind.SOURCE,
        title,
        why,
        about=f"{key} {taken.kind}",
        points=(Point(words=tuple(one.said for one in taken.passages[:MOST_SHOWN])),),
        acts=(Act(_("I leave it so"), quick=True),),
        stop=taken.kind == "nearly",
    )


def colleagues(asked: Asked) -> list[Hint]:
    """What a colleague said in public these thirty days in nearly the same or similar words; the
    most alike is told. What the guard tells of the last hour is left to it."""
    echoes = [
        echo for echo in SAID_LATELY.like(asked.read, now=asked.now) if echo.kind != "same-link"
    ]
    if not echoes:
        return []
    standing = (
        Message.objects.published()
        .filter(pk__in=[echo.key for echo in echoes], sent_at__lte=asked.now - asked.window)
        .exclude(colleague=asked.by)
        .select_related("colleague", "account__brand")
    )
    rows = {row.pk: row for row in standing}
    told = [(echo, rows[echo.key]) for echo in echoes if echo.key in rows]
    return [_from_colleague(asked, *told[0])] if told else []


def _from_colleague(asked: Asked, echo: Echo, message: Message) -> Hint:
    named = {"name": message.speaker}
    words = shared(asked.read, message.text)
    if echo.kind == "nearly":
        title = _("%(name)s said nearly the same") % named
    else:
        title = _("%(name)s said something like it") % named
    why = _("Whoever follows both of you reads it twice. What is yours in it?")
    acts = [Act(_("I leave it so"), quick=True)]
    if message.url:
        acts.insert(0, Act(_("Look at it"), address=message.url))
    return Hint(
        Kind.COLLEAGUES,
        title,
        why,
        about=f"{message.pk} {echo.kind}",
        points=(Point(words=(words,)),) if words else (),
        acts=tuple(acts),
    )
