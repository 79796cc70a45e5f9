"""An empty database for the tests, migrated once and kept until a migration changes.

Going through every migration takes half a minute; copying what came of it takes a moment.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test.utils import setup_databases, teardown_databases

HOUSE = Path(__file__).resolve().parents[1]


def kept() -> Path:
    """Where the empty database of these migrations is, or goes. Its name changes with any
    migration of ours and with the locked packages, whose migrations it holds too."""
    told = hashlib.sha256((HOUSE / "requirements" / "app.txt").read_bytes())
    for migration in sorted(HOUSE.glob("merkwerk/*/migrations/*.py")):
        told.update(migration.read_bytes())
    return HOUSE / "var" / "empty" / f"{told.hexdigest()[:20]}.sqlite3"


def set_up() -> Callable[[], None]:
    """Stands the test database up; the answer takes it away again."""
    here = kept()
    if connection.vendor == "sqlite" and here.exists():
        return _copied(here)
    made = setup_databases(verbosity=0, interactive=False)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        keep(connection.connection, here)
    return lambda: teardown_databases(made, verbosity=0)


def _copied(file: Path) -> Callable[[], None]:
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "file:memorydb_default?mode=memory&cache=shared"
    connection.ensure_connection()
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as source:
        source.backup(connection.connection)

    def take_away() -> None:
        connection.settings_dict["NAME"] = name

    return take_away


def keep(made: sqlite3.Connection, here: Path | None = None) -> None:
    """Keeps a migrated database under the name of the migrations it began with. Written beside and
    renamed, since several test processes may do so at once."""
    here = here or kept()
    here.parent.mkdir(parents=True, exist_ok=True)
    for old in here.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    handle, beside = tempfile.mkstemp(dir=here.parent)
    os.close(handle)
    with sqlite3.connect(beside) as target:
        made.backup(target)
    Path(beside).replace(here)
