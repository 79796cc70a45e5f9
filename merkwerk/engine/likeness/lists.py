"""The word lists beside this file: one set a line, `#` begins a remark."""

from __future__ import annotations

from pathlib import Path

TEXTS = Path(__file__).parent / "texts"


def lines(name: str) -> list[str]:
    """The lines of a list, without remarks and empty ones."""
    every = (TEXTS / name).read_text(encoding="utf-8").splitlines()
    return [line for line in every if line and not line.startswith("#")]
