"""An empty database for the tests, migrated once and kept until a migration changes.

Going through every migration takes half a minute; copying what came of it takes a moment.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test.utils import setup_databases, teardown_databases

KEPT = Path(__file__).resolve().parents[1] / "var" / "empty"


def fingerprint() -> str:
    """Changes with any migration of ours or of a package, and with Django itself."""
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    modules = {migration.__module__ for migration in disk.values()}
    told = hashlib.sha256(version("django").encode())
    for module in sorted(modules):
        told.update(Path(str(sys.modules[module].__file__)).read_bytes())
    return told.hexdigest()[:20]


def set_up() -> Callable[[], None]:
    """Stands the test database up; the answer takes it away again."""
    kept = KEPT / f"{fingerprint()}.sqlite3"
    if connection.vendor == "sqlite" and kept.exists():
        return _copied(kept)
    made = setup_databases(verbosity=0, interactive=False)
    if connection.vendor == "sqlite":
        _keep(kept)
    return lambda: teardown_databases(made, verbosity=0)


def _copied(kept: Path) -> Callable[[], None]:
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "file:memorydb_default?mode=memory&cache=shared"
    connection.ensure_connection()
    with sqlite3.connect(f"file:{kept}?mode=ro", uri=True) as source:
        source.backup(connection.connection)

    def take_away() -> None:
        connection.settings_dict["NAME"] = name

    return take_away


def _keep(kept: Path) -> None:
    """Written beside and renamed, since several test processes may do so at once."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    handle, beside = tempfile.mkstemp(dir=kept.parent)
    os.close(handle)
    with sqlite3.connect(beside) as target:
        connection.connection.backup(target)
    Path(beside).replace(kept)
