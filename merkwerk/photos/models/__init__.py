"""Photos, where they are shown, and the people in them."""

from merkwerk.photos.models.photos import Photo

__all__ = ["Photo"]
