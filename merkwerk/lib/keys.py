"""The keys of an installation: one signs sessions and links, one encrypts what is stored, one
knows again who asked not to be stored, one speaks to push services. They live in files that only
the owner may read, apart from the database, so that a copy of the database alone opens nothing."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management.utils import get_random_secret_key


def data_folder(house: Path) -> Path:
    """Where data goes when nobody says: `var/` beside a checkout, else the user's own folder for
    data. Never inside an installed package, which the next version would replace."""
    if (house.parent / "pyproject.toml").exists():
        return house.parent / "var"
    own = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(own) / "merkwerk"


def secret_key(folder: Path) -> str:
    """The key for signatures, from MERKWERK_SECRET_KEY or the file `secret`, made when missing."""
    return (
        os.environ.get("MERKWERK_SECRET_KEY") or _lines(folder / "secret", get_random_secret_key)[0]
    )


def data_keys(folder: Path) -> list[str]:
    """The Fernet keys for stored secrets, newest first, from the file `data`, made when missing.
    A new key is put on the first line; `merkwerk manage rotate_keys` rewrites what is stored."""
    return _lines(folder / "data", lambda: Fernet.generate_key().decode())


def people_key(folder: Path) -> str:
    """The key for fingerprints of people who were erased, from the file `people`, made when
    missing. With another key they would not be known again, and could come back."""
    return _lines(folder / "people", get_random_secret_key)[0]


def push_key(folder: Path) -> str:
    """The key by which push services know this installation, from the file `push`, made when
    missing. With another key every device has to be switched on again."""
    return _lines(folder / "push", _new_push_key)[0]


def _new_push_key() -> str:
    """A private key of the curve P-256, in base64url (RFC 8292)."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


def _lines(path: Path, make: Callable[[], str]) -> list[str]:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, make())
    return [line for line in path.read_text().splitlines() if line.strip()]


def _write_once(path: Path, text: str) -> None:
    """Two processes may start at once: both end up with the same file, whole, never half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
