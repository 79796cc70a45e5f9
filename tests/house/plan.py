"""What the house tests know of the plan: where it stands, its rooms from top to bottom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "merkwerk"

# Top to bottom; rooms on one line don't know each other.
LINES = [
    ["example"],
    ["worker"],
    ["today"],
    ["writing", "fediverse"],
    ["listening", "handbook", "stories"],
    ["relationships", "photos"],
    ["networks"],
    ["colleagues"],
    ["notifications", "pages"],
    ["accounts", "jobs"],
    ["lib"],
    ["connectors"],
    ["engine"],
]
ROOMS = [room for line in LINES[:10] for room in line]
CELLAR = ["lib", "connectors", "engine"]


def line_of(room: str) -> int:
    """0 is the top line. A room that isn't in the plan is an error of the test's caller."""
    return next(number for number, line in enumerate(LINES) if room in line)


@cache
def python_files() -> tuple[Path, ...]:
    """Every Python file of the product itself, without migrations."""
    return tuple(
        path
        for path in sorted(HOUSE.rglob("*.py"))
        if "migrations" not in path.parts and "__pycache__" not in path.parts
    )


def product_files() -> Iterator[Path]:
    """The same without tests."""
    return (path for path in python_files() if "tests" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))
