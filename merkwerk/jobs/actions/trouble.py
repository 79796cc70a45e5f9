"""What went wrong, kept without anything about people."""

from __future__ import annotations

import hashlib
import linecache
import traceback
from pathlib import Path

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from merkwerk.jobs.models import Trouble

HOUSE = str(Path(__file__).resolve().parents[3]) + "/"
SPEAKS_OF_CODE = (AttributeError, NameError, ImportError, TypeError, OperationalError)


def plain_traceback(error: BaseException) -> str:
    """Where `error` came from, as text: files, lines, functions and the types of the errors that
    led to it. The message of an error may hold what somebody typed, so it is left out, except of
    errors that only speak of code, of the database being away, or of the operating system."""
    pieces = []
    for one in _chain(error):
        pieces.append("Traceback (most recent call last):\n")
        for frame in traceback.extract_tb(one.__traceback__, limit=60):
            line = linecache.getline(frame.filename, frame.lineno or 0).strip()
            pieces.append(
                f'  File "{_short(frame.filename)}", line {frame.lineno}, in {frame.name}'
            )
            pieces.append(f"\n    {line}\n" if line else "\n")
        pieces.append(f"{summary(one)}\n\n")
    return _storable("".join(pieces).rstrip() + "\n")


def summary(error: BaseException) -> str:
    """The type of `error` and, where it can't hold personal data, its first line."""
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, SPEAKS_OF_CODE):
        said = str(error).partition("\n")[0]
    else:
        said = (error.strerror or "") if isinstance(error, OSError) else _code(error)
    return _storable(f"{name}: {said}"[:300] if said else name)


def note_trouble(*, place: str, error: BaseException) -> None:
    """Keeps `error` for the health page. The same trouble (type and way through our code) is one
    row with a count; when it was settled before, it stands there again. `place` is a name of
    code, at most 200 characters. Never raises because the database is away: then it is only lost
    from the page, since the log has it too."""
    fingerprint = hashlib.sha256("\n".join([place, *_way(error)]).encode()).hexdigest()
    fresh = {
        "place": place[:200],
        "summary": summary(error),
        "traceback": plain_traceback(error),
    }
    try:
        with transaction.atomic():
            _row, made = Trouble.objects.get_or_create(fingerprint=fingerprint, defaults=fresh)
            if not made:
                same = Trouble.objects.filter(fingerprint=fingerprint)
                same.update(times=F("times") + 1, last=timezone.now(), settled_at=None, **fresh)
    except DatabaseError:
        return


def settle(*, trouble: Trouble) -> bool:
    """Takes `trouble` from the health page; when it happens again, it stands there again."""
    still = Trouble.objects.filter(pk=trouble.pk, settled_at=None)
    return bool(still.update(settled_at=timezone.now()))


def _chain(error: BaseException) -> list[BaseException]:
    """The error and those that led to it, first cause first."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain and len(chain) < 8:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return chain[::-1]


def _way(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [type(error).__qualname__, *(f"{_short(f.filename)}:{f.name}" for f in frames)]


def _short(filename: str) -> str:
    _before, found, after = filename.rpartition("/site-packages/")
    return after if found else filename.removeprefix(HOUSE)


def _storable(text: str) -> str:
    """PostgreSQL takes no zero bytes, and nobody takes halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _code(error: BaseException) -> str:
    """Typed errors of the connectors carry a fixed word."""
    code = getattr(error, "code", "")
    return code if isinstance(code, str) and code.replace("-", "").isalpha() else ""
