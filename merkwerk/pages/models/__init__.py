"""What this room keeps: made pages, what each shows, and that something changed."""

from merkwerk.pages.models.made import Change, MadeOf, MadePage, Shown

__all__ = ["Change", "MadeOf", "MadePage", "Shown"]
