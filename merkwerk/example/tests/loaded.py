"""The example, loaded once for all tests that only look at it."""

from __future__ import annotations

from datetime import datetime

from merkwerk.example.actions.times import HERE

NOW = datetime(2027, 3, 9, 10, 12, tzinfo=HERE)
"""A morning in another season than the one it was written in."""
