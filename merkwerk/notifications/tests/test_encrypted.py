"""What is encrypted stays so in the table, and can move to a new key."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from merkwerk.lib.encrypted import lock, unlock
from merkwerk.notifications.models import Letter


def letter() -> Letter:
    return Letter.objects.create(
        sender="a@b.example", subject="x", source="het geheim", next_try=timezone.now()
    )


def stored(pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT source FROM notifications_letter WHERE id = %s", [pk])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_table_does_not_hold_the_words() -> None:
    made = letter()
    assert "geheim" not in stored(made.pk)
    assert Letter.objects.get(pk=made.pk).source == "het geheim"


def test_nothing_stays_nothing() -> None:
    assert unlock(lock("")) == ""


def test_a_foreign_key_opens_nothing(settings: Settings) -> None:
    locked = lock("het geheim")
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(ValueError, match="does not have"):
        unlock(locked)


@pytest.mark.django_db
def test_rotating_moves_everything_to_the_new_key(settings: Settings) -> None:
    made, old = letter(), settings.DATA_KEYS
    new = [Fernet.generate_key().decode()]
    settings.DATA_KEYS = new + old
    call_command("rotate_keys", verbosity=0)
    settings.DATA_KEYS = new
    assert Letter.objects.get(pk=made.pk).source == "het geheim"
