"""What a sentence of trouble is made of."""

from __future__ import annotations

from django.utils.functional import Promise

Pair = tuple[str | Promise, str | Promise]
"""What happened, and what to do."""
