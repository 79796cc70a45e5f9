"""A text column that is encrypted at rest with the data keys (Fernet: AES-128-CBC with HMAC)."""

from __future__ import annotations

import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


def locksmith() -> MultiFernet:
    """Encrypts with the newest key, decrypts with any of them."""
    return MultiFernet([Fernet(key) for key in settings.DATA_KEYS])


def lock(text: str) -> str:
    """`text` encrypted; the empty text stays empty, since it hides nothing."""
    return locksmith().encrypt(text.encode()).decode() if text else ""


def unlock(stored: str) -> str:
    """The text behind `stored`. Raises ValueError when no key of this installation fits."""
    if not stored:
        return ""
    try:
        return locksmith().decrypt(stored.encode()).decode()
    except InvalidToken:
        raise ValueError(
            "This was encrypted with a key that this installation does not have."
        ) from None


class EncryptedTextField(models.TextField[str, str]):
    """Behaves as a text field; the database sees only what `lock` makes of it. It can't be
    searched or sorted by."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return lock(prepared) if isinstance(prepared, str) else prepared

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return None if value is None else unlock(value)


class EncryptedJSONField(models.TextField[Any, Any]):
    """Lists and dictionaries of plain facts, encrypted as JSON. An empty one is stored as nothing,
    and read as `default` makes it."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        return lock(json.dumps(value)) if value else ""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return json.loads(unlock(value)) if value else self.get_default()
