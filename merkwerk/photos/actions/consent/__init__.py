"""The yes of people in photos: ask, answer, take back, run out, and what may be shown."""

from merkwerk.photos.actions.consent.saying import places_in_words, why_not
from merkwerk.photos.actions.consent.showing import Verdict, may_show, places_open, showable

__all__ = ["Verdict", "may_show", "places_in_words", "places_open", "showable", "why_not"]
