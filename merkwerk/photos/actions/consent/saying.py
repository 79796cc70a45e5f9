"""What is said about consent: why a photo can't be shown, and the way out."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from merkwerk.photos.actions.consent.showing import Verdict
from merkwerk.photos.models.people import Place

WHY: dict[str, Promise] = {
    "gone": gettext_lazy("This photo isn’t here any more. Choose another one."),
    "not-ready": gettext_lazy("This photo is still being made ready. Look again in a moment."),
    "not-looked": gettext_lazy(
        "Nobody has said yet who is in this photo. Look, and mark everybody; or say that nobody "
        "can be recognised."
    ),
    "not-asked": gettext_lazy("Somebody in this photo wasn’t asked yet. Send them their link."),
    "waiting": gettext_lazy(
        "Somebody in this photo hasn’t answered yet. As soon as they say yes, it can be shown. "
        "Until then, choose another photo."
    ),
    "refused": gettext_lazy("Somebody in this photo said no. Choose another photo."),
    "withdrawn": gettext_lazy(
        "Somebody in this photo doesn’t want it to be shown any more. Choose another photo."
    ),
    "ran-out": gettext_lazy(
        "The time for which somebody in this photo said yes is over. They can be asked again."
    ),
    "elsewhere": gettext_lazy(
        "Somebody in this photo said yes, but not for this place. Choose another photo, or ask "
        "them for this place too."
    ),
}


def why_not(verdict: Verdict) -> list[str]:
    """Why a photo may not be shown, each reason a sentence with the way out, in the language of
    now. Nobody is named. Empty when it may be shown."""
    return [str(WHY[word]) for word in verdict.because]


def places_in_words(places: Iterable[str]) -> str:
    """ "our website, social networks and our magazine", in the order of Place."""
    named = [str(place.label) for place in Place if place in set(places)]
    return str(get_text_list(named, _("and")))
