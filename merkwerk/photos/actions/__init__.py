"""What happens in this room."""

from merkwerk.photos.actions.consent import Verdict, may_show, showable, why_not

__all__ = ["Verdict", "may_show", "showable", "why_not"]
