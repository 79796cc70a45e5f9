"""Looks over an installation: each finding says in one sentence what it is, or how to mend it."""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from merkwerk.jobs.models import Attempt, Worker
from merkwerk.networks import actions as networks
from merkwerk.notifications import actions as notifications
from merkwerk.pages import actions as pages

LEAST_ROOM = 500_000_000
LEAST_PYTHON = (3, 11)
LEAST_SQLITE = (3, 35)
HOLIDAYS = ("", "nl")


@dataclass(frozen=True, slots=True)
class Finding:
    """`level` is "ok", "note" (works, but look at it) or "mend"."""

    level: str
    what: str
    says: str


def examine(*, host: str = "127.0.0.1", port: int = 8000) -> list[Finding]:
    """Everything that can be looked at from here; nothing is changed, nothing leaves the machine.
    `host` and `port` are where the pages should be served."""
    served = _listens(host, port)
    findings = [_python(), _folder(), *_keys(), *_database()]
    if all(found.level != "mend" for found in findings if found.what == "database"):
        findings += [_worker(served), _listener(served), _aside(), _made()]
    findings += [_static(), *_languages(), *_days_off(), _mail(), _address(), *_loosened()]
    return [*findings, _port(served)]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if tuple(sys.version_info[:2]) < LEAST_PYTHON:
        return Finding("mend", "Python", f"{version} is too old; install Python 3.11 or newer.")
    return Finding("ok", "Python", version)


def _folder() -> Finding:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR):
            pass
    except OSError as error:
        says = f"{settings.DATA_DIR}: {error.strerror}; choose a folder of yours with --data."
        return Finding("mend", "data", says)
    room = shutil.disk_usage(settings.DATA_DIR).free
    if room < LEAST_ROOM:
        return Finding("mend", "data", f"only {room // 10**6} MB left on the disk; make room.")
    return Finding("ok", "data", f"{settings.DATA_DIR}, {room // 10**9} GB free")


def _keys() -> Iterator[Finding]:
    for name in ("secret", "data", "people", "push"):
        path = settings.KEYS_DIR / name
        if not path.exists():
            continue
        if path.stat().st_mode & 0o077:
            yield Finding("mend", "keys", f"others can read it; run: chmod 600 {path}")
        else:
            yield Finding("ok", "keys", f"{path}, for its owner only; is there a copy elsewhere?")


def _database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
        waiting = MigrationExecutor(connection).loader.graph.leaf_nodes()
        plan = MigrationExecutor(connection).migration_plan(waiting)
    except DatabaseError as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        yield Finding("mend", "database", f"can't be reached ({said}); look at MERKWERK_DATABASE.")
        return
    if plan:
        yield Finding("mend", "database", f"{len(plan)} steps behind; run: merkwerk manage migrate")
    else:
        yield Finding("ok", "database", f"{connection.display_name}, up to date")
    if connection.vendor == "sqlite":
        yield from _sqlite()


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        version = cursor.execute("SELECT sqlite_version()").fetchone()[0]
        options = {row[0] for row in cursor.execute("PRAGMA compile_options").fetchall()}
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if tuple(map(int, version.split(".")[:2])) < LEAST_SQLITE:
        yield Finding("mend", "SQLite", f"{version} is too old; install a newer Python or SQLite.")
    elif "ENABLE_FTS5" not in options:
        yield Finding("mend", "SQLite", "without full-text search (FTS5); install another Python.")
    elif journal != "wal":
        yield Finding("mend", "SQLite", "can't write ahead (WAL); put the data on a local disk.")
    else:
        yield Finding("ok", "SQLite", f"{version} with full-text search, writing ahead")


def _worker(served: bool) -> Finding:
    alive = Worker.objects.alive(timezone.now()).taking_jobs().count()
    if alive:
        return Finding("ok", "worker", f"{alive} alive")
    level = "mend" if served else "note"
    return Finding(level, "worker", "none is running; start one with: merkwerk start (or worker)")


def _listener(served: bool) -> Finding:
    alive = Worker.objects.alive(timezone.now()).listening().count()
    if alive:
        return Finding("ok", "streams", f"{alive} alive")
    if not networks.streams_are_wanted():
        return Finding("ok", "streams", "none needed now")
    level = "mend" if served else "note"
    return Finding(level, "streams", "nobody listens; run: merkwerk start (or listen)")


def _aside() -> Finding:
    count = Attempt.objects.filter(state=Attempt.State.DEAD).count()
    if count:
        return Finding("note", "jobs", f"{count} set aside; look at /jobs/ as an administrator.")
    return Finding("ok", "jobs", "none set aside")


def _made() -> Finding:
    """Public pages that are made beforehand."""
    found = pages.how_many()
    if found.given_up:
        says = f"{found.given_up} could not be made; look at /health/ as an administrator."
        return Finding("note", "public pages", says)
    when = f", last at {found.last:%Y-%m-%d %H:%M} UTC" if found.last else ""
    return Finding("ok", "public pages", f"{found.made} made, {found.due} to make{when}")


def _static() -> Finding:
    if settings.DEBUG or (settings.STATIC_ROOT / "staticfiles.json").exists():
        return Finding("ok", "static files", "in place")
    return Finding("mend", "static files", "missing; run: merkwerk start (it gathers them)")


def _languages() -> Iterator[Finding]:
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/django.po")):
            made = source.with_suffix(".mo")
            word = source.parts[-3]
            if not made.exists():
                yield Finding("mend", f"language {word}", "not compiled; run: script/messages")
            else:
                yield Finding("ok", f"language {word}", "compiled")


def _days_off() -> Iterator[Finding]:
    """Only what would be passed over in silence."""
    for told in sorted(settings.CLOSED_ON):
        try:
            date.fromisoformat(told)
        except ValueError:
            says = f"{told} in MERKWERK_CLOSED_ON is no day; write it as 2026-12-24."
            yield Finding("mend", "days off", says)
    if settings.HOLIDAYS not in HOLIDAYS:
        says = f"those of {settings.HOLIDAYS} (MERKWERK_HOLIDAYS) aren't known; nl, or none at all."
        yield Finding("mend", "days off", says)


def _mail() -> Finding:
    if notifications.mail_is_set_up():
        return Finding("ok", "mail", "set up")
    return Finding("note", "mail", "not set up, so letters wait; give MERKWERK_MAIL a mail server.")


def _address() -> Finding:
    if settings.SITE_URL.startswith("https://"):
        return Finding("ok", "address", settings.SITE_URL)
    if "localhost" in settings.SITE_URL or "127.0.0.1" in settings.SITE_URL:
        return Finding("note", "address", f"{settings.SITE_URL}: for this machine only.")
    return Finding(
        "mend", "address", f"{settings.SITE_URL} can be overheard; set MERKWERK_URL to https://…"
    )


def _loosened() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding("mend", "debug", "shows tracebacks to visitors; unset MERKWERK_DEBUG.")
    if settings.ALLOWED_NETWORKS:
        named = ", ".join(map(str, settings.ALLOWED_NETWORKS))
        yield Finding("note", "the way out", f"also opens {named} (MERKWERK_ALLOWED_NETWORKS).")
    else:
        yield Finding("ok", "the way out", "public addresses only")


def _port(served: bool) -> Finding:
    return Finding("ok", "pages", "served" if served else "not served now; the port is free")


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False
