"""What happened between two people, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from merkwerk.relationships.models import Moment

THEIRS, OURS, BOTH = Moment.Direction.THEIRS, Moment.Direction.OURS, Moment.Direction.BOTH
Kind = Moment.Kind


def short_name(name: str) -> str:
    """How one speaks about a contact: the first word of the name."""
    return (name.split() or [name])[0][:40]


HAPPENED = {
    (Kind.SAID, THEIRS): gettext_lazy("%(name)s said"),
    (Kind.SAID, OURS): gettext_lazy("You said"),
    (Kind.ASKED, THEIRS): gettext_lazy("%(name)s asked"),
    (Kind.ASKED, OURS): gettext_lazy("You asked"),
    (Kind.ANSWERED, THEIRS): gettext_lazy("%(name)s answered"),
    (Kind.ANSWERED, OURS): gettext_lazy("You answered"),
    (Kind.MENTIONED, THEIRS): gettext_lazy("%(name)s mentioned you"),
    (Kind.MENTIONED, OURS): gettext_lazy("You mentioned %(name)s"),
    (Kind.SHARED, THEIRS): gettext_lazy("%(name)s shared what you told"),
    (Kind.SHARED, OURS): gettext_lazy("You shared what %(name)s told"),
    (Kind.REACTED, THEIRS): gettext_lazy("%(name)s liked what you told"),
    (Kind.REACTED, OURS): gettext_lazy("You liked what %(name)s told"),
    (Kind.FOLLOWED, THEIRS): gettext_lazy("%(name)s follows you"),
    (Kind.FOLLOWED, OURS): gettext_lazy("You follow %(name)s"),
    (Kind.MET, BOTH): gettext_lazy("You met"),
    (Kind.MET, THEIRS): gettext_lazy("%(name)s came to see you"),
    (Kind.MET, OURS): gettext_lazy("You went to see %(name)s"),
    (Kind.CALLED, BOTH): gettext_lazy("You called"),
    (Kind.CALLED, THEIRS): gettext_lazy("%(name)s called you"),
    (Kind.CALLED, OURS): gettext_lazy("You called %(name)s"),
    (Kind.WROTE, BOTH): gettext_lazy("You wrote to each other"),
    (Kind.WROTE, THEIRS): gettext_lazy("%(name)s wrote to you"),
    (Kind.WROTE, OURS): gettext_lazy("You wrote to %(name)s"),
    (Kind.OTHER, BOTH): gettext_lazy("You were in touch"),
    (Kind.OTHER, THEIRS): gettext_lazy("%(name)s was in touch"),
    (Kind.OTHER, OURS): gettext_lazy("You were in touch with %(name)s"),
}

CHANNELS = {
    "mastodon": gettext_lazy("on Mastodon"),
    "bluesky": gettext_lazy("on Bluesky"),
    "web": gettext_lazy("on the web"),
    "introduction": gettext_lazy("through an introduction"),
}


def happened(kind: str, direction: str, name: str) -> str:
    """What happened, as a short sentence without its full stop: "Joris asked"."""
    words = HAPPENED.get((Kind(kind), Moment.Direction(direction)))
    return str(words) % {"name": short_name(name)} if words else str(Kind(kind).label)


def where(channel: str, place: str) -> str:
    """Where it happened: "on Mastodon", "in Arnhem", or nothing."""
    if place:
        return _("in %(place)s") % {"place": place}
    return str(CHANNELS.get(channel, ""))


FROM = {
    "calendar": gettext_lazy("from your calendar"),
    "mail": gettext_lazy("from your mail"),
    "linkedin": gettext_lazy("from your LinkedIn file"),
}


def came_from(moment: Moment) -> str:
    """Where a moment was read, when it came neither from a network nor by hand."""
    if moment.channel in FROM:
        return str(FROM[moment.channel])
    return _("from a file of yours") if moment.imported_id else ""
