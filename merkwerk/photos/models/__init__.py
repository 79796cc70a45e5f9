"""Photos, where they are shown, and the people in them."""

from merkwerk.photos.models.consent import (
    ConsentEvent,
    ConsentLink,
    ConsentText,
    ProofIsKept,
    SignedForm,
)
from merkwerk.photos.models.people import Looking, Person, Place
from merkwerk.photos.models.photos import KINDS, Photo, PhotoEvent, PhotoUse

__all__ = [
    "KINDS",
    "ConsentEvent",
    "ConsentLink",
    "ConsentText",
    "Looking",
    "Person",
    "Photo",
    "PhotoEvent",
    "PhotoUse",
    "Place",
    "ProofIsKept",
    "SignedForm",
]
