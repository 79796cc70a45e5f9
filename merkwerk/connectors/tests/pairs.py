"""Sample files and what must come of them: `x.json` beside `x.expected.json`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any


def sample(folder: Path, name: str) -> Any:
    """The sample as the server sent it."""
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def plain(value: Any) -> Any:
    """A value as JSON: times written out, tuples as lists, empty fields left out."""
    made = asdict(value) if hasattr(value, "__dataclass_fields__") else value
    if isinstance(made, dict):
        return {
            name: plain(entry) for name, entry in made.items() if entry not in ("", (), None, {})
        }
    if isinstance(made, list | tuple):
        return [plain(entry) for entry in made]
    return made.isoformat() if isinstance(made, datetime) else made


def expected(folder: Path, name: str) -> Any:
    """What must come of the sample."""
    return sample(folder, f"{name}.expected")
