"""Likeness: who says the same in other words. Two short texts in, a score and its reasons out."""

from merkwerk.engine.likeness.likeness import SAME, TOLD, Likeness, likeness

__all__ = ["SAME", "TOLD", "Likeness", "likeness"]
