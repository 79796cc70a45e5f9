"""The example: put there once, entered by links."""

from merkwerk.example.actions.loading import AlreadyThere, Loaded, doors, load

__all__ = ["AlreadyThere", "Loaded", "doors", "load"]
