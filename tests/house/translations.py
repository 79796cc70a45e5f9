"""Is the Dutch catalogue complete, and made of today's texts? Run as a command by script/check."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from tests.house.plan import HOUSE

CATALOGUE = HOUSE / "locale/nl/LC_MESSAGES/django.po"


def wanted() -> dict[tuple[str, str], polib.POEntry]:
    """Every text of the code and the templates, as makemessages finds them now."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "merkwerk"
        subprocess.run(["cp", "-r", str(HOUSE), str(copy)], check=True)
        subprocess.run(
            [
                sys.executable,
                "-m",
                "django",
                "makemessages",
                "-l",
                "nl",
                "--no-obsolete",
                "-v",
                "0",
                "--ignore",
                "tests",
                "--ignore",
                "migrations",
            ],
            cwd=copy,
            check=True,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": folder},
        )
        made = polib.pofile(str(copy / "locale/nl/LC_MESSAGES/django.po"))
    return {(entry.msgctxt or "", entry.msgid): entry for entry in made}


def differs(entry: polib.POEntry, compiled: polib.MOEntry | None) -> bool:
    if compiled is None:
        return True
    return (entry.msgstr, entry.msgstr_plural) != (compiled.msgstr, compiled.msgstr_plural)


def faults() -> list[str]:
    """Sentences that say what is missing; empty when all is well."""
    stored = polib.pofile(str(CATALOGUE))
    there = {(entry.msgctxt or "", entry.msgid): entry for entry in stored if not entry.obsolete}
    said = [f"not in the catalogue: {key[1]!r}" for key in wanted() if key not in there]
    said += [f"not translated: {e.msgid!r}" for e in there.values() if not e.translated()]
    compiled = {
        (e.msgctxt or "", e.msgid): e for e in polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    }
    said += [
        f"not compiled: {key[1]!r}" for key, e in there.items() if differs(e, compiled.get(key))
    ]
    return said


if __name__ == "__main__":
    found = faults()
    print("\n".join(found))
    sys.exit(bool(found))
